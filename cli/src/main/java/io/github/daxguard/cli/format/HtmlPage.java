package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.ControlReference;
import io.github.daxguard.cli.report.GapGroup;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.Report.Subject;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.cli.report.Target.InAccount;
import io.github.daxguard.cli.report.Totals;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.ShortText;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The model of the page's template: every name in the template is a method here or of a returned value. */
record HtmlPage(Report report, HtmlAssets assets) {

    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int LONGEST_TEXT = 4_000;

    /** The result in one line, and the next step. */
    record Answer(String style, String headline, String next) {}

    record Figure(int value, String label, String style, Optional<String> verdict) {}

    /** A part of the bar of verdicts. */
    record Segment(String style, int start, int width) {}

    record Choice(String value, String label) {}

    /** A state of the heat map in the legend. */
    record Key(String style, String symbol, String meaning) {}

    record FileRow(String path, TargetCell target) {}

    record ControlRow(Control control, String risk) {}

    /** The requirements of a compliance framework, for each control. */
    record FrameworkRow(String name, List<String> requirements) {}

    /** Targets that were not scanned, or not completely, for the same cause. */
    record Gap(int number, String target, String name, List<String> regions, String reason) {}

    /** A text as the page shows it, before its markup is escaped: shortened and without invisible characters. */
    static String text(String text) {
        return InvisibleCharacters.replacedIn(ShortText.of(text, LONGEST_TEXT));
    }

    boolean isLive() {
        return report.subject() == Subject.CLUSTERS;
    }

    String at() {
        return AT.format(report.at());
    }

    String heading() {
        return isLive() ? "DAX encryption scan" : "DAX encryption in templates";
    }

    private Totals totals() {
        return report.totals();
    }

    int gapCount() {
        return report.gaps().size();
    }

    private String targets(int number) {
        return Counted.of(number, isLive() ? "target" : "file");
    }

    private String scanned() {
        return isLive() ? "scanned targets" : "checked files";
    }

    Answer answer() {
        if (totals().findings() > 0) {
            return new Answer(
                    "bad",
                    Counted.of(totals().findings(), report.comparison().isPresent() ? "new finding" : "finding")
                            + " in "
                            + report.clusters().stream()
                                    .filter(cluster -> !cluster.findings().isEmpty())
                                    .count()
                            + " of " + Counted.of(totals().clusters(), "cluster"),
                    "Clusters with the most findings are listed first. Open a finding to see its remediation.");
        }
        if (isNothingScanned()) {
            return new Answer("gap", "Nothing was scanned", "Fix the causes that are listed below, and scan again.");
        }
        if (isIncomplete()) {
            return new Answer(
                    "gap",
                    (report.comparison().isPresent() ? "No new finding in the " : "No finding in the ") + scanned(),
                    gapCount() == 0
                            ? "The run was interrupted before it was complete."
                            : targets(gapCount()) + " could not be read and may have findings.");
        }
        if (totals().nonCompliant() > 0) {
            return new Answer(
                    "gap",
                    "No new finding",
                    "Known findings remain in " + Counted.of(totals().nonCompliant(), "cluster") + ".");
        }
        if (totals().clusters() == 0) {
            return new Answer(
                    "good",
                    "No finding: there is no DAX cluster",
                    "Every " + (isLive() ? "target" : "file") + " was read completely.");
        }
        return new Answer(
                "good",
                (report.comparison().isPresent() ? "No new finding in " : "No finding in ")
                        + Counted.of(totals().clusters(), "cluster"),
                totals().compliant() == totals().clusters()
                        ? "Every cluster meets all evaluated controls."
                        : "Some clusters are exempt or not applicable.");
    }

    private boolean isNothingScanned() {
        return report.completeTargets() == 0 && totals().clusters() == 0;
    }

    boolean isIncomplete() {
        return report.isInterrupted() || gapCount() > 0;
    }

    String incompleteness() {
        return gapCount() == 0
                ? "Incomplete: the run was interrupted"
                : "Incomplete: " + gapCount() + " of "
                        + targets(report.targets().size()) + " could not be " + (isLive() ? "scanned" : "checked");
    }

