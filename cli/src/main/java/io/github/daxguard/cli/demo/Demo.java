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

/** Plays a story and prints it; stops at the first act that does not meet its expectations. */
final class Demo {

    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Terminal terminal;
    private final DemoScript story;

    Demo(Terminal terminal, DemoScript story) {
        this.terminal = terminal;
        this.story = story;
    }

    /** Whether each act that was played met its expectations; closed output ends the story early. */
    boolean play() {
        SettableClock clock = SettableClock.at(story.beginning());
        try (LocalAws aws = LocalAws.start(clock)) {
            return play(aws, clock);
        }
    }

    /**
     * Plays the story in this emulated AWS.
     *
     * @param clock the clock of {@code aws}
     */
    boolean play(LocalAws aws, SettableClock clock) {
        try (DemoAccount stage = new DemoAccount(aws, clock, story)) {
            Overview overview = new Overview(story, terminal);
            overview.printIntroduction(stage.dax());
            FunctionLogView log = new FunctionLogView(terminal);
            List<Optional<Run>> runs = new ArrayList<>();
            for (Act act : story.acts()) {
                terminal.heading("Act " + (runs.size() + 1) + ": " + act.title());
                terminal.paragraph(act.before());
                Act.Result result = perform(act, stage, log);
                if (!result.differences().isEmpty()) {
                    printDifferences(act, result.differences());
                    return false;
                }
                runs.add(result.run());
                terminal.table(List.of(3), List.of(List.of(new Cell("=>", Tone.STRONG), Cell.of(act.after()))));
                if (terminal.isGone()) {
                    return true;
                }
            }
            overview.printSummary(runs);
            return true;
        }
    }

    private Act.Result perform(Act act, DemoAccount stage, FunctionLogView log) {
        try {
            return act.action().perform(stage, terminal, log);
        } catch (RuntimeException e) {
            return new Act.Result(Optional.empty(), List.of(e.toString()));
        }
    }

    private void printDifferences(Act act, List<String> differences) {
        terminal.paragraph(new Cell("STOP: this act did not come out as the story tells it.", Tone.ALERT));
        terminal.table(
                List.of(2),
                differences.stream()
                        .map(difference -> List.of(Cell.of("-"), Cell.of(difference)))
                        .toList());
        terminal.paragraph("It should have shown: " + act.after());
    }

    static String time(Instant at) {
        return DAY_AND_TIME.format(at);
    }

    static String timeOfDay(Instant at) {
        return TIME_OF_DAY.format(at);
    }
}
