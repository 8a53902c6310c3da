package io.github.daxguard.cli.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.ControlReference;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.GapGroup;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.Report.Subject;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.ScannedTarget.Exclusion;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.cli.report.Target.InAccount;
import io.github.daxguard.cli.report.Target.TemplateFile;
import io.github.daxguard.cli.report.Totals;
import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Cell.Tone;
import io.github.daxguard.cli.terminal.ColorChoice;
import io.github.daxguard.cli.terminal.Symbols;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.ShortText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes the table: clusters with the worst first, incomplete targets, and the next step. */
public final class TableWriter implements ReportWriter {

    private static final int GAP = 2;

    /** A row of more lines is harder to read than a sentence. */
    private static final int MOST_LINES = 3;

    /** A column of fewer characters has no space for the id of a control. */
    private static final int NARROWEST_REASON = 11;

    private static final int NARROWEST_EXPLANATION = 40;
    private static final int WIDEST_SENTENCE = 120;

    private static final int MAX_ACCOUNTS = 5;
    private static final int MAX_GAPS = 30;
    private static final int MAX_COMMANDS = 10;

    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_VALUE = 24;
    private static final int LONGEST_TEXT = 1000;

    private final Function<PrintStream, Terminal> terminal;
    private final boolean isQuiet;

    private TableWriter(Function<PrintStream, Terminal> terminal, boolean isQuiet) {
        this.terminal = terminal;
        this.isQuiet = isQuiet;
    }

    /** For a terminal or a pipe, whose width is requested when the report is written. */
    public TableWriter(Function<PrintStream, Terminal> terminal) {
        this(terminal, false);
    }

    /** The same without risks, notes and next step. */
    public TableWriter quiet() {
        return new TableWriter(terminal, true);
    }

    /** One line for each cluster, without colors. */
    public static TableWriter forFile() {
        return new TableWriter(out -> new Terminal(out, ColorChoice.NEVER, Terminal.UNLIMITED, Symbols.NONE));
    }

    @Override
    public void write(Report report, OutputStream out) throws IOException {
        PrintStream text = out instanceof PrintStream stream ? stream : new PrintStream(out, false, UTF_8);
        Terminal wide = terminal.apply(text);
        if (!report.clusters().isEmpty()) {
            clusters(report, wide);
        }
        // Sentences are read more easily in short lines.
        Terminal sentences = wide.narrowedTo(WIDEST_SENTENCE);
        sentences.paragraph(result(report));
        report.comparison()
                .ifPresent(former -> sentences.paragraph("Compared with " + shown(former.baseline()) + ": "
                        + Counted.of(report.totals().findings(), "new finding") + "; "
                        + former.known().size() + " known, not shown; "
                        + former.fixed().size() + " fixed."));
        report.controls().stream()
                .filter(control -> !isQuiet && hasFinding(report, control))
                .forEach(control -> sentences.paragraph(control.securityHubId() + ": "
                        + ControlReference.of(control).risk()));
        targets(report, sentences);
        if (!isQuiet) {
            notes(report).forEach(note -> sentences.paragraph(shown(note)));
            next(report, sentences);
        }
        report.configured().sentences().forEach(source -> sentences.paragraph(shown(source)));
        text.flush();
        if (text != out && text.checkError()) {
            throw new IOException("the output is closed or full");
        }
    }

    /** The notes that the table does not show as the reason for an incomplete target. */
    private static List<String> notes(Report report) {
        Set<String> notes = new LinkedHashSet<>(report.notes());
        report.gaps().stream()
                .filter(gap -> gap.outcome() instanceof Outcome.Unread)
                .map(gap -> (Outcome.Unread) gap.outcome())
                .forEach(unread -> unread.notes().stream()
                        .filter(note -> showsInReason(note, unread.reason()))
                        .forEach(notes::remove));
        return List.copyOf(notes);
    }

    /** A reason can state a note without its file. A reason that is cut may lack the note. */
    private static boolean showsInReason(String note, String reason) {
        return reason.length() <= LONGEST_TEXT || shown(reason).contains(shown(note));
    }

