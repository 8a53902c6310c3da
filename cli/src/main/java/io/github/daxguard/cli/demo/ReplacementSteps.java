package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Cell.Tone;
import io.github.daxguard.cli.terminal.Terminal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A cluster is replaced by requests to the replacement function; the last request starts the rules.
 *
 * @param settings members of each request, {@code cluster} among them
 * @param rule the rule whose results are shown
 */
record ReplacementSteps(Map<String, String> settings, List<Step> steps, String rule, Expectation expectation)
        implements Act.Action {

    sealed interface Step {
        Instant at();
    }

    /** Something that happens between the requests, as a sentence and as code. */
    record Event(Instant at, String text, Consumer<DemoAccount> action) implements Step {}

    /**
     * A request, and the answer that it must get.
     *
     * @param members the members that only this request has
     * @param mention what the answer's message must contain
     */
    record Request(Instant at, Map<String, String> members, boolean refused, String mention) implements Step {}

    record Answer(boolean refused, String message) {}

    ReplacementSteps {
        steps = List.copyOf(steps);
    }

    @Override
    public Act.Result perform(DemoAccount stage, Terminal terminal, FunctionLogView log) {
        List<List<Cell>> rows = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        Run run = stage.runStartedBy(rule, () -> {
            for (Step step : steps) {
                stage.waitUntil(step.at());
                if (step instanceof Event event) {
                    event.action().accept(stage);
                    rows.add(row(Demo.timeOfDay(event.at()), Cell.of("(...)"), Cell.of(event.text())));
                } else if (step instanceof Request request) {
                    Answer answer = stage.replace(settings, request.members());
                    rows.add(row(
                            Demo.timeOfDay(request.at()), Cell.of("request"), Cell.heading(text(request.members()))));
                    rows.add(row(
                            "",
                            answer.refused() ? new Cell("refused", Tone.ALERT) : Cell.of("answer"),
                            Cell.of(answer.message())));
                    if (answer.refused() != request.refused()
                            || !answer.message().contains(request.mention())) {
                        differences.add(difference(request, answer));
                        return;
                    }
                }
            }
        });
        terminal.paragraph("The requests, each with " + text(settings) + ", and their messages:");
        terminal.table(List.of(10, 11), rows);
        run.print(terminal, log);
        differences.addAll(expectation.differences(run));
        return new Act.Result(Optional.of(run), differences);
    }

    private static List<Cell> row(String time, Cell kind, Cell text) {
        return List.of(Cell.of(time), kind, text);
    }

    private static String difference(Request request, Answer answer) {
        return "The request " + request.members() + ": expected " + kind(request.refused()) + " that mentions \""
                + request.mention() + "\", but it was " + kind(answer.refused()) + ": " + answer.message();
    }

    private static String kind(boolean refused) {
        return refused ? "a refusal" : "an answer";
    }

    private static String text(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> member.getKey() + "=" + member.getValue())
                .collect(Collectors.joining(" "));
    }
}
