package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.emulator.StoredEvaluation;
import io.github.daxguard.rule.Compliance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of a rule.
 *
 * @param scheduledAt when AWS Config invoked the rule on its schedule; empty if the run was started on demand
 * @param before the rule's results before the run
 * @param after the rule's results after it
 * @param log the fields of each line that the function logged
 * @param failure the function's exception; empty if it succeeded
 */
record Run(
        String rule,
        Optional<Instant> scheduledAt,
        List<StoredEvaluation> before,
        List<StoredEvaluation> after,
        List<Map<String, String>> log,
        Optional<Exception> failure) {

    Run {
        before = List.copyOf(before);
        after = List.copyOf(after);
        log = List.copyOf(log);
    }

    /** The number of results with that compliance type. */
    long count(Compliance compliance) {
        return after.stream()
                .filter(result -> result.complianceType().equals(compliance.name()))
                .count();
    }

    void print(Terminal terminal, FunctionLogView view) {
        terminal.paragraph("AWS Config invokes " + rule
                + scheduledAt.map(at -> " at " + Demo.time(at)).orElse("")
                + ". The function "
                + failure.map(exception -> "fails: " + exception.getClass().getSimpleName())
                        .orElse("succeeds")
                + ". Results in AWS Config" + (before.isEmpty() ? ":" : " (* = changed):"));
        ComplianceTable.of(this).print(terminal);
        view.print(this);
    }
}
