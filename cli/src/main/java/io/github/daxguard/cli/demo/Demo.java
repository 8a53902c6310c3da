package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.cli.terminal.Tone;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.SettableClock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plays a story and shows it; stops at the first act that does not come out as told. */
final class Demo {

    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Terminal terminal;
    private final Story story;

    Demo(Terminal terminal, Story story) {
        this.terminal = terminal;
        this.story = story;
    }

    /** Whether all came out as told; also if nobody reads any more, which ends the story early. */
    boolean play() {
        SettableClock clock = SettableClock.at(story.beginning());
        try (LocalAws aws = LocalAws.start(clock)) {
            return play(aws, clock);
        }
    }

    /**
     * Plays it in this AWS.
     *
     * @param clock the one that the AWS goes by
     */
    boolean play(LocalAws aws, SettableClock clock) {
        try (Stage stage = new Stage(aws, clock)) {
            story.setUp().on(stage);
            new Prologue(story, stage).print(terminal);
            return playActs(stage);
        }
    }

    private boolean playActs(Stage stage) {
        FunctionLogView log = new FunctionLogView();
        List<Scene> scenes = new ArrayList<>();
        for (Act act : story.acts()) {
            terminal.heading("Act " + (scenes.size() + 1) + ": " + act.title());
            terminal.paragraph(act.before());
            List<String> differences;
            try {
                Scene scene = act.play(stage);
                scenes.add(scene);
                scene.show(terminal, log);
                differences = scene.differences();
            } catch (RuntimeException e) {
                differences = List.of(e.toString());
            }
            if (!differences.isEmpty()) {
                complain(act, differences);
                return false;
            }
            terminal.table(List.of(3), List.of(List.of(new Cell("=>", Tone.STRONG), Cell.of(act.after()))));
            if (terminal.isGone()) {
                return true;
            }
        }
        new Epilogue(story, scenes).print(terminal);
        return true;
    }

    private void complain(Act act, List<String> differences) {
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
