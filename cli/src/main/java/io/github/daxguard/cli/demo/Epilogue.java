package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.rule.Compliance;
import java.util.ArrayList;
import java.util.List;

/** The whole story at a glance, and where to go on. */
final class Epilogue {

    private static final List<Integer> WIDTHS = List.of(5, 15, 11, 16, 8);

    private final Story story;
    private final List<Scene> scenes;

    Epilogue(Story story, List<Scene> scenes) {
        this.story = story;
        this.scenes = List.copyOf(scenes);
    }

    void print(Terminal terminal) {
        terminal.heading("The story at a glance: what AWS Config held for each act's rule (-: no rule ran)");
        terminal.table(WIDTHS, rows());
        terminal.paragraph("All " + scenes.size() + " acts came out as told: each was checked, result by result.");
        terminal.paragraph(
                "Where to go on: README.md, on the rule's parameters and on running it in AWS; docs/README.md, on all else.");
    }

    private List<List<Cell>> rows() {
        List<List<Cell>> rows = new ArrayList<>();
        List<Cell> headings = new ArrayList<>();
        headings.add(Cell.heading("ACT"));
        for (Compliance compliance : Columns.ORDER) {
            headings.add(Cell.heading(compliance.name()));
        }
        headings.add(Cell.heading("RUN"));
        headings.add(Cell.heading("WHAT HAPPENED"));
        rows.add(headings);
        for (Scene scene : scenes) {
            List<Cell> row = new ArrayList<>();
            row.add(Cell.of(Integer.toString(rows.size())));
            row.addAll(scene.atAGlance());
            row.add(Cell.of(story.acts().get(rows.size() - 1).title()));
            rows.add(row);
        }
        return rows;
    }
}
