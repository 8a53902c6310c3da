package io.github.daxguard.cli.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.ControlReference;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.Report.Subject;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.ScannedTarget.Exclusion;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.cli.report.Target.TemplateFile;
import io.github.daxguard.cli.report.Totals;
import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Cell.Tone;
import io.github.daxguard.cli.terminal.ColorChoice;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.ShortText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;

/** Writes the table: clusters with the worst first, incomplete targets, and the next step. */
public final class TableWriter implements ReportWriter {

    private static final int GAP = 2;

    /** A narrower last column would have only single words. */
    private static final int NARROWEST_REASON = 30;

    private static final int VERDICT_WIDTH =
            GAP + Compliance.NOT_APPLICABLE.name().length();
    private static final int WIDEST_SENTENCE = 120;

    private static final int UNLIMITED = 10_000;

    private static final int MAX_ACCOUNTS = 5;

    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_VALUE = 24;
    private static final int LONGEST_TEXT = 1000;

    private final ColorChoice color;
    private final IntSupplier width;

    /** For lines of this length, at least {@value Terminal#WIDTH}. */
    TableWriter(ColorChoice color, IntSupplier width) {
        this.color = color;
        this.width = width;
    }

    /** For a terminal, whose width is requested when the report is written. */
    public static TableWriter forTerminal(ColorChoice color) {
        return new TableWriter(
                color,
                () -> Math.max(
                        Terminal.WIDTH,
                        CommandSpec.create().usageMessage().autoWidth(true).width()));
    }

    /** For a file or a pipe: one line for each cluster. */
    public static TableWriter forFile(ColorChoice color) {
        return new TableWriter(color, () -> UNLIMITED);
    }

    @Override
    public void write(Report report, OutputStream out) throws IOException {
        PrintStream text = out instanceof PrintStream stream ? stream : new PrintStream(out, false, UTF_8);
        List<List<Cell>> rows = rows(report);
        List<Integer> widths = widths(rows);
        int columns = width.getAsInt();
        Terminal terminal = new Terminal(text, color, columns);
        if (!report.clusters().isEmpty()) {
            if (columns - widths.stream().mapToInt(Integer::intValue).sum() >= NARROWEST_REASON) {
                terminal.table(widths, rows);
            } else {
                terminal.table(
                        List.of(VERDICT_WIDTH),
                        report.clusters().stream()
                                .map(cluster -> List.of(verdict(cluster), Cell.of(sentence(cluster))))
                                .toList());
            }
        }
        // Sentences are read more easily in short lines.
        Terminal sentences =
                new Terminal(text, color, columns == UNLIMITED ? columns : Math.min(columns, WIDEST_SENTENCE));
        sentences.paragraph(result(report));
        report.comparison()
                .ifPresent(former -> sentences.paragraph("Compared with " + shown(former.baseline()) + ": "
                        + Counted.of(report.totals().findings(), "new finding") + "; "
                        + former.known().size() + " known, not shown; "
                        + former.fixed().size() + " fixed."));
        report.controls().stream()
                .filter(control -> hasFinding(report, control))
                .forEach(control -> sentences.paragraph(control.securityHubId() + ": "
                        + ControlReference.of(control).risk()));
        targets(report, sentences);
        report.notes().forEach(note -> sentences.paragraph(shown(note)));
        sentences.paragraph(next(report));
        text.flush();
        if (text.checkError()) {
            throw new IOException("the output is closed or full");
        }
    }

    private static boolean hasFinding(Report report, Control control) {
        return report.clusters().stream()
                .flatMap(cluster -> cluster.findings().stream())
                .anyMatch(finding -> finding.control() == control);
    }

    private static List<List<Cell>> rows(Report report) {
        boolean live = report.subject() == Subject.CLUSTERS;
        List<List<Cell>> rows = new ArrayList<>();
        String titles =
                (live ? "ACCOUNT,REGION,CLUSTER,STATUS" : "FILE,RESOURCE") + ",AT REST,IN TRANSIT,VERDICT,REASON";
        rows.add(Arrays.stream(titles.split(",", -1)).map(Cell::heading).toList());
        for (EvaluatedCluster cluster : report.clusters()) {
            List<Cell> row = new ArrayList<>();
            if (cluster.target() instanceof AccountRegion target) {
                row.add(Cell.of(target.account()));
                row.add(Cell.of(target.region()));
                row.add(new Cell(name(cluster), Tone.STRONG));
                row.add(Cell.of(value(cluster.status())));
            } else {
                row.add(Cell.of(where(cluster)));
                row.add(new Cell(resource(cluster), Tone.STRONG));
            }
            row.add(Cell.of(value(cluster.encryptionAtRest())));
            row.add(Cell.of(value(cluster.endpointEncryption())));
            row.add(verdict(cluster));
            row.add(Cell.of(reason(cluster)));
            rows.add(row);
        }
        return rows;
    }

