package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Cell.Tone;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.SettableClock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Runs and prints the steps of the demo, up to the first step that does not meet its expectations. */
final class Demo {

    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Terminal terminal;
    private final DemoScript script;

    Demo(Terminal terminal, DemoScript script) {
        this.terminal = terminal;
        this.script = script;
    }

    /** Runs the demo. Returns whether each step met its expectations; if the output is closed, the remaining steps are omitted. */
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
        try (DemoAccount account = new DemoAccount(aws, clock, script)) {
            Overview overview = new Overview(script, terminal);
            overview.printIntroduction(account.dax());
            FunctionLogView log = new FunctionLogView(terminal);
            List<Optional<Run>> runs = new ArrayList<>();
            for (DemoStep step : script.steps()) {
                terminal.heading("Step " + (runs.size() + 1) + ": " + step.title());
                terminal.paragraph(step.before());
                DemoStep.Result result = perform(step, account, log);
                if (!result.differences().isEmpty()) {
                    printDifferences(step, result.differences());
                    return false;
                }
                runs.add(result.run());
                terminal.table(List.of(3), List.of(List.of(new Cell("=>", Tone.STRONG), Cell.of(step.after()))));
                if (terminal.isClosed()) {
                    return true;
                }
            }
            overview.printSummary(runs);
            return true;
        }
    }

    private DemoStep.Result perform(DemoStep step, DemoAccount account, FunctionLogView log) {
        try {
            return step.action().perform(account, terminal, log);
        } catch (RuntimeException e) {
            return new DemoStep.Result(Optional.empty(), List.of(e.toString()));
        }
    }

    private void printDifferences(DemoStep step, List<String> differences) {
        terminal.paragraph(new Cell("STOP: this step did not have the expected results.", Tone.ALERT));
        terminal.table(
                List.of(2),
                differences.stream()
                        .map(difference -> List.of(Cell.of("-"), Cell.of(difference)))
                        .toList());
        terminal.paragraph("Expected: " + step.after());
    }

    static String time(Instant at) {
        return DAY_AND_TIME.format(at);
    }

    static String timeOfDay(Instant at) {
        return TIME_OF_DAY.format(at);
    }
}
