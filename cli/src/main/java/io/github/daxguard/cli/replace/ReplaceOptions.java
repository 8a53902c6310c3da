package io.github.daxguard.cli.replace;

import io.github.daxguard.replacement.ReplacementRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The options of the command.
 *
 * @param rules names of the AWS Config rules to start after the deletion
 * @param yes whether to create the replacement cluster and write the parameter without a prompt
 * @param confirm the name of the cluster to delete; if empty, the operator is prompted for it
 * @param prompts whether an operator at an interactive terminal is prompted
 */
record ReplaceOptions(
        ReplacementRequest replacement,
        Optional<EndpointParameter> endpointParameter,
        List<String> rules,
        boolean dryRun,
        boolean yes,
        Optional<String> confirm,
        boolean prompts,
        boolean waits) {

    ReplaceOptions {
        rules = rules.stream().distinct().toList();
    }

    /** Whether the entered text is the name of the cluster. Names in DAX are not case-sensitive. */
    static boolean confirms(String entered, String cluster) {
        return entered.strip().toLowerCase(Locale.ROOT).equals(cluster.toLowerCase(Locale.ROOT));
    }

    String cluster() {
        return replacement.cluster();
    }

    String replacementCluster() {
        return replacement.replacementCluster();
    }
}
