package io.github.daxguard.cli.scan;

import io.github.daxguard.cli.options.ReportDelivery;
import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.process.Surroundings;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.securityhub.ImportOutcome;
import io.github.daxguard.cli.terminal.Interruption;
import java.util.Locale;

/** One run of the command, from the first call of AWS to the exit code. */
final class ScanSession {

    private ScanSession() {}

    /**
     * Runs it.
     *
     * @return the exit code
     * @throws io.github.daxguard.cli.access.NoAccessException if the person's settings do not suffice to ask AWS
     */
    static int run(ScanChoices choices, ReportDelivery delivery, Surroundings surroundings) {
        try (Scan scan = new Scan(choices, surroundings)) {
            Interruption.Watch watch = surroundings.interruption().watch(scan::stop);
            int exitCode = ExitCode.INCOMPLETE;
            Report report;
            try {
                report = report(scan, surroundings);
                exitCode = delivery.deliver(report);
            } finally {
                if (choices.sendsToSecurityHub() && scan.isStopped()) {
                    surroundings.err().println("daxguard scan: interrupted, so nothing was sent to Security Hub.");
                }
                // What is still to be sent is not done, if the program ends here.
                watch.end(choices.sendsToSecurityHub() ? ExitCode.INCOMPLETE : exitCode);
            }
            if (!choices.sendsToSecurityHub()) {
                return exitCode;
            }
            // From here on Ctrl-C ends the program where it is: what was sent can be sent again.
            return !scan.isStopped() && send(scan, report, surroundings) ? exitCode : ExitCode.INCOMPLETE;
        }
    }

    private static Report report(Scan scan, Surroundings surroundings) {
        try (ScanProgress progress = ScanProgress.of(surroundings)) {
            return scan.run(surroundings, progress::show);
        }
    }

    /** Sends the whole report, what a baseline leaves out too: Security Hub is to know how all of it stands. */
    private static boolean send(Scan scan, Report report, Surroundings surroundings) {
        ImportOutcome outcome = scan.send(report);
        surroundings
                .err()
                .printf(
                        Locale.ROOT,
                        "Sent to Security Hub: %,d of %,d findings.%n",
                        outcome.imported(),
                        outcome.places().stream()
                                .mapToInt(ImportOutcome.AtPlace::findings)
                                .sum());
        outcome.failures()
                .forEach(failure -> failure.problems()
                        .forEach(problem -> surroundings
                                .err()
                                .println("daxguard scan: not sent to Security Hub in "
                                        + failure.place().name() + ": " + problem)));
        return outcome.failures().isEmpty();
    }
}
