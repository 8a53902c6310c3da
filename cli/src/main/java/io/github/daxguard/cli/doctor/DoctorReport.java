package io.github.daxguard.cli.doctor;

import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.report.ConfiguredOptions;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The results of one run.
 *
 * @param mode {@code preflight} or {@code deployed}
 * @param results in the order of the Regions and of the checks
 * @param isStopped whether the operator has stopped the command, so that checks did not run
 */
record DoctorReport(
        String version,
        Instant begin,
        String mode,
        List<CheckResult> results,
        boolean isStopped,
        ConfiguredOptions configured) {

    DoctorReport {
        results = List.copyOf(results);
    }

    /** The number of checks by outcome, also if it is zero. */
    Map<Outcome, Long> totals() {
        Map<Outcome, Long> totals = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            totals.put(outcome, count(outcome));
        }
        return totals;
    }

    long count(Outcome outcome) {
        return results.stream()
                .filter(result -> result.finding().outcome() == outcome)
                .count();
    }

    /** As in a scan: an open question takes precedence over a problem. */
    int exitCode() {
        if (isStopped
                || results.isEmpty()
                || results.stream()
                        .anyMatch(result -> result.finding().outcome().isOpen())) {
            return ExitCode.INCOMPLETE;
        }
        return count(Outcome.PROBLEM) > 0 ? ExitCode.FINDINGS : ExitCode.CLEAN;
    }
}
