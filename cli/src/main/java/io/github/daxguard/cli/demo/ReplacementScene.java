package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.cli.terminal.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was asked of the replacement function and what it answered, and the rule's run that came of it.
 *
 * @param settings members that every request had
 */
record ReplacementScene(Map<String, String> settings, List<Exchange> exchanges, Run run, List<String> differences)
        implements Scene {

    /** A request and its answer. */
    record Exchange(ReplacementAct.Move move, Stage.StepAnswer answer) {}

    private static final List<Integer> WIDTHS = List.of(10, 11);

    ReplacementScene {
        exchanges = List.copyOf(exchanges);
        differences = List.copyOf(differences);
    }

    @Override
    public void show(Terminal terminal, FunctionLogView log) {
        terminal.paragraph("The requests, each with " + members(settings) + ", and their messages:");
        List<List<Cell>> rows = new ArrayList<>();
        for (Exchange exchange : exchanges) {
            ReplacementAct.Move move = exchange.move();
            if (!move.happening().isEmpty()) {
                rows.add(List.of(Cell.of(Demo.timeOfDay(move.at())), Cell.of("(...)"), Cell.of(move.happening())));
            }
            rows.add(List.of(
                    Cell.of(Demo.timeOfDay(move.at())), Cell.of("request"), Cell.heading(members(move.request()))));
            rows.add(List.of(
                    Cell.of(""),
                    new Cell(
                            exchange.answer().refused() ? "refused" : "answer",
                            exchange.answer().refused() ? Tone.ALERT : Tone.PLAIN),
                    Cell.of(exchange.answer().message())));
        }
        terminal.table(WIDTHS, rows);
        rule().show(terminal, log);
    }

    private static String members(Map<String, String> request) {
        return request.entrySet().stream()
                .map(member -> member.getKey() + "=" + member.getValue())
                .collect(Collectors.joining(" "));
    }

    private RuleScene rule() {
        return new RuleScene(run, "AWS Config invokes " + run.rule() + ".", List.of());
    }

    @Override
    public List<Cell> atAGlance() {
        return rule().atAGlance();
    }
}