    Optional<String> comparison() {
        return report.comparison()
                .map(comparison -> "Compared with " + comparison.baseline() + ": "
                        + Counted.of(comparison.known().size(), "known finding") + " not listed, "
                        + comparison.fixed().size() + " fixed.");
    }

    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        figures.add(figure(totals().clusters(), noun("Cluster", totals().clusters()), ""));
        for (PageRow.Verdict verdict : PageRow.Verdict.values()) {
            int count = verdict.count(totals());
            figures.add(new Figure(
                    count,
                    verdict.label(),
                    count == 0 ? "" : verdict.code(),
                    isListed(verdict) ? Optional.of(verdict.code()) : Optional.empty()));
        }
        figures.add(figure(
                totals().findings(),
                noun(report.comparison().isPresent() ? "New finding" : "Finding", totals().findings()),
                ""));
        figures.add(figure(report.completeTargets(), isLive() ? "Targets scanned" : "Files checked", ""));
        figures.add(figure(gapCount(), isLive() ? "Not scanned" : "Not checked", gapCount() == 0 ? "" : "gap"));
        return figures;
    }

    private static Figure figure(int value, String label, String style) {
        return new Figure(value, label, style, Optional.empty());
    }

    private boolean isListed(PageRow.Verdict verdict) {
        return report.clusters().stream().anyMatch(cluster -> PageRow.Verdict.of(cluster) == verdict);
    }

    private static String noun(String noun, int number) {
        return number == 1 ? noun : noun + "s";
    }

    List<Segment> bar() {
        List<Segment> segments = new ArrayList<>();
        int start = 0;
        for (PageRow.Verdict verdict : PageRow.Verdict.values()) {
            int width = verdict.count(totals());
            if (width > 0) {
                segments.add(new Segment(verdict.code(), start, width));
            }
            start += width;
        }
        return segments;
    }

    boolean isMapped() {
        return !report.targets().isEmpty();
    }

    HeatMap map() {
        return HeatMap.of(report);
    }

    List<FileRow> files() {
        List<TargetCell> cells = TargetCell.of(report);
        List<FileRow> files = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            files.add(new FileRow(report.targets().get(i).target().name(), cells.get(i)));
        }
        files.sort(Comparator.comparing((FileRow file) -> -file.target().nonCompliant())
                .thenComparing(file -> file.target().gap() < 0));
        return files;
    }

    /** The states that occur. */
    List<Key> keys() {
        Set<TargetCell.State> states = map().rows().stream()
                .flatMap(row ->
                        Stream.concat(row.whole().stream(), row.cells().stream().map(HeatMap.Cell::target)))
                .map(TargetCell::state)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(TargetCell.State.class)));
        states.remove(TargetCell.State.NOT_IN_SCOPE);
        return states.stream().map(HtmlPage::key).toList();
    }

    private static Key key(TargetCell.State state) {
        TargetCell example = new TargetCell(state, 1, state == TargetCell.State.UNREAD ? 0 : 9, -1);
        return new Key(
                example.style(),
                example.symbol(),
                switch (state) {
                    case FINDINGS -> "non-compliant of all clusters; a darker color means more";
                    case KNOWN -> "the same, with known findings only";
                    case CLEAN -> "clusters, none non-compliant";
                    case EMPTY -> "no cluster";
                    case NOT_ENABLED -> "Region not enabled";
                    case NOT_OFFERED -> "Region without DAX";
                    case UNREAD -> "could not be read, or not completely";
                    case NOT_REACHED -> "not reached before the interruption";
                    case NOT_IN_SCOPE -> "not part of this scan";
                });
    }

    List<PageRow> rows() {
        return report.clusters().stream().map(PageRow::new).toList();
    }

    boolean isEmpty() {
        return report.clusters().isEmpty();
    }

    String emptyMessage() {
        if (totals().clusters() > 0) {
            return "No cluster has a new finding.";
        }
        if (isNothingScanned()) {
            return "Nothing was scanned.";
        }
        return "There is no DAX cluster in the " + scanned() + "."
                + (isIncomplete() ? " The report is incomplete." : "");
    }

    String rowCount() {
        return Counted.of(report.clusters().size(), "cluster");
    }

    List<PageRow.Verdict> verdicts() {
        return Arrays.stream(PageRow.Verdict.values()).filter(this::isListed).toList();
    }

    List<Choice> accounts() {
        Map<String, Choice> accounts = new TreeMap<>();
        for (PageRow row : rows()) {
            String name = row.accountName().isEmpty() ? "" : " " + row.accountName();
            accounts.putIfAbsent(row.account(), new Choice(row.account(), row.account() + name));
        }
        return List.copyOf(accounts.values());
    }

    List<String> regions() {
        return rows().stream().map(PageRow::region).distinct().sorted().toList();
    }

    List<String> paths() {
        return rows().stream().map(PageRow::file).distinct().sorted().toList();
    }

    List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        for (GapGroup group : report.gapGroups()) {
            Target target = group.first().target();
            List<String> regions =
                    target instanceof InAccount && group.regions().isEmpty() ? List.of("all Regions") : group.regions();
            gaps.add(gap(gaps.size(), target, regions, group.first().explanation()));
        }
        return gaps;
    }

    /** Regions that are not enabled or have no DAX. */
    List<Gap> excluded() {
        Map<List<String>, Gap> byAccount = new LinkedHashMap<>();
        for (ScannedTarget scannedTarget : report.targets()) {
            if (scannedTarget.outcome() instanceof Outcome.Excluded excluded
                    && scannedTarget.target() instanceof AccountRegion target) {
                byAccount
                        .computeIfAbsent(
                                List.of(target.account(), excluded.reason()),
                                ignored -> gap(byAccount.size(), target, new ArrayList<>(), excluded.reason()))
                        .regions()
                        .add(target.region());
            }
        }
        return List.copyOf(byAccount.values());
    }

    private static Gap gap(int number, Target target, List<String> regions, String reason) {
        return target instanceof InAccount in
                ? new Gap(number, in.account(), in.accountName().orElse(""), regions, reason)
                : new Gap(number, target.name(), "", regions, reason);
    }

    boolean hasExcluded() {
        return !excluded().isEmpty();
    }

    /** The controls with their risk, in the report's order. */
    List<ControlRow> controls() {
        return report.controls().stream()
                .map(control ->
                        new ControlRow(control, ControlReference.of(control).risk()))
                .toList();
    }

    /** The compliance frameworks to which at least one control of the report is mapped. */
    List<FrameworkRow> frameworks() {
        List<ControlReference> references =
                report.controls().stream().map(ControlReference::of).toList();
        return Arrays.stream(ControlReference.Framework.values())
                .filter(framework -> references.stream()
                        .anyMatch(reference -> reference.frameworks().contains(framework)))
                .map(framework -> new FrameworkRow(
                        framework.label(),
                        references.stream()
                                .map(reference -> reference.ids(framework))
                                .map(ids -> ids.isEmpty() ? "not mapped" : String.join(", ", ids))
                                .toList()))
                .toList();
    }

    boolean hasNotes() {
        return !report.notes().isEmpty();
    }
}
