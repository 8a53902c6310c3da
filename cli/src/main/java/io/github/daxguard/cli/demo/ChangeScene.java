package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An event on its way, and what came of it.
 *
 * @param calledAt when DAX was called
 */
record ChangeScene(Instant calledAt, Journey journey, List<String> differences) implements Scene {

    private static final List<Integer> WIDTHS = List.of(10);

    ChangeScene {
        differences = List.copyOf(differences);
    }

    @Override
    public void show(Terminal terminal, FunctionLogView log) {
        terminal.paragraph("The way of the event, by the story's clock:");
        List<List<Cell>> way = new ArrayList<>();
        way.add(row(
                calledAt,
                "DAX is called. CloudTrail tells EventBridge (in AWS some minutes later), whose rule puts the "
                        + "event into the queue."));
        journey.startedAt()
                .forEach(at -> way.add(row(
                        at,
                        "The queue's delay of " + Stage.QUEUE_DELAY.toSeconds()
                                + " s has passed, in which more events would join this one. The change function makes one "
                                + "call, StartConfigRulesEvaluation, for both rules.")));
        journey.resultAt()
                .ifPresent(at -> way.add(row(
                        at,
                        "AWS Config has the result, "
                                + Duration.between(calledAt, at).toSeconds() + " s after the event.")));
        terminal.table(WIDTHS, way);
        log.print("What the change function logged, shortened:", journey.log(), List.of(), terminal);
        rule().show(terminal, log);
    }

    private RuleScene rule() {
        return new RuleScene(
                journey.run(), "AWS Config invokes " + journey.run().rule() + ".", List.of());
    }

    private static List<Cell> row(Instant at, String text) {
        return List.of(Cell.of(Demo.timeOfDay(at)), Cell.of(text));
    }

    @Override
    public List<Cell> atAGlance() {
        return rule().atAGlance();
    }
}
