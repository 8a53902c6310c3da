package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.emulator.StoredEvaluation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A call to DAX, whose event passes the queue and the change function, which starts the rules.
 *
 * @param cluster the cluster whose result must be recorded in time
 * @param rule the rule whose results are shown
 */
record ChangeDetection(Instant at, Consumer<DemoAccount> call, String cluster, String rule, Expectation expectation)
        implements DemoAct.Action {

    /** The accepted time between the end of the queue's delay and the result. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    @Override
    public DemoAct.Result perform(DemoAccount account, DemoOutput output) {
        account.waitUntil(at);
        account.connectQueue();
        call.accept(account);
        Run run = account.runByQueue(rule, at.plus(DemoAccount.QUEUE_DELAY).plus(TOLERANCE));
        List<Map<String, String>> changeLog = account.takeChangeLog();
        List<Instant> starts = changeLog.stream()
                .filter(line -> "started".equals(line.get("start")))
                .map(line -> Instant.parse(line.getOrDefault("timestamp", "")))
                .toList();
        Optional<Instant> result = run.after().stream()
                .filter(stored -> stored.resourceId().equals(cluster))
                .filter(stored -> !run.before().contains(stored))
                .map(StoredEvaluation::orderingTimestamp)
                .findFirst();
        output.terminal().paragraph("Timeline of the event:");
        output.terminal().table(List.of(10), way(starts, result));
        output.log().print(output.terminal(), "Log of the change function (shortened):", changeLog);
        run.print(output);
        return new DemoAct.Result(Optional.of(run), differences(run, starts, result));
    }

    private List<List<Cell>> way(List<Instant> starts, Optional<Instant> result) {
        List<List<Cell>> way = new ArrayList<>();
        way.add(row(
                at,
                "DAX is called. CloudTrail sends the event to EventBridge (in AWS, after some minutes). The event rule "
                        + "adds it to the queue."));
        starts.forEach(start -> way.add(row(
                start,
                "The queue's delay of " + DemoAccount.QUEUE_DELAY.toSeconds()
                        + " s has passed. The change function calls StartConfigRulesEvaluation once for both rules.")));
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
            differences.add("Rules: expected 1 start. Actual: " + starts.size());
        }
        if (result.isEmpty()) {
            differences.add(cluster + ": no result within "
                    + DemoAccount.QUEUE_DELAY.plus(TOLERANCE).toSeconds() + " s after the event");
        }
        return differences;
    }
}