    private static void clusters(Report report, Terminal terminal) {
        List<List<Cell>> rows = rows(report);
        List<Integer> widths = widths(rows, terminal);
        int reason = rows.get(0).size() - 1;
        int longest = rows.stream()
                .mapToInt(row -> terminal.columns(row.get(reason)))
                .max()
                .orElse(0);
        int rest =
                terminal.width() - widths.stream().mapToInt(Integer::intValue).sum();
        if (rest >= Math.max(NARROWEST_REASON, longest / MOST_LINES)) {
            terminal.table(widths, rows);
        } else {
            List<List<Cell>> sentences = report.clusters().stream()
                    .map(cluster -> List.of(verdict(cluster), Cell.of(sentence(cluster))))
                    .toList();
            terminal.table(widths(sentences, terminal), sentences);
        }
    }

    private static boolean hasFinding(Report report, Control control) {
        return report.clusters().stream()
                .flatMap(cluster -> cluster.findings().stream())
                .anyMatch(finding -> finding.control() == control);
    }

    /** A column of the table; omitted if no cluster has a value. */
    private record Column(String title, boolean isOptional, Function<EvaluatedCluster, Cell> cell) {

        static Column of(String title, Function<EvaluatedCluster, Cell> cell) {
            return new Column(title, false, cell);
        }

        static Column ifPresent(String title, Function<AccountRegion, Optional<String>> value) {
            return new Column(
                    title,
                    true,
                    cluster -> Cell.of(account(cluster)
                            .flatMap(value)
                            .map(name -> shown(name, LONGEST_VALUE))
                            .orElse("")));
        }
    }

    private static final List<Column> LIVE = List.of(
            Column.of(
                    "ACCOUNT",
                    cluster ->
                            Cell.of(account(cluster).map(AccountRegion::account).orElse("-"))),
            Column.ifPresent("ACCOUNT NAME", AccountRegion::accountName),
            Column.ifPresent("PROFILE", AccountRegion::profile),
            Column.of(
                    "REGION",
                    cluster ->
                            Cell.of(account(cluster).map(AccountRegion::region).orElse("-"))),
            Column.of("CLUSTER", cluster -> new Cell(name(cluster), Tone.STRONG)),
            Column.of("STATUS", cluster -> Cell.of(value(cluster.status()))));

    private static final List<Column> DECLARED = List.of(
            Column.of("FILE", cluster -> Cell.of(where(cluster))),
            Column.of("RESOURCE", cluster -> new Cell(resource(cluster), Tone.STRONG)));

    private static final List<Column> ALL = List.of(
            Column.of("AT REST", cluster -> Cell.of(value(cluster.encryptionAtRest()))),
            Column.of("IN TRANSIT", cluster -> Cell.of(value(cluster.endpointEncryption()))),
            Column.of("VERDICT", TableWriter::verdict),
            Column.of("REASON", cluster -> Cell.of(reason(cluster))));

    private static Optional<AccountRegion> account(EvaluatedCluster cluster) {
        return cluster.target() instanceof AccountRegion target ? Optional.of(target) : Optional.empty();
    }

    private static List<List<Cell>> rows(Report report) {
        List<Column> columns = Stream.concat(
                        (report.subject() == Subject.CLUSTERS ? LIVE : DECLARED).stream(), ALL.stream())
                .filter(column -> !column.isOptional()
                        || report.clusters().stream()
                                .anyMatch(cluster ->
                                        !column.cell().apply(cluster).text().isEmpty()))
                .toList();
        return Stream.concat(
                        Stream.of(columns.stream()
                                .map(column -> Cell.heading(column.title()))
                                .toList()),
                        report.clusters().stream()
                                .map(cluster -> columns.stream()
                                        .map(column -> column.cell().apply(cluster))
                                        .toList()))
                .toList();
    }

    private static List<Integer> widths(List<List<Cell>> rows, Terminal terminal) {
        return IntStream.range(0, rows.get(0).size() - 1)
                .mapToObj(column -> GAP
                        + rows.stream()
                                .mapToInt(row -> terminal.columns(row.get(column)))
                                .max()
                                .orElse(0))
                .toList();
    }

