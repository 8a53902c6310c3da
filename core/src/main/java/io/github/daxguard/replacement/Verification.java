package io.github.daxguard.replacement;

import io.github.daxguard.dax.ClusterDetails;
import io.github.daxguard.replacement.Blocker.Remedy;
import io.github.daxguard.replacement.Candidate.Relation;
import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the replacement cluster can replace the source cluster.
 *
 * @param blockers everything that prevents it
 * @param waiting whether time alone may help: DAX has not finished its work on the cluster
 * @param differences attributes that differ from the source cluster; those that block are also in the blockers
 */
record Verification(List<Blocker> blockers, boolean waiting, List<Difference> differences) {

    private static final Set<String> IN_PROGRESS = Set.of("creating", "modifying");

    Verification {
        blockers = List.copyOf(blockers);
        differences = List.copyOf(differences);
    }

    boolean isVerified() {
        return blockers.isEmpty();
    }

    /** Whether there is a blocker that waiting does not remove. */
    boolean isBlockedPermanently() {
        return !isVerified() && !waiting;
    }

    /**
     * Compares the replacement cluster with the source cluster.
     *
     * @param source empty once it is deleted
     */
    static Verification of(ReplacementRequest request, Candidate candidate, Optional<ClusterDetails> source) {
        Optional<ClusterDetails> found = candidate.cluster();
        if (found.isEmpty()) {
            return new Verification(
                    List.of(Blocker.of("There is no cluster " + request.replacementCluster() + ".", Remedy.CREATE)),
                    false,
                    List.of());
        }
        ClusterDetails cluster = found.get();
        // While DAX changes the cluster, it can show values that are not final.
        List<Difference> differences = source.filter(known -> !IN_PROGRESS.contains(cluster.status()))
                .map(known -> Differences.of(request, known, cluster))
                .orElse(List.of());
        List<Blocker> permanent = permanent(request, candidate, cluster, source);
        differences.stream()
                .filter(difference -> difference.blocking() && !isLostTls(difference))
                .forEach(difference -> permanent.add(new Blocker(
                        "Difference between " + cluster.name() + " and " + request.cluster() + ": " + difference + ".",
                        Remedy.ACCEPT_DIFFERENCE,
                        difference.attribute().jsonName())));
        List<Blocker> temporary = temporary(candidate, cluster);
        List<Blocker> blockers = new ArrayList<>(permanent);
        blockers.addAll(temporary);
        return new Verification(blockers, permanent.isEmpty() && !temporary.isEmpty(), differences);
    }

    /** The loss of TLS has its own blocker, because it cannot be accepted. */
    private static boolean isLostTls(Difference difference) {
        return difference.attribute() == Attribute.ENDPOINT_ENCRYPTION
                && difference.source().equals("TLS");
    }

    /** Blockers that waiting does not remove. */
    private static List<Blocker> permanent(
            ReplacementRequest request, Candidate candidate, ClusterDetails cluster, Optional<ClusterDetails> source) {
        List<Blocker> blockers = new ArrayList<>();
        if (candidate.is(Relation.OTHER)) {
            blockers.add(Blocker.of(
                    cluster.name() + " does not replace " + request.cluster() + ": " + candidate.reason() + "."));
        }
        // DAX can report this while it creates the cluster. Of an available cluster it proves nothing.
        boolean enabling = IN_PROGRESS.contains(cluster.status())
                && cluster.cluster().encryptionAtRest().equals("ENABLING");
        if (!Control.ENCRYPTION_AT_REST.isMetBy(cluster.cluster()) && !enabling) {
            blockers.add(recreated(cluster, cluster.name() + " is not encrypted at rest."));
        }
        boolean wantsTls = request.endpointEncryption() == EndpointEncryption.TLS
                || source.filter(known -> Control.ENCRYPTION_IN_TRANSIT.isMetBy(known.cluster())
                                || Planner.failing(request, known).equals(List.of(Control.ENCRYPTION_IN_TRANSIT)))
                        .isPresent();
        if (wantsTls && !Control.ENCRYPTION_IN_TRANSIT.isMetBy(cluster.cluster())) {
            blockers.add(recreated(cluster, "The endpoint of " + cluster.name() + " does not support TLS."));
        }
        source.ifPresent(replaced -> compareSize(cluster, replaced, blockers));
        request.nodeType()
                .filter(type -> !type.equals(cluster.nodeType()))
                .ifPresent(type -> blockers.add(recreated(
                        cluster,
                        "The node type of " + cluster.name() + " is "
                                + (cluster.nodeType().isEmpty() ? "not reported" : cluster.nodeType())
                                + ", not the requested " + type + ".")));
        if (!cluster.isAvailable() && !IN_PROGRESS.contains(cluster.status())) {
            blockers.add(
                    cluster.cluster().isBeingDeleted()
                            ? Blocker.of(cluster.name() + " is being deleted.", Remedy.CREATE_AFTER_DELETION)
                            : Blocker.of(cluster.name() + " is not available (status: " + cluster.status()
                                    + "). See the cluster's events in the DynamoDB console."));
        }
        return blockers;
    }

    private static Blocker recreated(ClusterDetails cluster, String problem) {
        return new Blocker(problem, Remedy.DELETE_AND_CREATE, cluster.name());
    }

    private static void compareSize(ClusterDetails replacement, ClusterDetails source, List<Blocker> blockers) {
        // DAX can list fewer or more nodes than the total that it reports.
        int nodes = Math.max(source.totalNodes(), source.nodes().size());
        if (nodes < 1) {
            blockers.add(Blocker.of("DAX does not report how many nodes " + source.name() + " has."));
        }
        if (replacement.totalNodes() < nodes) {
            blockers.add(Blocker.of(replacement.name() + " has " + Sentences.count(replacement.totalNodes(), "node")
                    + ", but " + source.name() + " has " + nodes + ": add nodes to " + replacement.name() + "."));
        }
    }

    /** Blockers that waiting can remove: DAX has not finished its work. */
    private static List<Blocker> temporary(Candidate candidate, ClusterDetails cluster) {
        if (IN_PROGRESS.contains(cluster.status())) {
            return List.of(Blocker.of(cluster.name() + " is not available (status: " + cluster.status() + ")."));
        }
        if (!cluster.isAvailable()) {
            return List.of();
        }
        List<Blocker> blockers = new ArrayList<>();
        if (candidate.is(Relation.UNCONFIRMED)) {
            blockers.add(Blocker.of("DAX does not show the tags of " + cluster.name()
                    + " yet, which prove that it is the replacement cluster."));
        }
        if (cluster.totalNodes() < 1 || cluster.availableNodes() < cluster.totalNodes()) {
            blockers.add(Blocker.of(cluster.availableNodes() + " of " + cluster.totalNodes() + " nodes of "
                    + cluster.name() + " are available."));
        }
        if (cluster.endpoint().isEmpty()) {
            blockers.add(Blocker.of("DAX does not show the endpoint of " + cluster.name() + " yet."));
        }
        return blockers;
    }
}
