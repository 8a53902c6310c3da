package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Cell.Tone;
import io.github.daxguard.cli.terminal.Terminal;
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

/** The results of a rule after a run, findings first. Results that the run changed are marked. */
record ComplianceTable(List<Row> rows) {

    /** The order of the compliance types. */
    static final List<Compliance> ORDER =
            List.of(Compliance.NON_COMPLIANT, Compliance.COMPLIANT, Compliance.NOT_APPLICABLE);

    /** Compares a result with the one before the run; {@code FIRST} if the rule had no results at all. */
    enum Mark {
        FIRST,
        SAME,
        CHANGED
    }

    /**
     * The result of one cluster, or of several clusters whose names differ only in the number at the end.
     *
     * @param clusters the cluster's name, or the first and the last of several
     */
    record Row(String clusters, int count, Compliance compliance, String annotation, Mark mark) {}

    private static final int MOST_ROWS_OF_A_KIND = 3;

    ComplianceTable {
        rows = List.copyOf(rows);
    }

    static ComplianceTable of(Run run) {
        Map<String, StoredEvaluation> before =
                run.before().stream().collect(Collectors.toMap(StoredEvaluation::resourceId, Function.identity()));
        Map<Row, List<Row>> kinds = run.after().stream()
                .map(result -> new Row(
                        result.resourceId(),
                        1,
                        Compliance.valueOf(result.complianceType()),
                        result.annotation(),
                        mark(result, before)))
                .sorted(Comparator.comparing((Row row) -> ORDER.indexOf(row.compliance()))
                        .thenComparing(Row::clusters))
                .collect(Collectors.groupingBy(
                        row -> renamed(row, row.clusters().replaceFirst("-\\d+$", "-"), 1),
                        LinkedHashMap::new,
                        Collectors.toList()));
        List<Row> rows = new ArrayList<>();
        for (List<Row> kind : kinds.values()) {
            if (kind.size() > MOST_ROWS_OF_A_KIND) {
                Row first = kind.get(0);
                Row last = kind.get(kind.size() - 1);
                rows.add(renamed(first, first.clusters() + ".." + last.clusters(), kind.size()));
            } else {
                rows.addAll(kind);
            }
        }
        return new ComplianceTable(rows);
    }

    private static Row renamed(Row row, String clusters, int count) {
        return new Row(clusters, count, row.compliance(), row.annotation(), row.mark());
    }

    private static Mark mark(StoredEvaluation result, Map<String, StoredEvaluation> before) {
        if (before.isEmpty()) {
            return Mark.FIRST;
        }
        StoredEvaluation previous = before.get(result.resourceId());
        boolean same = previous != null
                && previous.complianceType().equals(result.complianceType())
                && previous.annotation().equals(result.annotation());
        return same ? Mark.SAME : Mark.CHANGED;
    }

    /** The table with only the results that the run has changed. */
    ComplianceTable changed() {
        return new ComplianceTable(
                rows.stream().filter(row -> row.mark() != Mark.SAME).toList());
    }

    /** The number of results with that mark. */
    int count(Mark mark) {
        return rows.stream()
                .filter(row -> row.mark() == mark)
                .mapToInt(Row::count)
                .sum();
    }

    void print(Terminal terminal) {
        List<Integer> widths = List.of(
                2,
                2 + longest("CLUSTER", Row::clusters),
                2 + longest("COMPLIANCE", row -> row.compliance().name()));
        int rest = Terminal.WIDTH - widths.stream().mapToInt(Integer::intValue).sum();
        List<List<Cell>> lines = new ArrayList<>();
        lines.add(
                List.of(Cell.of(""), Cell.heading("CLUSTER"), Cell.heading("COMPLIANCE"), Cell.heading("ANNOTATION")));
        for (Row row : rows) {
            boolean changed = row.mark() == Mark.CHANGED;
            String annotation =
                    row.count() == 1 ? row.annotation() : "(" + row.count() + " clusters) " + row.annotation();
            lines.add(List.of(
                    Cell.of(changed ? "*" : ""),
                    new Cell(row.clusters(), changed ? Tone.STRONG : Tone.PLAIN),
                    new Cell(row.compliance().name(), tone(row.compliance())),
                    Cell.of(row.mark() == Mark.SAME ? ShortText.of(annotation, rest) : annotation)));
        }
        terminal.table(widths, lines);
    }

    private int longest(String heading, Function<Row, String> text) {
        return rows.stream().map(text).mapToInt(String::length).reduce(heading.length(), Math::max);
    }

    static Tone tone(Compliance compliance) {
        return switch (compliance) {
            case NON_COMPLIANT -> Tone.ALERT;
            case COMPLIANT -> Tone.CALM;
            case NOT_APPLICABLE -> Tone.PLAIN;
        };
    }
}
