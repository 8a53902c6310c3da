package io.github.daxguard.cli.doctor;

import io.github.daxguard.cli.format.InvisibleCharacters;
import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Cell.Tone;
import io.github.daxguard.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows a report at a terminal or in a pipe: for each Region the checks with their outcome, evidence and next step. */
final class DoctorTable {

    private static final int GAP = 2;

    private final Terminal terminal;
    private final boolean isQuiet;

    /** Omits the checks that are OK and the next steps if {@code isQuiet}. */
    DoctorTable(Terminal terminal, boolean isQuiet) {
        this.terminal = terminal;
        this.isQuiet = isQuiet;
    }

    void write(DoctorReport report) {
        Map<String, List<CheckResult>> regions = new LinkedHashMap<>();
        report.results()
                .forEach(result -> regions.computeIfAbsent(
                                "account " + result.account() + ", " + result.region(), ignored -> new ArrayList<>())
                        .add(result));
        regions.forEach(this::write);
        terminal.paragraph(result(report));
    }

    private void write(String target, List<CheckResult> results) {
        List<List<Cell>> rows = new ArrayList<>();
        for (CheckResult result : results) {
            Finding finding = result.finding();
            if (isQuiet && finding.outcome() == Outcome.OK) {
                continue;
            }
            rows.add(List.of(
                    new Cell(finding.outcome().title(), finding.outcome().tone()),
                    Cell.of(result.check().title()),
                    Cell.of(shown(finding.evidence()))));
            if (!isQuiet && !finding.nextStep().isEmpty()) {
                rows.add(List.of(Cell.of(""), Cell.of(""), Cell.of("Next: " + shown(finding.nextStep()))));
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        terminal.heading(target);
        terminal.table(List.of(width(rows, 0), width(rows, 1)), rows);
    }

    private int width(List<List<Cell>> rows, int column) {
        return GAP
                + rows.stream()
                        .mapToInt(row -> terminal.columns(row.get(column)))
                        .max()
                        .orElse(0);
    }

    private static Cell result(DoctorReport report) {
        String counts = report.totals().entrySet().stream()
                .filter(total -> total.getValue() > 0)
                .map(total -> total.getKey().counted(total.getValue()))
                .collect(Collectors.joining(", "));
        String checks = report.results().size() + " checks: " + counts + ".";
        if (report.isStopped()) {
            return new Cell(checks + " The command was stopped: the result is incomplete.", Tone.WARNING);
        }
        return switch (report.exitCode()) {
            case 0 -> new Cell(checks, Tone.CALM);
            case 1 -> new Cell(checks, Tone.ALERT);
            default -> new Cell(checks + " The result is incomplete.", Tone.WARNING);
        };
    }

    /** Text from AWS must not control the terminal. */
    private static String shown(Evidence evidence) {
        return InvisibleCharacters.replacedIn(evidence.text());
    }
}
