package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.FindingKey;
import io.github.daxguard.cli.report.Place;
import io.github.daxguard.cli.report.Report;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which clusters a report knows of in each place, by {@link Place#name()}. */
final class PlaceTally {

    private final Map<String, Set<String>> seen = new HashMap<>();
    private final Map<String, Set<String>> shown = new HashMap<>();
    private final Map<String, Set<String>> nonCompliant = new HashMap<>();

    PlaceTally(Report report) {
        for (AuditedCluster cluster : report.clusters()) {
            String place = cluster.place().name();
            add(seen, place, cluster.name());
            if (!cluster.findings().isEmpty()) {
                add(shown, place, cluster.name());
                add(nonCompliant, place, cluster.name());
            }
        }
        // What a baseline leaves out of the list is no less wrong for it.
        report.comparison().ifPresent(comparison -> {
            for (FindingKey known : comparison.known()) {
                add(seen, known.place(), known.cluster());
                add(nonCompliant, known.place(), known.cluster());
            }
        });
    }

    /** All clusters there that the report names. */
    int seen(Place place) {
        return count(seen, place);
    }

    /** Those with a finding that the report shows. */
    int shown(Place place) {
        return count(shown, place);
    }

    /** Those with a finding, also if the report leaves it out. */
    int nonCompliant(Place place) {
        return count(nonCompliant, place);
    }

    private static void add(Map<String, Set<String>> clusters, String place, String cluster) {
        clusters.computeIfAbsent(place, ignored -> new HashSet<>()).add(cluster);
    }

    private static int count(Map<String, Set<String>> clusters, Place place) {
        return clusters.getOrDefault(place.name(), Set.of()).size();
    }
}