    private static List<Integer> widths(List<List<Cell>> rows) {
        return IntStream.range(0, rows.get(0).size() - 1)
                .mapToObj(column -> GAP
                        + rows.stream()
                                .mapToInt(row -> row.get(column).text().length())
                                .max()
                                .orElse(0))
                .toList();
    }

    /** The row as a sentence, for a narrow terminal. */
    private static String sentence(EvaluatedCluster cluster) {
        String state = cluster.target() instanceof AccountRegion ? value(cluster.status()) + ", " : "";
        return resource(cluster) + " in " + where(cluster) + ": " + state + "at rest "
                + value(cluster.encryptionAtRest()) + ", in transit " + value(cluster.endpointEncryption()) + ". "
                + reason(cluster);
    }

    private static String where(EvaluatedCluster cluster) {
        return shown(cluster.target().name())
                + (cluster.firstLine().isPresent() ? ":" + cluster.firstLine().getAsInt() : "");
    }

    private static String name(EvaluatedCluster cluster) {
        return shown(cluster.name(), LONGEST_NAME);
    }

    /** The name with the CDK path, if it is known. */
    private static String resource(EvaluatedCluster cluster) {
        return name(cluster) + (cluster.cdkPath().isEmpty() ? "" : " (" + shown(cluster.cdkPath(), LONGEST_NAME) + ")");
    }

    private static String value(String value) {
        return value.isEmpty() ? "-" : shown(value, LONGEST_VALUE);
    }

    private static Cell verdict(EvaluatedCluster cluster) {
        return new Cell(
                cluster.compliance().name(),
                switch (cluster.compliance()) {
                    case NON_COMPLIANT -> Tone.ALERT;
                    case NOT_APPLICABLE -> Tone.PLAIN;
                    case COMPLIANT -> Tone.CALM;
                });
    }

    /** The reasons for the verdict, and of exempt controls. A live compliant cluster has none, because its columns show it. */
    private static String reason(EvaluatedCluster cluster) {
        if (cluster.compliance() == Compliance.COMPLIANT && !(cluster.target() instanceof TemplateFile)) {
            return "";
        }
        return shown(cluster.evaluations().stream()
                .filter(evaluation -> evaluation.compliance() == cluster.compliance() || evaluation.isExempt())
                .map(evaluation -> evaluation.control().securityHubId() + otherLine(cluster, evaluation) + ": "
                        + evaluation.reason())
                .collect(Collectors.joining(" ")));
    }

    /** The line of a further finding that is not in the line of the first one. */
    private static String otherLine(EvaluatedCluster cluster, ControlEvaluation evaluation) {
        OptionalInt line = cluster.line(evaluation);
        return evaluation.isFinding() && line.isPresent() && !line.equals(cluster.firstLine())
                ? " (line " + line.getAsInt() + ")"
                : "";
    }

    private static Cell result(Report report) {
        Totals totals = report.totals();
        List<String> parts = new ArrayList<>();
        count(parts, totals.nonCompliant(), "NON_COMPLIANT");
        count(parts, totals.compliant(), "COMPLIANT");
        count(parts, totals.exempt(), "exempt");
        count(parts, totals.notApplicable(), report.subject() == Subject.CLUSTERS ? "being deleted" : "not created");
        String controls = report.controls().stream().map(Control::securityHubId).collect(Collectors.joining(", "));
        int complete = report.completeTargets();
        String where =
                report.subject() == Subject.TEMPLATES ? Counted.of(complete, "file") : Counted.of(complete, "target");
        if (complete == 0 && totals.clusters() == 0) {
            return new Cell("Nothing was scanned (" + controls + ").", Tone.ALERT);
        }
        String sentence = totals.clusters() == 0
                ? "No DAX cluster in " + where + " (" + controls + ")."
                : Counted.of(totals.clusters(), "cluster") + " (" + controls + "): " + String.join(", ", parts) + ".";
        return new Cell(sentence, report.isClean() ? Tone.CALM : totals.findings() > 0 ? Tone.ALERT : Tone.STRONG);
    }

