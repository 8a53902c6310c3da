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
 * Whether the replacement cluster can take over.
 *
 * @param blockers all that prevents it
 * @param waiting whether time alone may help: DAX has not finished its work on the cluster
 * @param differences the attributes that are not as the source cluster has them; those that block are blockers, too
 */
record Verification(List<Blocker> blockers, boolean waiting, List<Difference> differences) {

    private static final Set<String> UNDER_WAY = Set.of("creating", "modifying");

    Verification {
        blockers = List.copyOf(blockers);
        differences = List.copyOf(differences);
    }

    boolean isVerified() {
        return blockers.isEmpty();
    }

    /** Whether waiting does not help. */
    boolean isHopeless() {
        return !isVerified() && !waiting;
    }

    /**
     * Compares.
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
        // While DAX is at work on it, it can show values that are not final.
        List<Difference> differences = source.filter(known -> !UNDER_WAY.contains(cluster.status()))
                .map(known -> Differences.of(request, known, cluster))
                .orElse(List.of());
        List<Blocker> lasting = lasting(request, candidate, cluster, source);
        differences.stream()
                .filter(difference -> difference.blocking() && !isLostTls(difference))
                .forEach(difference -> lasting.add(new Blocker(
                        "Difference between " + cluster.name() + " and " + request.cluster() + ": " + difference + ".",
                        Remedy.ACCEPT_DIFFERENCE,
                        difference.attribute().jsonName())));
        List<Blocker> passing = passing(candidate, cluster);
        List<Blocker> blockers = new ArrayList<>(lasting);
        blockers.addAll(passing);
        return new Verification(blockers, lasting.isEmpty() && !passing.isEmpty(), differences);
    }

    /** It has a blocker of its own, because it cannot be accepted. */
    private static boolean isLostTls(Difference difference) {
        return difference.attribute() == Attribute.ENDPOINT_ENCRYPTION
                && difference.source().equals("TLS");
    }

    /** Blockers that waiting does not remove. */
    private static List<Blocker> lasting(
            ReplacementRequest request, Candidate candidate, ClusterDetails cluster, Optional<ClusterDetails> source) {
        List<Blocker> blockers = new ArrayList<>();
        if (candidate.is(Relation.OTHER)) {
            blockers.add(Blocker.of(
                    cluster.name() + " does not replace " + request.cluster() + ": " + candidate.reason() + "."));
        }
        // DAX can report this while it creates the cluster. Of an available cluster it proves nothing.
        boolean enabling = UNDER_WAY.contains(cluster.status())
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
        if (!cluster.isAvailable() && !UNDER_WAY.contains(cluster.status())) {
            blockers.add(
                    cluster.cluster().isBeingDeleted()
                            ? Blocker.of(cluster.name() + " is being deleted.", Remedy.CREATE_AFTER_DELETION)
                            : Blocker.of(cluster.name() + " is not available, but " + cluster.status()
                                    + ": see the cluster's events in the DynamoDB console."));
        }
        return blockers;
    }

    private static Blocker recreated(ClusterDetails cluster, String problem) {
        return new Blocker(problem, Remedy.DELETE_AND_CREATE, cluster.name());
    }

    private static void compareSize(ClusterDetails replacement, ClusterDetails source, List<Blocker> blockers) {
        // What DAX shows of the nodes can be less than what it says there are, or, oddly, more.
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
    private static List<Blocker> passing(Candidate candidate, ClusterDetails cluster) {
        if (UNDER_WAY.contains(cluster.status())) {
            return List.of(Blocker.of(cluster.name() + " is not available, but " + cluster.status() + "."));
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
