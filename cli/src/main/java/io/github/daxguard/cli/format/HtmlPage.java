package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.ControlEvaluation;
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
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The model of the page's template: every name in the template is a method here or of a returned value. */
record HtmlPage(Report report, HtmlAssets assets) {

    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int LONGEST_TEXT = 4_000;

    private static final int MOST_REMEDIES = 6;

    /** The result in one line, and the next step, which can be empty. */
    record Answer(String style, String headline, String next) {}

    /** A total; {@code verdict} selects its clusters, and {@code section} is the id of the section that explains it. */
    record Figure(int value, String label, String style, Optional<String> verdict, Optional<String> section) {}

    /** Clusters of the list that belong together. */
    record RowGroup(PageRow.Group kind, List<PageRow> rows) {
        String count() {
            return Counted.of(rows.size(), "cluster");
        }
    }

    /** A remediation, and the number of findings in the report that it applies to. */
    record Remedy(String ids, String text, String findings) {}

    /** A command as an example, and the account whose credentials it requires. */
    record Example(String account, ReplaceCommandLine command) {}

    /** A part of the bar of verdicts. */
    record Segment(String style, int start, int width) {}

    record Choice(String value, String label) {}

    /** A state of the heat map in the legend. */
    record Key(String style, String symbol, String meaning) {}

    record FileRow(String path, TargetCell target) {}

    record ControlRow(Control control, String risk) {}

    /** The requirements of a compliance framework, for each control. */
    record FrameworkRow(String name, List<String> requirements) {}

