package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.FindingKey;
import io.github.daxguard.cli.report.GapGroup;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.ScannedTarget.Exclusion;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A target on the heat map: {@code nonCompliant} of {@code clusters} have findings, known ones included; {@code gap} is the index in the list of gaps, or negative. */
record TargetCell(State state, int nonCompliant, int clusters, int gap) {

    enum State {
        FINDINGS,
        /** Only findings that the baseline has. */
        KNOWN,
        CLEAN,
        EMPTY,
        NOT_ENABLED,
        NOT_OFFERED,
        UNREAD,
        NOT_REACHED,
        NOT_IN_SCOPE
    }

    /** Lower limits of the levels, in non-compliant clusters. */
    static final List<Integer> LEVELS = List.of(1, 3, 10);

    static final TargetCell NOT_IN_SCOPE = new TargetCell(State.NOT_IN_SCOPE, 0, 0, -1);

    /** The cells of all targets, in the order of the report. */
    static List<TargetCell> of(Report report) {
        // Known findings are not in the list of clusters, but count on the map.
        Map<String, Set<String>> nonCompliant = new HashMap<>();
        Map<String, Set<String>> seen = new HashMap<>();
        for (FindingKey finding : report.findingKeys()) {
            add(nonCompliant, finding.target(), finding.cluster());
            add(seen, finding.target(), finding.cluster());
        }
        Set<String> shown = new HashSet<>();
        for (EvaluatedCluster cluster : report.clusters()) {
            add(seen, cluster.target().name(), cluster.name());
            if (!cluster.findings().isEmpty()) {
                shown.add(cluster.target().name());
            }
        }
        Map<ScannedTarget, Integer> gaps = new HashMap<>();
        List<GapGroup> groups = report.gapGroups();
        for (int i = 0; i < groups.size(); i++) {
            int group = i;
            groups.get(i).gaps().forEach(scannedTarget -> gaps.put(scannedTarget, group));
        }
        List<TargetCell> cells = new ArrayList<>();
        for (ScannedTarget scannedTarget : report.targets()) {
            String target = scannedTarget.target().name();
            cells.add(of(
                    scannedTarget,
                    nonCompliant.getOrDefault(target, Set.of()).size(),
                    seen.getOrDefault(target, Set.of()).size(),
                    shown.contains(target),
                    gaps.getOrDefault(scannedTarget, -1)));
        }
        return cells;
    }

    private static void add(Map<String, Set<String>> clusters, String target, String cluster) {
        clusters.computeIfAbsent(target, ignored -> new HashSet<>()).add(cluster);
    }

    private static TargetCell of(ScannedTarget scannedTarget, int nonCompliant, int seen, boolean isShown, int gap) {
        Outcome outcome = scannedTarget.outcome();
        if (outcome instanceof Outcome.Complete complete) {
            int clusters = Math.max(complete.clusters(), seen);
            State state = isShown
                    ? State.FINDINGS
                    : nonCompliant > 0 ? State.KNOWN : clusters > 0 ? State.CLEAN : State.EMPTY;
            return new TargetCell(state, nonCompliant, clusters, gap);
        }
        if (outcome instanceof Outcome.Excluded excluded) {
            State state = excluded.exclusion() == Exclusion.NOT_ENABLED ? State.NOT_ENABLED : State.NOT_OFFERED;
            return new TargetCell(state, nonCompliant, seen, gap);
        }
        State state = outcome instanceof Outcome.Unread ? State.UNREAD : State.NOT_REACHED;
        return new TargetCell(state, nonCompliant, seen, gap);
    }

    /** The CSS classes. */
    String style() {
        String name = state.name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (state != State.FINDINGS) {
            return name;
        }
        return name + " level-" + level();
    }

    /** The level of findings, from 1; 0 without findings. */
    int level() {
        return (int) LEVELS.stream().filter(limit -> nonCompliant >= limit).count();
    }

    /** Short text; no two states have the same. */
    String symbol() {
        return switch (state) {
            case FINDINGS -> nonCompliant + "/" + clusters;
            case KNOWN -> "(" + nonCompliant + "/" + clusters + ")";
            case CLEAN -> "\u2713 " + clusters;
            case EMPTY -> "0";
            case NOT_ENABLED -> "off";
            case NOT_OFFERED -> "no DAX";
            case UNREAD -> clusters == 0 ? "?" : "? " + nonCompliant + "/" + clusters;
            case NOT_REACHED -> "\u2026";
            case NOT_IN_SCOPE -> "";
        };
    }

    String words() {
        return switch (state) {
            case FINDINGS, KNOWN ->
                nonCompliant + " of " + Counted.of(clusters, "cluster") + " non-compliant"
                        + (state == State.KNOWN ? ", with known findings only" : "");
            case CLEAN -> "none of " + Counted.of(clusters, "cluster") + " non-compliant";
            case EMPTY -> "no cluster";
            case NOT_ENABLED -> "not enabled";
            case NOT_OFFERED -> "no DAX in this Region";
            case UNREAD ->
                clusters == 0
                        ? "could not be read"
                        : "could not be read completely: " + nonCompliant + " of " + Counted.of(clusters, "cluster")
                                + " non-compliant so far";
            case NOT_REACHED -> "not reached before the interruption";
            case NOT_IN_SCOPE -> "not part of this scan";
        };
    }

    /** Whether the list has clusters of the target. */
    boolean isListed() {
        return state == State.FINDINGS || state == State.CLEAN || (state == State.UNREAD && clusters > 0);
    }

    /** Whether the target has a gap, and no clusters in the list. */
    boolean isGapOnly() {
        return gap >= 0 && !isListed();
    }

    /** Whether there are no details to link to. */
    boolean isPlain() {
        return gap < 0 && !isListed();
    }
}