    /** The row as a sentence, for a narrow terminal. */
    private static String sentence(EvaluatedCluster cluster) {
        String where = account(cluster)
                .map(target -> named("account " + target.account(), target)
                        + target.profile()
                                .map(profile -> ", profile " + shown(profile, LONGEST_VALUE))
                                .orElse("")
                        + ", " + target.region())
                .orElseGet(() -> where(cluster));
        String state = account(cluster).isPresent() ? value(cluster.status()) + ", " : "";
        String reason = reason(cluster);
        return resource(cluster) + " in " + where + ": " + state + "at rest " + value(cluster.encryptionAtRest())
                + ", in transit " + value(cluster.endpointEncryption()) + "."
                + (reason.isEmpty() ? "" : " " + reason + (reason.endsWith(".") ? "" : "."));
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
                    case NOT_APPLICABLE -> cluster.isExempt() ? Tone.EXEMPT : Tone.NEUTRAL;
                    case COMPLIANT -> Tone.CALM;
                });
    }

    /**
     * The controls that the cluster does not meet or is exempt from, the part of the reasons that the other columns do not
     * show, each once, and the details of a finding. Empty for a live compliant cluster.
     */
    private static String reason(EvaluatedCluster cluster) {
        if (cluster.compliance() == Compliance.COMPLIANT && !(cluster.target() instanceof TemplateFile)) {
            return "";
        }
        Map<String, String> controls = new LinkedHashMap<>();
        cluster.evaluations().stream()
                .filter(evaluation -> evaluation.compliance() == cluster.compliance() || evaluation.isExempt())
                .forEach(evaluation -> controls.merge(
                        evaluation.detail(),
                        evaluation.control().securityHubId() + otherLine(cluster, evaluation),
                        (one, other) -> one + ", " + other));
        String reason = controls.entrySet().stream()
                .map(entry -> entry.getKey().isEmpty() ? entry.getValue() : entry.getValue() + ": " + entry.getKey())
                .collect(Collectors.joining(" "));
        List<String> details = cluster.details().sentences();
        return Stream.concat(
                        Stream.of(reason + (details.isEmpty() || reason.endsWith(".") ? "" : ".")), details.stream())
                .map(TableWriter::shown)
                .collect(Collectors.joining(" "));
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
        return new Cell(sentence, report.isClean() ? Tone.CALM : totals.findings() > 0 ? Tone.ALERT : Tone.WARNING);
    }

    private static void count(List<String> parts, int number, String what) {
        if (number > 0) {
            parts.add(number + " " + what);
        }
    }

    private static void targets(Report report, Terminal terminal) {
        List<ScannedTarget> gaps = report.gaps();
        if (report.isInterrupted()) {
            terminal.paragraph(new Cell("Interrupted: this report is incomplete.", Tone.WARNING));
        }
        if (!gaps.isEmpty()) {
            terminal.paragraph(new Cell(
                    "INCOMPLETE: " + gaps.size() + " of "
                            + (report.subject() == Subject.TEMPLATES
                                    ? Counted.of(report.targets().size(), "file") + " could not be checked:"
                                    : Counted.of(report.targets().size(), "target") + " could not be scanned:"),
                    Tone.WARNING));
            List<List<Cell>> rows = report.gapCauses().stream()
                    .map(group -> List.of(
                            Cell.heading(name(group)),
                            Cell.of(shown(group.first().explanation()) + others(group))))
                    .toList();
            List<Integer> widths = widths(rows, terminal);
            if (terminal.width() - widths.get(0) >= NARROWEST_EXPLANATION) {
                terminal.table(widths, rows);
            } else {
                rows.forEach(row ->
                        terminal.paragraph(row.get(0).text() + ": " + row.get(1).text()));
            }
        }
        excluded(report, Exclusion.NOT_ENABLED, "Regions that are not enabled, and were not scanned: ", terminal);
        excluded(report, Exclusion.NOT_OFFERED, "Regions without DAX: ", terminal);
    }

    /** The name of the target; of several their account, or the first one and the number of the others. */
    private static String name(GapGroup group) {
        int number = group.gaps().size();
        if (number == 1) {
            return title(group.first().target());
        }
        return isOneAccount(group) && group.first().target() instanceof InAccount in
                ? named("account " + in.account(), in) + ", " + number + " Regions"
                : title(group.first().target()) + " and " + (number - 1) + " more";
    }

    private static boolean isOneAccount(GapGroup group) {
        return group.regions().size() == group.gaps().size()
                && group.gaps().stream()
                                .map(gap -> ((AccountRegion) gap.target()).account())
                                .distinct()
                                .count()
                        == 1;
    }

    /** The other targets of the group, as a sentence; empty if there are none. */
    private static String others(GapGroup group) {
        List<ScannedTarget> others = group.gaps().subList(1, group.gaps().size());
        if (others.isEmpty()) {
            return "";
        }
        Map<String, List<String>> regions = new LinkedHashMap<>();
        for (ScannedTarget gap : others) {
            if (gap.target() instanceof AccountRegion target) {
                regions.computeIfAbsent(named("account " + target.account(), target), ignored -> new ArrayList<>())
                        .add(target.region());
            } else {
                regions.put(title(gap.target()), List.of());
            }
        }
        // Errors with the same code can have different reasons, for example in two accounts.
        boolean isSameReason = group.hasOneReason();
        int more = regions.size() - MAX_GAPS;
        return regions.entrySet().stream()
                .limit(MAX_GAPS)
                .map(target -> (isOneAccount(group) || target.getValue().isEmpty() ? "" : target.getKey() + ": ")
                        + (target.getValue().isEmpty() ? target.getKey() : String.join(", ", target.getValue())))
                .collect(Collectors.joining(
                        "; ",
                        isSameReason ? " The same applies to " : " The same type of error occurred in ",
                        (more > 0 ? "; and " + more + " more" : "")
                                + (isSameReason
                                        ? more > 0 ? ", which the formats json and csv list." : "."
                                        : ". The formats json and csv contain each reason.")));
    }

    /** The target with the name of its account. */
    private static String title(Target target) {
        if (!(target instanceof InAccount in)) {
            return shown(target.name(), LONGEST_NAME);
        }
        return target instanceof AccountRegion region
                ? named("account " + in.account(), in) + ", " + region.region()
                : named(in.name(), in);
    }

    private static String named(String account, InAccount in) {
        return shown(account, LONGEST_NAME)
                + in.accountName()
                        .map(name -> " (" + shown(name, LONGEST_VALUE) + ")")
                        .orElse("");
    }

    /** Lists the excluded Regions of each account; of many accounts only their number. */
    private static void excluded(Report report, Exclusion exclusion, String title, Terminal terminal) {
        Map<String, List<String>> regions = new LinkedHashMap<>();
        for (ScannedTarget scannedTarget : report.targets()) {
            if (scannedTarget.outcome() instanceof Outcome.Excluded excluded
                    && excluded.exclusion() == exclusion
                    && scannedTarget.target() instanceof AccountRegion target) {
                regions.computeIfAbsent(named(target.account(), target), ignored -> new ArrayList<>())
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

    private static void next(Report report, Terminal terminal) {
        if (report.totals().findings() == 0) {
            terminal.paragraph(nextWithoutFinding(report));
            return;
        }
        Map<EvaluatedCluster, ReplaceCommandLine> commands = new LinkedHashMap<>();
        report.clusters()
                .forEach(
                        cluster -> ReplaceCommandLine.of(cluster).ifPresent(command -> commands.put(cluster, command)));
        if (commands.isEmpty()) {
            terminal.paragraph(next(report.clusters().get(0)));
        } else {
            commands(commands, terminal);
        }
    }

    private static String nextWithoutFinding(Report report) {
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

    /** The commands of each account whose credentials they need; a profile selects them. */
    private static void commands(Map<EvaluatedCluster, ReplaceCommandLine> commands, Terminal terminal) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        commands.entrySet().stream()
                .limit(MAX_COMMANDS)
                .forEach(entry -> lines.computeIfAbsent(credentials(entry.getKey()), ignored -> new ArrayList<>())
                        .add(entry.getValue().line() + " --dry-run"));
        terminal.paragraph(
                commands.size() == 1
                        ? "Next: show the plan of the replacement. The command changes nothing."
                        : "Next: show the plan of each replacement. The commands change nothing.");
        lines.forEach((credentials, group) -> {
            if (!credentials.isEmpty()) {
                terminal.paragraph(credentials);
            }
            terminal.commands(group);
        });
        int more = commands.size() - MAX_COMMANDS;
        if (more > 0) {
            terminal.paragraph(Counted.of(more, "more command") + ": see the HTML page (--output report.html).");
        }
    }

    private static String credentials(EvaluatedCluster cluster) {
        return account(cluster)
                .filter(target -> target.profile().isEmpty())
                .map(target -> "With credentials of account " + named(target.account(), target) + ":")
                .orElse("");
    }

    private static String next(EvaluatedCluster worst) {
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
