package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.rule.Compliance;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of the rule, and the table that AWS Config then shows.
 *
 * @param opening how the run came about, as a sentence
 */
record RuleScene(Run run, String opening, List<String> differences) implements Scene {

    RuleScene {
        differences = List.copyOf(differences);
    }

    @Override
    public void show(Terminal terminal, FunctionLogView log) {
        terminal.paragraph(opening + " The function "
                + run.failure()
                        .map(failure -> "fails: " + failure.getClass().getSimpleName() + ".")
                        .orElse("succeeds.")
                + " AWS Config then holds"
                + (run.before().isEmpty() ? " for the rule:" : " (* = changed):"));
        ComplianceTable.of(run).print(terminal);
        log.print(run, terminal);
    }

    @Override
    public List<Cell> atAGlance() {
        List<Cell> cells = new ArrayList<>();
        for (Compliance compliance : Columns.ORDER) {
            cells.add(new Cell(Long.toString(run.count(compliance)), Columns.tone(compliance)));
        }
        cells.add(Cell.of(run.failure().isPresent() ? "failed" : "ok"));
        return cells;
    }
}
