package io.github.daxguard.cli.replace;

import io.github.daxguard.replacement.ReplacementRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The options of the command.
 *
 * @param rules names of the AWS Config rules to start after the deletion
 * @param yes whether to create the replacement cluster and write the parameter without asking
 * @param confirm the name of the cluster to delete; if empty, the operator must enter it
 */
record ReplaceOptions(
        ReplacementRequest replacement,
        Optional<EndpointParameter> endpointParameter,
        List<String> rules,
        boolean dryRun,
        boolean yes,
        Optional<String> confirm,
        boolean waits) {

    ReplaceOptions {
        rules = rules.stream().distinct().toList();
    }

    /** Whether that repeats the cluster's name; DAX does not tell upper from lower case. */
    static boolean confirms(String typed, String cluster) {
        return typed.strip().toLowerCase(Locale.ROOT).equals(cluster.toLowerCase(Locale.ROOT));
    }

    String cluster() {
        return replacement.cluster();
    }

    String replacementCluster() {
        return replacement.replacementCluster();
    }
}
