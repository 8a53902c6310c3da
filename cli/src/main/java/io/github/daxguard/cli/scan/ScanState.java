package io.github.daxguard.cli.scan;

import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.Report.Subject;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target;
import io.github.daxguard.rule.Control;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The targets of a scan and their results so far. Thread-safe. */
final class ScanState {

    private static final int BAR_WIDTH = 24;

    private final Set<Target> planned = new LinkedHashSet<>();
    private final Set<String> accounts = new HashSet<>();
    private final Map<Target, TargetResult> results = new LinkedHashMap<>();
    private final Map<Target, Outcome> failures = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private int plannedLookups;
    private int lookups;

    synchronized void plan(Target target) {
        planned.add(target);
    }

    /** Removes a planned target that other targets replace, unless it has failed. */
    synchronized void drop(Target target) {
        if (!failures.containsKey(target)) {
            planned.remove(target);
        }
    }

    /** Whether the account is new: two profiles can have the same account. */
    synchronized boolean addAccount(String account) {
        return accounts.add(account);
    }

    synchronized void completed(TargetResult result) {
        results.put(result.target(), result);
    }

    /** Counts a completed target whose details will be looked up, and which will then be completed again. */
    synchronized void planLookup() {
        plannedLookups++;
    }

    synchronized void lookedUp(TargetResult result) {
        lookups++;
        completed(result);
    }

    synchronized void failed(Target target, String reason) {
        failed(target, new Outcome.Unread(reason));
    }

    synchronized void failed(Target target, Outcome.Unread failure) {
        planned.add(target);
        failures.put(target, failure);
    }

    synchronized void note(String note) {
        notes.add(note);
    }

    /** The scan's progress as a line. */
    synchronized String progress() {
        int done = results.size() + failures.size();
        int filled = planned.isEmpty() ? 0 : BAR_WIDTH * done / planned.size();
        long failed = failures.size()
                + results.values().stream()
                        .filter(result -> result.outcome() instanceof Outcome.Unread)
                        .count();
        int clusters = results.values().stream()
                .mapToInt(result -> result.clusters().size())
                .sum();
        return String.format(
                Locale.ROOT,
                "[%s%s] %,d of %,d targets scanned; failed: %,d; clusters: %,d%s",
                "#".repeat(filled),
                "-".repeat(BAR_WIDTH - filled),
                done,
                planned.size(),
                failed,
                clusters,
                plannedLookups == 0
                        ? ""
                        : String.format(Locale.ROOT, "; looked up: %,d of %,d", lookups, plannedLookups));
    }

    /**
     * The report on each planned target so far, also on those that were not reached.
     *
     * @param regions notes on the sources of the Regions
     */
    synchronized Report report(
            String version, Instant begin, List<Control> controls, List<String> regions, boolean isInterrupted) {
        return Report.of(
                Subject.CLUSTERS,
                version,
                begin,
                controls,
                planned.stream()
                        .map(target -> new ScannedTarget(target, outcome(target)))
                        .toList(),
                results.values().stream()
                        .flatMap(result -> result.clusters().stream())
                        .toList(),
                Stream.concat(regions.stream(), notes.stream()).toList(),
                isInterrupted);
    }

    private Outcome outcome(Target target) {
        TargetResult result = results.get(target);
        return result == null ? failures.getOrDefault(target, new Outcome.NotReached()) : result.outcome();
    }
}
