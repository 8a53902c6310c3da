package io.github.daxguard.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody calls DAX; the event travels through the queue to the change function, which starts the rules.
 *
 * @param deed calls DAX
 * @param cluster the cluster whose result must come in time
 * @param rule the rule whose results are shown
 * @param at when DAX is called, by the story's clock
 * @param expectation what must come of it
 */
record ChangeAct(
        String title,
        String before,
        Deed deed,
        String cluster,
        String rule,
        Instant at,
        Expectation expectation,
        String after)
        implements Act {

    /** How much later than the queue's delay a result may be. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public Scene play(Stage stage) {
        stage.waitUntil(at);
        stage.connectChanges();
        deed.on(stage);
        Journey journey =
                stage.runForChanges(rule, cluster, at.plus(Stage.QUEUE_DELAY).plus(PATIENCE));
        List<String> differences = new ArrayList<>(expectation.differences(journey.run()));
        if (journey.startedAt().size() != 1) {
            differences.add("The rules: expected one start, but there were "
                    + journey.startedAt().size());
        }
        if (journey.resultAt().isEmpty()) {
            differences.add(cluster + ": no result came within the queue's delay and " + PATIENCE.toSeconds() + " s");
        }
        return new ChangeScene(at, journey, differences);
    }
}
