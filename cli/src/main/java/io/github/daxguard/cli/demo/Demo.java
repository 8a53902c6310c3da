package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.demo.DemoOutput.Detail;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Cell.Tone;
import io.github.daxguard.cli.terminal.ColorChoice;
import io.github.daxguard.cli.terminal.Progress;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.SettableClock;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Runs the acts of a script, up to the first act that does not meet its expectations, and prints all or one of them. */
final class Demo {

    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Acts that are not printed and take longer show their progress. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final ProcessEnvironment environment;
    private final Terminal terminal;
    private final DemoScript script;
    private final Detail detail;
    private final int first;
    private final int last;

    private Demo(
            ProcessEnvironment environment, Terminal terminal, DemoScript script, Detail detail, int first, int last) {
        this.environment = environment;
        this.terminal = terminal;
        this.script = script;
        this.detail = detail;
        this.first = first;
        this.last = last;
    }

    /** All acts, with this detail. */
    static Demo all(ProcessEnvironment environment, Terminal terminal, DemoScript script, Detail detail) {
        return new Demo(environment, terminal, script, detail, 1, script.acts().size());
    }

    /** One act, from 1, with the changed results only. The acts before it are run, but not printed. */
    static Demo act(ProcessEnvironment environment, Terminal terminal, DemoScript script, int number) {
        return new Demo(environment, terminal, script, Detail.CHANGES, number, number);
    }

    /** Runs the demo. Returns whether each act met its expectations; if the output is closed, the remaining acts are omitted. */
    boolean run() {
        SettableClock clock = SettableClock.at(script.beginning());
        try (LocalAws aws = LocalAws.start(clock)) {
            return run(aws, clock);
        }
    }

    /**
     * Runs the demo with this emulator.
     *
     * @param clock the clock of {@code aws}
     */
    boolean run(LocalAws aws, SettableClock clock) {
        Instant start = environment.clock().instant();
        Progress progress =
                environment.terminal(environment.err(), ColorChoice.NEVER).progress(true);
        Overview overview = new Overview(script, terminal);
        FunctionLogView log = new FunctionLogView();
        DemoOutput shown = new DemoOutput(terminal, detail, log);
        DemoOutput hidden = new DemoOutput(
                new Terminal(new PrintStream(OutputStream.nullOutputStream()), ColorChoice.NEVER), detail, log);
        try (DemoAccount account = new DemoAccount(aws, clock, script)) {
            if (detail == Detail.FULL) {
                overview.printIntroduction(account.dax());
            }
            List<Optional<Run>> runs = new ArrayList<>();
            for (int number = 1; number <= last; number++) {
                DemoAct act = script.acts().get(number - 1);
                boolean isShown = number >= first;
                if (isShown) {
                    progress.end();
                    printHeading(number, act);
                } else if (isSlow(start)) {
                    progress.show("", "Running act " + number + " of " + first);
                }
                DemoAct.Result result = perform(act, account, isShown ? shown : hidden);
                if (!result.differences().isEmpty()) {
                    progress.end();
                    printDifferences(number, act, result.differences());
                    return false;
                }
                runs.add(result.run());
                if (isShown) {
                    printConclusion(act);
                }
                if (terminal.isClosed()) {
                    return true;
                }
            }
            if (detail == Detail.FULL) {
                overview.printSummary(runs);
            }
            return true;
        }
    }

    private boolean isSlow(Instant start) {
        return environment.operator().isInteractive()
                && Duration.between(start, environment.clock().instant()).compareTo(SILENCE) > 0;
    }

    private static DemoAct.Result perform(DemoAct act, DemoAccount account, DemoOutput output) {
        try {
            return act.action().perform(account, output);
        } catch (RuntimeException e) {
            return new DemoAct.Result(Optional.empty(), List.of(e.toString()));
        }
    }

    private void printHeading(int number, DemoAct act) {
        if (detail == Detail.SHORT) {
            terminal.rows(List.of(), List.of(List.of(Cell.heading(act.title()))));
            if (!act.before().isEmpty()) {
                terminal.rows(List.of(), List.of(List.of(Cell.of(act.before()))));
            }
        } else {
            terminal.heading("Act " + number + ": " + act.title());
            terminal.paragraph(act.before());
        }
    }

    private void printConclusion(DemoAct act) {
        List<List<Cell>> conclusion =
                act.after().isEmpty() ? List.of() : List.of(List.of(new Cell("=>", Tone.STRONG), Cell.of(act.after())));
        terminal.table(List.of(3), conclusion);
    }

    private void printDifferences(int number, DemoAct act, List<String> differences) {
        terminal.paragraph(new Cell(
                "STOP: act " + number + " (" + act.title() + ") did not have the expected results.", Tone.ALERT));
        terminal.table(
                List.of(2),
                differences.stream()
                        .map(difference -> List.of(Cell.of("-"), Cell.of(difference)))
                        .toList());
        if (!act.after().isEmpty()) {
            terminal.paragraph("Expected: " + act.after());
        }
    }

    static String time(Instant at) {
        return DAY_AND_TIME.format(at);
    }

    static String timeOfDay(Instant at) {
        return TIME_OF_DAY.format(at);
    }
}
