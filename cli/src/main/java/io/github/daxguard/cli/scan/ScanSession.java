package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.Pause;
import io.github.daxguard.cli.access.AwsAccess;
import io.github.daxguard.cli.options.ReportDelivery;
import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.process.Verbosity;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.securityhub.ImportOutcome;
import io.github.daxguard.cli.securityhub.ImportOutcome.AtTarget;
import io.github.daxguard.cli.terminal.ColorChoice;
import io.github.daxguard.cli.terminal.Interruption;
import io.github.daxguard.cli.terminal.Progress;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One run of the command: scans, delivers the report, and sends it to Security Hub. */
public final class ScanSession {

    private ScanSession() {}

    /** Scans one Region as the command does without further options, and returns the report. */
    public static Report scan(String region, AwsAccess access, InstantSource clock) {
        ScanOptions options = new ScanOptions(
                List.of(),
                List.of(region),
                Optional.empty(),
                List.of(Control.values()),
                RuleParameters.parse(Map.of()),
                1,
                false,
                false,
                false,
                "");
        try (Scan scan = new Scan(options, access, clock, Pause.real(), line -> {})) {
            return scan.run(state -> {});
        }
    }

    /**
     * Runs the command.
     *
     * @return the exit code
     * @throws io.github.daxguard.cli.access.NoAccessException if the settings are not sufficient to call AWS
     */
    static int run(ScanOptions options, ReportDelivery delivery, ProcessEnvironment environment) {
        try (Scan scan = new Scan(
                options, environment.access(), environment.clock(), environment.pause(), environment::detail)) {
            Interruption.Watch watch = environment.interruption().watch(scan::stop);
            int exitCode = ExitCode.INCOMPLETE;
            Report report;
            try {
                report = report(scan, environment);
                exitCode = delivery.deliver(report);
            } finally {
                if (options.sendsToSecurityHub() && scan.isStopped()) {
                    environment.err().println("daxguard scan: interrupted, so nothing was sent to Security Hub.");
                }
                // If the program ends here, the findings have not been sent.
                watch.end(options.sendsToSecurityHub() ? ExitCode.INCOMPLETE : exitCode);
            }
            if (!options.sendsToSecurityHub()) {
                return exitCode;
            }
            // From here on, Ctrl-C ends the program immediately. The findings can be sent again.
            return !scan.isStopped() && send(scan, report, environment) ? exitCode : ExitCode.INCOMPLETE;
        }
    }

    /** Shows the progress at a terminal only, in addition to the report. The lines of a verbose command would interrupt it. */
    private static Report report(Scan scan, ProcessEnvironment environment) {
        if (!environment.operator().isInteractive() || environment.verbosity() != Verbosity.NORMAL) {
            return scan.run(state -> {});
        }
        Progress progress =
                environment.terminal(environment.err(), ColorChoice.NEVER).progress(true);
        try {
            return scan.run(state -> {
                String line = state.progress();
                progress.show(line, line);
            });
        } finally {
            progress.end();
        }
    }

    /** Failures with the same cause in one account are one. In another account, the reason can differ. */
    private static List<String> cause(AtTarget failure) {
        return failure.cause().isEmpty()
                ? List.of(failure.target().name())
                : List.of(failure.target().account(), failure.cause());
    }

    /** The Regions after the first one. */
    private static String others(List<AtTarget> failures) {
        return failures.stream()
                .skip(1)
                .map(failure -> failure.target().region())
                .collect(Collectors.joining(", "));
    }

    /** Sends all findings, including those of the baseline: Security Hub needs the current state of each. */
    private static boolean send(Scan scan, Report report, ProcessEnvironment environment) {
        ImportOutcome outcome = scan.send(report);
        if (!environment.isQuiet()) {
            environment
                    .err()
                    .printf(
                            Locale.ROOT,
                            "Sent to Security Hub: %,d of %,d findings%s.%n",
                            outcome.imported(),
                            outcome.findings(),
                            outcome.archived() == 0
                                    ? ""
                                    : String.format(
                                            Locale.ROOT,
                                            ", of which %,d to archive, because their cluster no longer exists",
                                            outcome.archived()));
        }
        Map<List<String>, List<AtTarget>> failures = outcome.failures().stream()
                .collect(Collectors.groupingBy(ScanSession::cause, LinkedHashMap::new, Collectors.toList()));
        for (List<AtTarget> targets : failures.values()) {
            AtTarget first = targets.get(0);
            String others = others(targets);
            for (String problem : first.problems()) {
                environment
                        .err()
                        .println("daxguard scan: not sent to Security Hub in "
                                + first.target().name() + ": " + problem
                                + (others.isEmpty() ? "" : " The same type of error occurred in " + others + "."));
            }
        }
        return failures.isEmpty();
    }
}
