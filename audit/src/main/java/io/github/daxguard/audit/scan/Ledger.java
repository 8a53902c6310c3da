package io.github.daxguard.audit.scan;

import io.github.daxguard.audit.report.AuditedCluster;
import io.github.daxguard.audit.report.Look;
import io.github.daxguard.audit.report.Look.Outcome;
import io.github.daxguard.audit.report.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /** It turned out to be no place by itself: what it stands for is planned in its stead. */
    synchronized void drop(Place place) {
        planned.remove(place);
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

    synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    synchronized List<AuditedCluster> clusters() {
        return reads.values().stream().flatMap(read -> read.clusters().stream()).toList();
    }

    /** What came of each place that was planned; that nobody came there counts too. */
    synchronized List<Look> looks() {
        return planned.stream().map(place -> new Look(place, outcome(place))).toList();
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
        if (read.credentials() == PlaceRead.Credentials.REFUSED
                && areAcceptedElsewhere(read.place().account())) {
            return new Outcome.NotEnabled(
                    "The account has not enabled this Region: it does not know credentials that others of its Regions take.");
        }
        return new Outcome.Unread(read.failure().get());
    }

    private boolean areAcceptedElsewhere(String account) {
        return reads.values().stream()
                .anyMatch(read ->
                        read.place().account().equals(account) && read.credentials() == PlaceRead.Credentials.ACCEPTED);
    }
}
