package io.github.daxguard.cli.demo;

import io.github.daxguard.emulator.StoredEvaluation;
import io.github.daxguard.rule.Compliance;
import java.util.List;
import java.util.Optional;

/**
 * What an invocation of the function left behind.
 *
 * @param before what AWS Config held for the rule
 * @param after what it holds now
 * @param log what the function logged
 * @param failure what the function threw; empty if it succeeded
 */
record Run(
        String rule,
        List<StoredEvaluation> before,
        List<StoredEvaluation> after,
        List<LogLine> log,
        Optional<Exception> failure) {

    Run {
        before = List.copyOf(before);
        after = List.copyOf(after);
        log = List.copyOf(log);
    }

    /** How many results AWS Config holds now of that compliance type. */
    long count(Compliance compliance) {
        return after.stream()
                .filter(result -> result.complianceType().equals(compliance.name()))
                .count();
    }
}
