package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The command {@code daxguard replace} for a cluster; its parts must not be wrapped. */
record ReplaceCommandLine(List<String> parts) {

    /** A word that no shell expands and that is not an option. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    ReplaceCommandLine {
        parts = List.copyOf(parts);
    }

    /** Empty without a finding, for a name that is not one shell word, and for a declared cluster. */
    static Optional<ReplaceCommandLine> of(EvaluatedCluster cluster) {
        if (!(cluster.target() instanceof AccountRegion target)
                || cluster.findings().isEmpty()
                || !WORD.matcher(cluster.name()).matches()
                || !WORD.matcher(target.region()).matches()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        parts.add("daxguard replace " + cluster.name());
        parts.add("--region " + target.region());
        if (cluster.findings().stream().anyMatch(finding -> finding.control() == Control.ENCRYPTION_IN_TRANSIT)) {
            parts.add("--endpoint-encryption TLS");
        }
        return Optional.of(new ReplaceCommandLine(parts));
    }
}
