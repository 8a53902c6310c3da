package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.demo.DemoOutput.Detail;
import io.github.daxguard.cli.terminal.Cell;
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

    void print(DemoOutput output) {
        String outcome = failure.map(
                        exception -> "fails: " + exception.getClass().getSimpleName())
                .orElse("succeeds");
        if (output.isShort()) {
            output.terminal()
                    .rows(
                            List.of(),
                            List.of(List.of(Cell.of("The function " + outcome + ". Clusters evaluated: "
                                    + logged("clusters") + ". Stale results removed: " + logged("staleRemoved")
                                    + ". Results in AWS Config: " + before.size() + " before, " + after.size()
                                    + " after."))));
            return;
        }
        ComplianceTable table = ComplianceTable.of(this);
        boolean onlyChanges = output.detail() == Detail.CHANGES && !before.isEmpty();
        String marked = before.isEmpty()
                ? ":"
                : onlyChanges
                        ? " (* = changed; not shown: " + table.count(ComplianceTable.Mark.SAME) + " unchanged):"
                        : " (* = changed):";
        output.terminal()
                .paragraph("AWS Config invokes " + rule
                        + scheduledAt.map(at -> " at " + Demo.time(at)).orElse("") + ". The function " + outcome
                        + ". Results in AWS Config" + marked);
        (onlyChanges ? table.changed() : table).print(output.terminal());
        output.log().print(output.terminal(), this);
    }

    /** The value of a field in the last line of the log that has it. */
    private String logged(String field) {
        return log.stream()
                .map(line -> line.getOrDefault(field, ""))
                .filter(value -> !value.isEmpty())
                .reduce("unknown", (first, last) -> last);
    }
}