    /** Targets with the same outcome for the same cause. The reason is empty if they were scanned. */
    record Gap(int number, String target, String name, List<String> regions, String reason, Optional<String> hint) {}

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
                    "The clusters are grouped by problem, below the remediation.");
        }
        if (isNothingScanned()) {
            return nothingScanned();
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
                    "No DAX cluster in " + scope() + ", " + (isLive() ? "scanned" : "checked") + " on " + at(),
                    "");
        }
        return new Answer(
                "good",
                (report.comparison().isPresent() ? "No new finding in " : "No finding in ")
                        + Counted.of(totals().clusters(), "cluster"),
                totals().compliant() == totals().clusters()
                        ? "Every cluster meets all evaluated controls."
                        : "Some clusters are exempt or not applicable.");
    }

    private Answer nothingScanned() {
        boolean isUnread = report.gaps().stream().anyMatch(gap -> gap.outcome() instanceof Outcome.Unread);
        if (isUnread) {
            return new Answer(
                    "gap",
                    "Nothing could be " + (isLive() ? "scanned" : "checked"),
                    "This report does not show whether clusters are encrypted, because " + failed()
                            + ". Fix the causes that are listed below, and run the command again.");
        }
        return new Answer(
                "gap",
                "Nothing was " + (isLive() ? "scanned" : "checked"),
                isIncomplete()
                        ? "The run was interrupted before it scanned the first " + (isLive() ? "target" : "file")
                                + ". Run the command again."
                        : "No Region in this report is enabled and has DAX. Scan another Region.");
    }

    private String failed() {
        int all = report.targets().size();
        int failed = gapCount();
        return (failed == all ? (all == 1 ? "the only " : "all " + all + " ") : failed + " of " + all + " ")
                + noun(isLive() ? "target" : "file", all) + " failed";
    }

    /** What was scanned completely: {@code 3 accounts and 17 Regions}, {@code account 111122223333 and Region eu-west-1}. */
    private String scope() {
        if (!isLive()) {
            return targets(report.completeTargets());
        }
        List<AccountRegion> scanned = report.targets().stream()
                .filter(HtmlPage::isScanned)
                .map(ScannedTarget::target)
                .filter(AccountRegion.class::isInstance)
                .map(AccountRegion.class::cast)
                .toList();
        return oneOrCount("account", scanned.stream().map(AccountRegion::account))
                + " and "
                + oneOrCount("Region", scanned.stream().map(AccountRegion::region));
    }

    private static String oneOrCount(String noun, Stream<String> values) {
        List<String> distinct = values.distinct().toList();
        return distinct.size() == 1 ? noun + " " + distinct.get(0) : Counted.of(distinct.size(), noun);
    }

    private static boolean isScanned(ScannedTarget scannedTarget) {
        return scannedTarget.outcome() instanceof Outcome.Complete;
    }

    boolean isNothingScanned() {
        return report.completeTargets() == 0 && totals().clusters() == 0;
    }

    /** Whether there is a list of clusters, or would be without a baseline. */
    boolean hasClusters() {
        return totals().clusters() > 0;
    }

    /** Whether a banner states which targets were not scanned. */
    boolean hasBanner() {
        return isIncomplete() && !isNothingScanned();
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
                    count == 0 ? "zero" : verdict.code(),
                    isListed(verdict) ? Optional.of(verdict.code()) : Optional.empty(),
                    Optional.empty()));
        }
        figures.add(figure(
                totals().findings(),
                noun(report.comparison().isPresent() ? "New finding" : "Finding", totals().findings()),
                ""));
        figures.add(figure(report.completeTargets(), isLive() ? "Targets scanned" : "Files checked", "map"));
        figures.add(new Figure(
                gapCount(),
                isLive() ? "Not scanned" : "Not checked",
                gapCount() == 0 ? "zero" : "gap",
                Optional.empty(),
                gapCount() == 0 ? Optional.empty() : Optional.of("unread")));
        return figures;
    }

    private static Figure figure(int value, String label, String section) {
        return new Figure(
                value,
                label,
                value == 0 ? "zero" : "",
                Optional.empty(),
                Optional.of(section).filter(id -> !id.isEmpty()));
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

    /** Whether there is a map. Without clusters and gaps, it would have only zeros. */
    boolean isMapped() {
        return !isNothingScanned() && (hasClusters() || gapCount() > 0);
    }

    /** The scanned targets of a report without clusters; otherwise empty. */
    List<Gap> scannedTargets() {
        return hasClusters() ? List.of() : byAccount(HtmlPage::isScanned);
    }

    boolean hasScannedTargets() {
        return !scannedTargets().isEmpty();
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

    /** The states and levels that occur, each as an example. */
    List<Key> keys() {
        return map().rows().stream()
                .flatMap(row ->
                        Stream.concat(row.whole().stream(), row.cells().stream().map(HeatMap.Cell::target)))
                .filter(target -> target.state() != TargetCell.State.NOT_IN_SCOPE)
                .sorted(Comparator.comparing(TargetCell::state).thenComparing(TargetCell::level))
                .map(HtmlPage::key)
                .distinct()
                .toList();
    }

    private static Key key(TargetCell target) {
        int limit = target.level() == 0 ? 1 : TargetCell.LEVELS.get(target.level() - 1);
        TargetCell example = new TargetCell(
                target.state(), limit, target.state() == TargetCell.State.UNREAD ? 0 : Math.max(9, limit + 2), -1);
        return new Key(
                example.style(),
                example.symbol(),
                switch (target.state()) {
                    case FINDINGS -> range(target.level()) + " non-compliant clusters";
                    case KNOWN -> "non-compliant clusters, with known findings only";
                    case CLEAN -> "clusters, none non-compliant";
                    case EMPTY -> "no cluster";
                    case NOT_ENABLED -> "Region not enabled";
                    case NOT_OFFERED -> "Region without DAX";
                    case UNREAD -> "could not be read, or not completely";
                    case NOT_REACHED -> "not reached before the interruption";
                    case NOT_IN_SCOPE -> "not part of this scan";
                });
    }

    /** The numbers of a level: {@code 1 or 2}, {@code 10 or more}. */
    private static String range(int level) {
        int first = TargetCell.LEVELS.get(level - 1);
        if (level == TargetCell.LEVELS.size()) {
            return first + " or more";
        }
        int last = TargetCell.LEVELS.get(level) - 1;
        return first + (last == first + 1 ? " or " : " to ") + last;
    }

    /** The groups of the list that have clusters. */
    List<RowGroup> groups() {
        Set<String> common = remedies().stream().map(Remedy::text).collect(Collectors.toSet());
        return report.clusters().stream()
                .collect(Collectors.groupingBy(
                        PageRow.Group::of, () -> new EnumMap<>(PageRow.Group.class), Collectors.toList()))
                .entrySet()
                .stream()
                .map(group -> new RowGroup(
                        group.getKey(),
                        group.getValue().stream()
                                .map(cluster -> new PageRow(cluster, common))
                                .toList()))
                .toList();
    }

    private List<PageRow> rows() {
        return report.clusters().stream()
                .map(cluster -> new PageRow(cluster, Set.of()))
                .toList();
    }

    /** Whether the list is empty, because all findings are known. */
    boolean isEmpty() {
        return report.clusters().isEmpty();
    }

    boolean hasFindings() {
        return totals().findings() > 0;
    }

    boolean hasIgnoredExemptions() {
        return report.clusters().stream()
                .anyMatch(cluster -> PageRow.Group.of(cluster) == PageRow.Group.IGNORED_EXEMPTION);
    }

    /** The most frequent remediations of declared clusters. Others are in their rows. */
    List<Remedy> remedies() {
        if (isLive()) {
            return List.of();
        }
        Map<String, List<ControlEvaluation>> findings = report.clusters().stream()
                .flatMap(cluster -> cluster.findings().stream())
                .collect(
                        Collectors.groupingBy(ControlEvaluation::remediation, LinkedHashMap::new, Collectors.toList()));
        return findings.entrySet().stream()
                .sorted(Comparator.comparing(remedy -> -remedy.getValue().size()))
                .limit(MOST_REMEDIES)
                .map(remedy -> new Remedy(
                        remedy.getValue().stream()
                                .map(finding -> finding.control().securityHubId())
                                .distinct()
                                .collect(Collectors.joining(", ")),
                        remedy.getKey(),
                        Counted.of(remedy.getValue().size(), "finding")))
                .toList();
    }

    /** The kind of cluster that meets the unmet controls. */
    String replacement() {
        Set<Control> unmet = report.clusters().stream()
                .flatMap(cluster -> cluster.findings().stream())
                .map(ControlEvaluation::control)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Control.class)));
        return (unmet.contains(Control.ENCRYPTION_AT_REST) ? "an encrypted cluster" : "a cluster")
                + (unmet.contains(Control.ENCRYPTION_IN_TRANSIT) ? " with TLS" : "");
    }

    /** The command for the first cluster that has one. */
    Optional<Example> example() {
        return rows().stream()
                .flatMap(row -> row.command().map(command -> new Example(row.account(), command)).stream())
                .findFirst();
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
            Optional<String> hint = group.hasOneReason()
                    ? Optional.empty()
                    : Optional.of(
                            "This is the reason for " + group.first().target().name()
                                    + ". The same type of error occurred in the other Regions. The formats json and csv contain each "
                                    + "reason.");
            gaps.add(gap(gaps.size(), target, regions, group.first().explanation(), hint));
        }
        return gaps;
    }

    /** Regions that are not enabled or have no DAX. */
    List<Gap> excluded() {
        return byAccount(scannedTarget -> scannedTarget.outcome() instanceof Outcome.Excluded);
    }

    /** The matching targets: one entry for each account and explanation, or each file. */
    private List<Gap> byAccount(Predicate<ScannedTarget> which) {
        Map<List<String>, Gap> byAccount = new LinkedHashMap<>();
        for (ScannedTarget scannedTarget : report.targets()) {
            if (which.test(scannedTarget)) {
                Target target = scannedTarget.target();
                String reason = scannedTarget.explanation();
                Gap group = byAccount.computeIfAbsent(
                        List.of(target instanceof InAccount in ? in.account() : target.name(), reason),
                        ignored -> gap(byAccount.size(), target, new ArrayList<>(), reason, Optional.empty()));
                if (target instanceof AccountRegion in) {
                    group.regions().add(in.region());
                }
            }
        }
        return List.copyOf(byAccount.values());
    }

    private static Gap gap(int number, Target target, List<String> regions, String reason, Optional<String> hint) {
        return target instanceof InAccount in
                ? new Gap(number, in.account(), in.accountName().orElse(""), regions, reason, hint)
                : new Gap(number, target.name(), "", regions, reason, hint);
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
        return !report.allNotes().isEmpty();
    }
}
