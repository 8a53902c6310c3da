package io.github.daxguard.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.cli.format.TableWriter;
import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Cell.Tone;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A scan of the account, and a line on each finding.
 *
 * @param findings the expected clusters, each with the controls of its findings
 */
record ScanRun(Map<String, List<Control>> findings) implements DemoAct.Action {

    private static final String LAST_COLUMN = "REASON";

    ScanRun {
        findings = Map.copyOf(findings);
    }

    @Override
    public DemoAct.Result perform(DemoAccount account, DemoOutput output) {
        Report report = account.scan();
        print(report, output.terminal());
        return new DemoAct.Result(Optional.empty(), differences(report));
    }

    private static void print(Report report, Terminal terminal) {
        List<String> table = table(report);
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(List.of(Cell.heading(table.get(0))));
        for (String row : table.subList(1, table.size())) {
            boolean isFinding = row.contains(Compliance.NON_COMPLIANT.name());
            rows.add(List.of(new Cell(row, isFinding ? Tone.ALERT : Tone.CALM)));
        }
        terminal.table(List.of(), rows);
        List<List<Cell>> lines = new ArrayList<>();
        int longestName = 0;
        for (EvaluatedCluster cluster : report.clusters()) {
            for (ControlEvaluation finding : cluster.findings()) {
                lines.add(List.of(
                        new Cell(cluster.name(), Tone.STRONG),
                        Cell.of(finding.control().securityHubId()),
                        Cell.of(finding.reason())));
                longestName = Math.max(longestName, cluster.name().length());
            }
        }
        terminal.rows(List.of(longestName + 2, 12), lines);
    }

    /** The table of the scan without the column for the reasons, which follow it: with the controls, a line has more than 100 characters. */
    private static List<String> table(Report report) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            TableWriter.forFile().write(report, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> lines =
                text.toString(UTF_8).lines().takeWhile(line -> !line.isEmpty()).toList();
        int end = lines.get(0).lastIndexOf(LAST_COLUMN);
        return lines.stream()
                .map(line -> end < 0 || line.length() < end ? line : line.substring(0, end))
                .map(String::stripTrailing)
                .toList();
    }

    private List<String> differences(Report report) {
        List<String> differences = new ArrayList<>();
        report.gaps().forEach(gap -> differences.add(gap.target().name() + ": " + gap.explanation()));
        Map<String, List<Control>> missing = new TreeMap<>(findings);
        for (EvaluatedCluster cluster : report.clusters()) {
            Optional<List<Control>> expected = Optional.ofNullable(missing.remove(cluster.name()));
            List<Control> actual =
                    cluster.findings().stream().map(ControlEvaluation::control).toList();
            if (!expected.equals(Optional.of(actual))) {
                differences.add(cluster.name() + ": expected "
                        + expected.map(controls -> "findings " + ids(controls)).orElse("no cluster")
                        + ", but the scan has findings " + ids(actual));
            }
        }
        missing.forEach((cluster, controls) ->
                differences.add(cluster + ": expected findings " + ids(controls) + ", but the scan has no cluster"));
        return differences;
    }

    private static List<String> ids(List<Control> controls) {
        return controls.stream().map(Control::securityHubId).toList();
    }
}
