package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Cell.Tone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The replacement of a cluster by requests to the replacement function. The last request starts the rules.
 *
 * @param settings the common members of the requests, including {@code cluster}
 * @param rule the rule whose results are shown
 */
record ReplacementSteps(Map<String, String> settings, List<Step> steps, String rule, Expectation expectation)
        implements DemoAct.Action {

    sealed interface Step {
        Instant at();
    }

    /** An event between the requests, with its description. */
    record Event(Instant at, String text, Consumer<DemoAccount> action) implements Step {}

    /**
     * A request and its expected response.
     *
     * @param members the members of this request only
     * @param mention a text that the message of the response must contain
     */
    record Request(Instant at, Map<String, String> members, boolean refused, String mention) implements Step {}

    record Answer(boolean refused, String message) {}

    ReplacementSteps {
        steps = List.copyOf(steps);
    }

    @Override
    public DemoAct.Result perform(DemoAccount account, DemoOutput output) {
        List<List<Cell>> rows = new ArrayList<>();
        List<List<Cell>> answers = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        Run run = account.runStartedBy(rule, () -> {
            for (Step step : steps) {
                account.waitUntil(step.at());
                if (step instanceof Event event) {
                    event.action().accept(account);
                    rows.add(row(Demo.timeOfDay(event.at()), Cell.of("event"), Cell.of(event.text())));
                } else if (step instanceof Request request) {
                    Answer answer = account.replace(settings, request.members());
                    rows.add(row(
                            Demo.timeOfDay(request.at()), Cell.of("request"), Cell.heading(text(request.members()))));
                    Cell kind = answer.refused() ? new Cell("refused", Tone.ALERT) : Cell.of("response");
                    rows.add(row("", kind, Cell.of(answer.message())));
                    answers.add(List.of(kind, Cell.of(answer.message())));
                    if (answer.refused() != request.refused()
                            || !answer.message().contains(request.mention())) {
                        differences.add(difference(request, answer));
                        return;
                    }
                }
            }
        });
        if (output.isShort()) {
            output.terminal().rows(List.of(10), answers);
        } else {
            output.terminal().paragraph("Requests (each with " + text(settings) + ") and responses:");
            output.terminal().table(List.of(10, 11), rows);
            run.print(output);
        }
        differences.addAll(expectation.differences(run));
        return new DemoAct.Result(Optional.of(run), differences);
    }

    private static List<Cell> row(String time, Cell kind, Cell text) {
        return List.of(Cell.of(time), kind, text);
    }

    private static String difference(Request request, Answer answer) {
        return "Request " + request.members() + ": expected " + kind(request.refused()) + " that contains \""
                + request.mention() + "\". Actual: " + kind(answer.refused()) + ": " + answer.message();
    }

    private static String kind(boolean refused) {
        return refused ? "a refusal" : "a response";
    }

    private static String text(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> member.getKey() + "=" + member.getValue())
                .collect(Collectors.joining(" "));
    }
}
