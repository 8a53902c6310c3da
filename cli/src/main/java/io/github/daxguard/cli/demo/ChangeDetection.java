package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.emulator.StoredEvaluation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * DAX is called; the event travels through the queue to the change function, which starts the rules.
 *
 * @param cluster the cluster whose result must be recorded in time
 * @param rule the rule whose results are shown
 */
record ChangeDetection(Instant at, Consumer<DemoAccount> call, String cluster, String rule, Expectation expectation)
        implements Act.Action {

    /** How much later than the queue's delay a result may be. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    @Override
    public Act.Result perform(DemoAccount stage, Terminal terminal, FunctionLogView log) {
        stage.waitUntil(at);
        stage.connectQueue();
        call.accept(stage);
        Run run = stage.runByQueue(rule, at.plus(DemoAccount.QUEUE_DELAY).plus(TOLERANCE));
        List<Map<String, String>> changeLog = stage.takeChangeLog();
        List<Instant> starts = changeLog.stream()
                .filter(line -> "started".equals(line.get("start")))
                .map(line -> Instant.parse(line.getOrDefault("timestamp", "")))
                .toList();
        Optional<Instant> result = run.after().stream()
                .filter(stored -> stored.resourceId().equals(cluster))
                .filter(stored -> !run.before().contains(stored))
                .map(StoredEvaluation::orderingTimestamp)
                .findFirst();
        terminal.paragraph("The way of the event, by the story's clock:");
        terminal.table(List.of(10), way(starts, result));
        log.print("What the change function logged, shortened:", changeLog);
        run.print(terminal, log);
        return new Act.Result(Optional.of(run), differences(run, starts, result));
    }

    private List<List<Cell>> way(List<Instant> starts, Optional<Instant> result) {
        List<List<Cell>> way = new ArrayList<>();
        way.add(row(
                at,
                "DAX is called. CloudTrail tells EventBridge (in AWS some minutes later), whose rule puts the event "
                        + "into the queue."));
        starts.forEach(start -> way.add(row(
                start,
                "The queue's delay of " + DemoAccount.QUEUE_DELAY.toSeconds()
                        + " s has passed, in which more events would "
                        + "join this one. The change function makes one call, StartConfigRulesEvaluation, for both "
                        + "rules.")));
        result.ifPresent(time -> way.add(row(
                time, "AWS Config has the result, " + Duration.between(at, time).toSeconds() + " s after the event.")));
        return way;
    }

    private static List<Cell> row(Instant at, String text) {
        return List.of(Cell.of(Demo.timeOfDay(at)), Cell.of(text));
    }

    private List<String> differences(Run run, List<Instant> starts, Optional<Instant> result) {
        List<String> differences = new ArrayList<>(expectation.differences(run));
        if (starts.size() != 1) {
            differences.add("The rules: expected one start, but there were " + starts.size());
        }
        if (result.isEmpty()) {
            differences.add(cluster + ": no result came within the queue's delay and " + TOLERANCE.toSeconds() + " s");
        }
        return differences;
    }
}
