package io.github.daxguard.digest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Adds the creators of clusters to findings, those of new findings first.
 *
 * <p>Reads at most {@value #MOST_CLUSTERS} objects, so that many findings do not exhaust the time of the digest. It also reads the
 * object of a cluster whose creator is known, because a cluster can be created again with the same name.
 */
final class Creators {

    static final int MOST_CLUSTERS = 1000;

    private final DigestStore store;
    private final Map<Cluster, Optional<ClusterCreator>> read = new HashMap<>();
    private final Set<Cluster> omitted = new HashSet<>();
    private Optional<DigestException> failure = Optional.empty();
    private boolean isStopped;

    private record Cluster(FindingTarget target, String name) {}

    Creators(DigestStore store) {
        this.store = store;
    }

    /** Adds them to new findings, to findings without a known creator, and then to all others. */
    void addTo(DigestComparison comparison) {
        add(comparison.fresh(), List.copyOf(comparison.fresh().keySet()));
        List<AggregatedFinding> unknown = new ArrayList<>();
        List<AggregatedFinding> known = new ArrayList<>();
        comparison.still().forEach((finding, each) -> (each.creator().isEmpty() ? unknown : known).add(finding));
        add(comparison.still(), unknown);
        add(comparison.still(), known);
    }

    /** The number of clusters whose creators were not read, because of a failure, the limit or the time. */
    int omitted() {
        return omitted.size();
    }

    /** The error that ended the reading; otherwise, the error of the first object with invalid content. */
    Optional<DigestException> failure() {
        return failure;
    }

    private void add(SortedMap<AggregatedFinding, Known> findings, List<AggregatedFinding> order) {
        for (AggregatedFinding finding : order) {
            // A rule can report other ids. S3 refuses a key that is too long, and this failure would end the reading of
            // all creators.
            if (finding.resource().isCluster()
                    && DigestStore.CLUSTER_NAME.matcher(finding.resource().id()).matches()) {
                of(new Cluster(finding.target(), finding.resource().id()))
                        .ifPresent(creator ->
                                findings.computeIfPresent(finding, (key, known) -> known.withCreator(creator)));
            }
        }
    }

    private Optional<ClusterCreator> of(Cluster cluster) {
        Optional<ClusterCreator> known = read.get(cluster);
        if (known != null) {
            return known;
        }
        if (isStopped || read.size() == MOST_CLUSTERS || !store.haveTime()) {
            omitted.add(cluster);
            return Optional.empty();
        }
        Optional<ClusterCreator> creator = Optional.empty();
        try {
            creator = store.creator(cluster.target(), cluster.name());
        } catch (DigestException e) {
            isStopped = !DigestStore.isInvalidContent(e);
            if (isStopped || failure.isEmpty()) {
                failure = Optional.of(e);
            }
            omitted.add(cluster);
        }
        read.put(cluster, creator);
        return creator;
    }
}
