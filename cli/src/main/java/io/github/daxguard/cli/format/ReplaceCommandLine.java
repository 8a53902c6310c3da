package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Place.AccountRegion;
import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The command {@code daxguard replace} for a cluster, to be pasted into a shell.
 *
 * @param parts what should stay on one line, to be joined by spaces
 */
record ReplaceCommandLine(List<String> parts) {

    /** What a shell takes for a word as it is, and daxguard for no option. Whatever else a name holds was not DAX's. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    ReplaceCommandLine {
        parts = List.copyOf(parts);
    }

    /** Empty for a cluster without a finding, for one that the command does not take, and for one in a template. */
    static Optional<ReplaceCommandLine> of(AuditedCluster cluster) {
        if (!(cluster.place() instanceof AccountRegion place)
                || cluster.findings().isEmpty()
                || isEncryptedAtRest(cluster)
                || !WORD.matcher(cluster.name()).matches()
                || !WORD.matcher(place.region()).matches()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        parts.add("daxguard replace " + cluster.name());
        parts.add("--region " + place.region());
        if (cluster.findings().stream().anyMatch(finding -> finding.control() == Control.ENCRYPTION_IN_TRANSIT)) {
            parts.add("--endpoint-encryption TLS");
        }
        return Optional.of(new ReplaceCommandLine(parts));
    }

    /** Whether it has a finding, but the command leaves it alone, because it is encrypted at rest. */
    static boolean isRefused(AuditedCluster cluster) {
        return cluster.place() instanceof AccountRegion && !cluster.findings().isEmpty() && isEncryptedAtRest(cluster);
    }

    private static boolean isEncryptedAtRest(AuditedCluster cluster) {
        return Control.ENCRYPTION_AT_REST.isMetBy(cluster.cluster());
    }
}
