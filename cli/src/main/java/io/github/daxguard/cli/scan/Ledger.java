package io.github.daxguard.cli.scan;

import io.github.daxguard.cli.report.Look;
import io.github.daxguard.cli.report.Look.Outcome;
import io.github.daxguard.cli.report.Place;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.Report.Subject;
import io.github.daxguard.rule.Control;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What is to be looked at, and what has been found there so far. For use by several threads. */
final class Ledger {

    private final Set<Place> planned = new LinkedHashSet<>();
    private final Set<String> entered = new HashSet<>();
    private final Map<Place, PlaceRead> reads = new LinkedHashMap<>();
    private final Map<Place, String> failures = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private int clusters;

    /** How far it is. */
    record State(int planned, int done, int failed, int clusters) {}

    synchronized void plan(Place place) {
        planned.add(place);
    }

    /** It turned out to be no place by itself: what it stands for is planned in its stead, or it is known as failed. */
    synchronized void drop(Place place) {
        if (!failures.containsKey(place)) {
            planned.remove(place);
        }
    }

    /** Whether the account is entered for the first time: two profiles can lead to the same. */
    synchronized boolean enter(String account) {
        return entered.add(account);
    }

    synchronized void read(PlaceRead read) {
        reads.put(read.place(), read);
        clusters += read.clusters().size();
    }

    synchronized void failed(Place place, String why) {
        planned.add(place);
        failures.put(place, why);
    }

    synchronized void note(String note) {
        notes.add(note);
    }

    synchronized State state() {
        long failed = failures.size()
                + reads.values().stream()
                        .filter(read -> read.failure().isPresent())
                        .count();
        return new State(planned.size(), reads.size() + failures.size(), (int) failed, clusters);
    }

    /** What came of each place that was planned, as it stands now; that nobody came there counts too. */
    synchronized Report report(String version, Instant begin, List<Control> controls, boolean isInterrupted) {
        return Report.of(
                Subject.CLUSTERS,
                version,
                begin,
                controls,
                planned.stream().map(place -> new Look(place, outcome(place))).toList(),
                reads.values().stream()
                        .flatMap(read -> read.clusters().stream())
                        .toList(),
                notes,
                isInterrupted);
    }

    private Outcome outcome(Place place) {
        PlaceRead read = reads.get(place);
        if (read == null) {
            String failure = failures.get(place);
            return failure == null ? new Outcome.NotReached() : new Outcome.Unread(failure);
        }
        if (read.failure().isEmpty()) {
            return new Outcome.Complete(read.clusters().size());
        }
        if (isNotEnabled(read)) {
            return new Outcome.NotEnabled(
                    "The account has not enabled this Region: it does not know credentials that another "
                            + "Region of the account takes. (It does not know session tokens of STS's global endpoint either.)");
        }
        return new Outcome.Unread(read.failure().get());
    }

    /**
     * AWS says the same of valid credentials where the account has not enabled the Region as of credentials that are not
     * valid. So another Region must have taken them to the end, and this one must be the only one that did not, unless it
     * is one that an account has to enable: credentials that cease to be valid meanwhile are refused everywhere.
     */
    private boolean isNotEnabled(PlaceRead read) {
        return isRefused(read)
                && ofTheAccount(read).anyMatch(other -> other.failure().isEmpty())
                && (DaxRegions.mustBeEnabled(read.place().region())
                        || ofTheAccount(read).filter(Ledger::isRefused).count() == 1);
    }

    private static boolean isRefused(PlaceRead read) {
        return read.credentials() == PlaceRead.Credentials.REFUSED
                && read.clusters().isEmpty();
    }

    private Stream<PlaceRead> ofTheAccount(PlaceRead read) {
        return reads.values().stream()
                .filter(other -> other.place().account().equals(read.place().account()));
    }
}
