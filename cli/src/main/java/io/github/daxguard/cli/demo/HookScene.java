package io.github.daxguard.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.cli.terminal.Tone;
import io.github.daxguard.emulator.CloudFormation;
import io.github.daxguard.rule.Compliance;
import java.util.ArrayList;
import java.util.List;

/** What the hook said of a template, and of the same one mended. */
record HookScene(String logicalId, Attempt first, Attempt second, List<String> differences) implements Scene {

    /**
     * One deployment.
     *
     * @param isThere whether DAX has the cluster afterwards
     * @param log what the hook's function logged
     */
    record Attempt(JsonNode properties, CloudFormation.Outcome outcome, boolean isThere, List<LogLine> log) {
        Attempt {
            log = List.copyOf(log);
        }
    }

    private static final List<Integer> WIDTHS = List.of(20);

    HookScene {
        differences = List.copyOf(differences);
    }

    @Override
    public void show(Terminal terminal, FunctionLogView log) {
        show(
                "CloudFormation is about to make " + logicalId + " (AWS::DAX::Cluster) and asks the hook:",
                first,
                terminal);
        show("The team adds what the hook asks for, and deploys again:", second, terminal);
        List<LogLine> lines = new ArrayList<>(first.log());
        lines.addAll(second.log());
        log.print("What the hook's function logged, shortened:", lines, List.of(), terminal);
    }

    private static void show(String opening, Attempt attempt, Terminal terminal) {
        terminal.paragraph(opening);
        List<List<Cell>> properties = new ArrayList<>();
        attempt.properties()
                .properties()
                .forEach(property -> properties.add(List.of(Cell.of(property.getKey() + ": "
                        + (property.getValue().isTextual()
                                ? property.getValue().textValue()
                                : property.getValue().toString())))));
        terminal.quote(List.of(), properties);
        boolean refused = !attempt.outcome().created();
        terminal.table(
                WIDTHS,
                List.of(
                        List.of(
                                Cell.of("hook status"),
                                new Cell(
                                        attempt.outcome().hookStatus().orElse("none"),
                                        refused ? Tone.ALERT : Tone.CALM)),
                        List.of(Cell.of("message"), Cell.of(attempt.outcome().message())),
                        List.of(
                                Cell.of("cluster in DAX"),
                                Cell.of(
                                        attempt.isThere()
                                                ? "yes, CloudFormation has made it"
                                                : "no, it was never made"))));
    }

    @Override
    public List<Cell> atAGlance() {
        List<Cell> cells = new ArrayList<>();
        for (Compliance ignored : Columns.ORDER) {
            cells.add(Cell.of("-"));
        }
        cells.add(Cell.of("ok"));
        return cells;
    }
}
