package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.cli.terminal.Tone;
import io.github.daxguard.emulator.StoredEvaluation;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.ShortText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What AWS Config shows for a rule after a run, findings first, with a mark on what the run has changed. */
record ComplianceTable(List<Row> rows) {

    /**
     * A cluster's result, or the one result of several clusters whose names differ only in the number at the end.
     *
     * @param clusters the cluster's name, or the first and the last of several
     * @param count how many
     */
    record Row(String clusters, int count, Compliance compliance, String annotation, Mark mark) {

        private static Row of(StoredEvaluation result, Mark mark) {
            return new Row(
                    result.resourceId(), 1, Compliance.valueOf(result.complianceType()), result.annotation(), mark);
        }

        private static Row ofAll(List<Row> alike) {
            Row first = alike.get(0);
            Row last = alike.get(alike.size() - 1);
            return new Row(
                    first.clusters + ".." + last.clusters,
                    alike.size(),
                    first.compliance,
                    first.annotation,
                    first.mark);
        }

        /** The same for clusters that may share a row. */
        private Row alike() {
            return new Row(clusters.replaceFirst("-\\d+$", "-"), count, compliance, annotation, mark);
        }
    }

    /** What the run has done to a result. */
    enum Mark {
        /** There was no result of any cluster before: there is nothing to compare with. */
        FIRST(""),
        SAME(""),
        CHANGED("*");

        private final String symbol;

        Mark(String symbol) {
            this.symbol = symbol;
        }
    }

    private static final int MOST_ROWS_OF_A_KIND = 3;
    private static final int MARK_WIDTH = 2;
    private static final int GAP = 2;

    ComplianceTable {
        rows = List.copyOf(rows);
    }

    static ComplianceTable of(Run run) {
        Map<String, StoredEvaluation> before =
                run.before().stream().collect(Collectors.toMap(StoredEvaluation::resourceId, Function.identity()));
        Map<Row, List<Row>> alike = run.after().stream()
                .map(result -> Row.of(result, mark(result, before)))
                .sorted(Comparator.comparing((Row row) -> Columns.ORDER.indexOf(row.compliance()))
                        .thenComparing(Row::clusters))
                .collect(Collectors.groupingBy(Row::alike, LinkedHashMap::new, Collectors.toList()));
        List<Row> rows = new ArrayList<>();
        for (List<Row> group : alike.values()) {
            if (group.size() > MOST_ROWS_OF_A_KIND) {
                rows.add(Row.ofAll(group));
            } else {
                rows.addAll(group);
            }
        }
        return new ComplianceTable(rows);
    }

    private static Mark mark(StoredEvaluation result, Map<String, StoredEvaluation> before) {
        if (before.isEmpty()) {
            return Mark.FIRST;
        }
        StoredEvaluation old = before.get(result.resourceId());
        boolean same = old != null
                && old.complianceType().equals(result.complianceType())
                && old.annotation().equals(result.annotation());
        return same ? Mark.SAME : Mark.CHANGED;
    }

    void print(Terminal terminal) {
        List<Integer> widths = List.of(
                MARK_WIDTH,
                GAP + longest(rows.stream().map(Row::clusters).toList()),
                GAP + longest(rows.stream().map(row -> row.compliance().name()).toList()));
        int rest = Terminal.WIDTH - widths.stream().mapToInt(Integer::intValue).sum();
        List<List<Cell>> lines = new ArrayList<>();
        lines.add(
                List.of(Cell.of(""), Cell.heading("CLUSTER"), Cell.heading("COMPLIANCE"), Cell.heading("ANNOTATION")));
        for (Row row : rows) {
            String annotation =
                    row.count() == 1 ? row.annotation() : "(" + row.count() + " clusters) " + row.annotation();
            lines.add(List.of(
                    Cell.of(row.mark().symbol),
                    new Cell(row.clusters(), row.mark() == Mark.CHANGED ? Tone.STRONG : Tone.PLAIN),
                    new Cell(row.compliance().name(), Columns.tone(row.compliance())),
                    Cell.of(row.mark() == Mark.SAME ? ShortText.of(annotation, rest) : annotation)));
        }
        terminal.table(widths, lines);
    }

    private static int longest(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }
}
