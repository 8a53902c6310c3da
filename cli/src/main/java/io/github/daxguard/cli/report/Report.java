package io.github.daxguard.cli.report;

import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of a scan or a check.
 *
 * @param at the start
 * @param targets all targets, by name
 * @param clusters worst first: all, or with a comparison those with new findings
 * @param totals of all clusters
 */
public record Report(
        Subject subject,
        String version,
        Instant at,
        List<Control> controls,
        List<ScannedTarget> targets,
        List<EvaluatedCluster> clusters,
        Totals totals,
        List<String> notes,
        Optional<Comparison> comparison,
        boolean isInterrupted,
        ConfiguredOptions configured) {

    public enum Subject {
        CLUSTERS,
        TEMPLATES
    }

    public Report {
        controls = List.copyOf(controls);
        targets = List.copyOf(targets);
        clusters = List.copyOf(clusters);
        notes = List.copyOf(notes);
    }

    public static Report of(
            Subject subject,
            String version,
            Instant at,
            List<Control> controls,
            List<ScannedTarget> targets,
            List<EvaluatedCluster> clusters,
            List<String> notes,
            boolean isInterrupted) {
        return new Report(
                subject,
                version,
                at,
                controls,
                targets.stream()
                        .sorted(Comparator.comparing(
                                scannedTarget -> scannedTarget.target().name()))
                        .toList(),
                EvaluatedCluster.worstFirst(clusters),
                totals(clusters),
                notes,
                Optional.empty(),
                isInterrupted,
                ConfiguredOptions.NONE);
    }

    /** The same report with the options that the command line does not show. */
    public Report with(ConfiguredOptions options) {
        return new Report(
                subject, version, at, controls, targets, clusters, totals, notes, comparison, isInterrupted, options);
    }

    private static Totals totals(List<EvaluatedCluster> clusters) {
        return new Totals(
                clusters.size(),
                count(clusters, cluster -> cluster.compliance() == Compliance.NON_COMPLIANT),
                count(clusters, cluster -> cluster.compliance() == Compliance.COMPLIANT),
                count(clusters, EvaluatedCluster::isExempt),
                count(clusters, cluster -> cluster.compliance() == Compliance.NOT_APPLICABLE && !cluster.isExempt()),
                findings(clusters));
    }

    private static int findings(List<EvaluatedCluster> clusters) {
        return clusters.stream().mapToInt(cluster -> cluster.findings().size()).sum();
    }

    private static int count(List<EvaluatedCluster> clusters, Predicate<EvaluatedCluster> which) {
        return (int) clusters.stream().filter(which).count();
    }

    /** The report with only the findings that the previous report does not have. */
    public Report since(String baseline, Set<FindingKey> former) {
        Set<FindingKey> current = keys(clusters);
        Set<String> complete = targets.stream()
                .filter(scannedTarget -> scannedTarget.outcome() instanceof ScannedTarget.Outcome.Complete)
                .map(scannedTarget -> scannedTarget.target().name())
                .collect(Collectors.toSet());
        Set<FindingKey> fixed = former.stream()
                .filter(key ->
                        !current.contains(key) && complete.contains(key.target()) && controls.contains(key.control()))
                .collect(Collectors.toSet());
        // Findings in targets that were not scanned this time are kept, so that the next comparison does not report
        // them as new.
        Set<FindingKey> known = new HashSet<>(former);
        known.removeAll(fixed);
        List<EvaluatedCluster> news = EvaluatedCluster.worstFirst(clusters.stream()
                .map(cluster -> cluster.withEvaluations(
                        evaluation -> evaluation.isFinding() && !known.contains(FindingKey.of(cluster, evaluation))))
                .flatMap(Optional::stream)
                .toList());
        return new Report(
                subject,
                version,
                at,
                controls,
                targets,
                news,
                totals.withFindings(findings(news)),
                notes,
                Optional.of(new Comparison(baseline, known, fixed)),
                isInterrupted,
                configured);
    }

    private static Set<FindingKey> keys(List<EvaluatedCluster> clusters) {
        return clusters.stream()
                .flatMap(cluster -> cluster.findings().stream().map(evaluation -> FindingKey.of(cluster, evaluation)))
                .collect(Collectors.toSet());
    }

    /** The notes, and the sources of the options that the command line does not show. */
    public List<String> allNotes() {
        return Stream.concat(notes.stream(), configured.sentences().stream()).toList();
    }

    /** All findings, including known ones that the list of clusters does not have. */
    public Set<FindingKey> findingKeys() {
        Set<FindingKey> all = new HashSet<>(keys(clusters));
        comparison.ifPresent(former -> all.addAll(former.known()));
        return all;
    }

    /** The targets that may have clusters that are not in the report. */
    public List<ScannedTarget> gaps() {
        return targets.stream().filter(ScannedTarget::isGap).toList();
    }

    /** The gaps, grouped by account and cause. */
    public List<GapGroup> gapGroups() {
        return GapGroup.byAccount(gaps());
    }

    /** The gaps, grouped by cause. */
    public List<GapGroup> gapCauses() {
        return GapGroup.byCause(gaps());
    }

    /** The number of completely scanned targets. */
    public int completeTargets() {
        return (int) targets.stream()
                .filter(scannedTarget -> scannedTarget.outcome() instanceof ScannedTarget.Outcome.Complete)
                .count();
    }

    /** Whether no target is missing, and at least one was scanned. A report of excluded Regions only is incomplete. */
    public boolean isComplete() {
        return completeTargets() > 0 && gaps().isEmpty() && !isInterrupted;
    }

    /** The requested details of the listed findings that could not be read, as sentences. */
    public List<String> unreadDetails() {
        return clusters.stream().flatMap(cluster -> cluster.details().unread()).toList();
    }

    /** Whether it is complete and without findings. */
    public boolean isClean() {
        return isComplete() && totals.findings() == 0;
    }
}
