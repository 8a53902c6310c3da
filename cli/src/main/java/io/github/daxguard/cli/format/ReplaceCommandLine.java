package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The command {@code daxguard replace} for a cluster, quoted for a POSIX shell; its parts must not be wrapped. */
record ReplaceCommandLine(List<String> parts) {

    /** A word that no shell expands and that is not an option. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    /** A word that a shell does not change, also in a profile's name. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9@%+:,./_-]*");

    ReplaceCommandLine {
        parts = List.copyOf(parts);
    }

    /**
     * Empty without a finding, for a name that is not one shell word, for a profile that cannot be pasted, and for a declared
     * cluster.
     */
    static Optional<ReplaceCommandLine> of(EvaluatedCluster cluster) {
        if (!(cluster.target() instanceof AccountRegion target)
                || cluster.findings().isEmpty()
                || !WORD.matcher(cluster.name()).matches()
                || !WORD.matcher(target.region()).matches()
                || target.profile().filter(profile -> !isPasted(profile)).isPresent()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        parts.add("daxguard replace " + cluster.name());
        target.profile().ifPresent(profile -> parts.add("--profile " + quoted(profile)));
        parts.add("--region " + target.region());
        if (cluster.findings().stream().anyMatch(finding -> finding.control() == Control.ENCRYPTION_IN_TRANSIT)) {
            parts.add("--endpoint-encryption TLS");
        }
        return Optional.of(new ReplaceCommandLine(parts));
    }

    /** Whether a terminal shows each character, and the command does not read it as an option. */
    private static boolean isPasted(String profile) {
        return !profile.startsWith("-")
                && InvisibleCharacters.replacedIn(profile).equals(profile);
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** The command as one line. */
    String line() {
        return String.join(" ", parts);
    }
}