    private static void count(List<String> parts, int number, String what) {
        if (number > 0) {
            parts.add(number + " " + what);
        }
    }

    private static void targets(Report report, Terminal terminal) {
        List<ScannedTarget> gaps = report.gaps();
        if (report.isInterrupted()) {
            terminal.paragraph(new Cell("Interrupted: this report is incomplete.", Tone.ALERT));
        }
        if (!gaps.isEmpty()) {
            terminal.paragraph(new Cell(
                    "INCOMPLETE: " + gaps.size() + " of "
                            + (report.subject() == Subject.TEMPLATES
                                    ? Counted.of(report.targets().size(), "file") + " could not be checked:"
                                    : Counted.of(report.targets().size(), "target") + " could not be scanned:"),
                    Tone.ALERT));
            List<List<Cell>> rows = report.gapGroups().stream()
                    .map(group -> List.of(
                            new Cell(shown(group.name(), LONGEST_NAME), Tone.STRONG),
                            Cell.of(shown(group.first().explanation()) + group.others())))
                    .toList();
            terminal.table(widths(rows), rows);
        }
        excluded(report, Exclusion.NOT_ENABLED, "Regions that are not enabled, and were not scanned: ", terminal);
        excluded(report, Exclusion.NOT_OFFERED, "Regions without DAX: ", terminal);
    }

    /** Lists the excluded Regions of each account; of many accounts only their number. */
    private static void excluded(Report report, Exclusion exclusion, String title, Terminal terminal) {
        Map<String, List<String>> regions = new LinkedHashMap<>();
        for (ScannedTarget scannedTarget : report.targets()) {
            if (scannedTarget.outcome() instanceof Outcome.Excluded excluded
                    && excluded.exclusion() == exclusion
                    && scannedTarget.target() instanceof AccountRegion target) {
                regions.computeIfAbsent(target.account(), ignored -> new ArrayList<>())
                        .add(target.region());
            }
        }
        if (regions.size() > MAX_ACCOUNTS) {
            int targets = regions.values().stream().mapToInt(List::size).sum();
            terminal.paragraph(title + Counted.of(targets, "Region") + " of " + regions.size() + " accounts.");
        } else if (!regions.isEmpty()) {
            terminal.paragraph(regions.entrySet().stream()
                    .map(account -> shown("account " + account.getKey() + ": " + String.join(", ", account.getValue())))
                    .collect(Collectors.joining("; ", title, ".")));
        }
    }

    private static String next(Report report) {
        if (report.totals().findings() > 0) {
            return next(report.clusters().get(0));
        }
        if (report.targets().stream().allMatch(scannedTarget -> scannedTarget.outcome() instanceof Outcome.Excluded)
                && !report.isInterrupted()) {
            return "Next: scan a Region that is enabled and has DAX.";
        }
        if (!report.isComplete()) {
            return report.isInterrupted()
                    ? "Next: run this command again."
                    : "Next: fix the causes listed above, and run this command again.";
        }
        return report.totals().nonCompliant() > 0
                ? "No new finding. The known findings still need remediation."
                : "Nothing to do.";
    }

    private static String next(EvaluatedCluster worst) {
        Optional<ReplaceCommandLine> command = ReplaceCommandLine.of(worst);
        if (command.isPresent() && worst.target() instanceof AccountRegion target) {
            return "Next: run \"" + String.join(" ", command.get().parts())
                    + " --dry-run\" with credentials of account " + target.account()
                    + ". The command shows the plan and changes nothing.";
        }
        return "Next: in " + where(worst) + ", " + name(worst) + ": "
                + worst.findings().stream()
                        .map(finding -> shown(finding.remediation()))
                        .distinct()
                        .collect(Collectors.joining(" "));
    }

    private static String shown(String text) {
        return shown(text, LONGEST_TEXT);
    }

    /** Text from AWS or a file must not control the terminal. */
    private static String shown(String text, int limit) {
        return InvisibleCharacters.replacedIn(ShortText.of(text, limit));
    }
}
