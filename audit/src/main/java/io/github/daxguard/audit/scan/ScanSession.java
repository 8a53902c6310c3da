package io.github.daxguard.audit.scan;

import io.github.daxguard.audit.ExitCode;
import io.github.daxguard.audit.Surroundings;
import io.github.daxguard.audit.options.ReportDelivery;
import io.github.daxguard.audit.report.Report;
import io.github.daxguard.audit.terminal.Interruption;

/** One run of the command, from the first call of AWS to the exit code. */
final class ScanSession {

    private ScanSession() {}

    /**
     * Runs it.
     *
     * @return the exit code
     * @throws io.github.daxguard.audit.access.NoAccessException if the person's settings do not suffice to ask AWS
     */
    static int run(ScanChoices choices, ReportDelivery delivery, Surroundings surroundings) {
        int exitCode = ExitCode.INCOMPLETE;
        try (Scan scan = new Scan(choices, surroundings)) {
            Interruption.Watch watch = surroundings.interruption().watch(scan::stop);
            try {
                exitCode = delivery.deliver(report(scan, surroundings));
            } finally {
                watch.end(exitCode);
            }
        }
        return exitCode;
    }

    private static Report report(Scan scan, Surroundings surroundings) {
        try (ScanProgress progress = ScanProgress.of(surroundings)) {
            return scan.run(surroundings, progress::show);
        }
    }
}
