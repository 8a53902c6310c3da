package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.cli.terminal.Tone;
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
record Replacement(Map<String, String> settings, List<Step> steps, String rule, Expectation expectation)
        implements Act.Action {

    /**
     * One request.
     *
     * @param happening what happens before the request, as a sentence; {@code ""} if nothing happens
     * @param event makes it happen
     * @param request the members that only this request has
     * @param refused whether the function must refuse it
     * @param mention what its message must contain
     */
    record Step(
            Instant at,
            String happening,
            Consumer<Stage> event,
            Map<String, String> request,
            boolean refused,
            String mention) {}

    /**
     * The function's answer.
     *
     * @param refused whether it refused the request
     */
    record Answer(boolean refused, String message) {}

    Replacement {
        steps = List.copyOf(steps);
    }

    @Override
    public Act.Result perform(Stage stage, Terminal terminal, FunctionLogView log) {
        List<List<Cell>> rows = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        Run run = stage.runStartedBy(rule, () -> {
            for (Step step : steps) {
                stage.waitUntil(step.at());
                step.event().accept(stage);
                Answer answer = stage.replace(settings, step.request());
                rows.addAll(rows(step, answer));
                if (answer.refused() != step.refused() || !answer.message().contains(step.mention())) {
                    differences.add("The request " + step.request() + ": expected "
                            + kind(step.refused()) + " that mentions \"" + step.mention() + "\", but it was "
                            + kind(answer.refused()) + ": " + answer.message());
                    return;
                }
            }
        });
        terminal.paragraph("The requests, each with " + text(settings) + ", and their messages:");
        terminal.table(List.of(10, 11), rows);
        run.print(terminal, log);
        differences.addAll(expectation.differences(run));
        return new Act.Result(Optional.of(run), differences);
    }

    private static List<List<Cell>> rows(Step step, Answer answer) {
        List<List<Cell>> rows = new ArrayList<>();
        Cell time = Cell.of(Demo.timeOfDay(step.at()));
        if (!step.happening().isEmpty()) {
            rows.add(List.of(time, Cell.of("(...)"), Cell.of(step.happening())));
        }
        rows.add(List.of(time, Cell.of("request"), Cell.heading(text(step.request()))));
        Cell result = answer.refused() ? new Cell("refused", Tone.ALERT) : Cell.of("answer");
        rows.add(List.of(Cell.of(""), result, Cell.of(answer.message())));
        return rows;
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
