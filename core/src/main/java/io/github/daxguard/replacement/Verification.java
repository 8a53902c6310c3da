package io.github.daxguard.replacement;

import io.github.daxguard.dax.ClusterDetails;
import io.github.daxguard.replacement.Blocker.Remedy;
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

    /** Whether it is no use to wait: the twin is not what it should be, or there is none. */
    boolean isHopeless() {
        return !isVerified() && !waiting;
    }

    /**
     * Compares.
     *
     * @param old the cluster to be replaced; empty once it is gone
     */
    static Verification of(ReplacementRequest request, Twin twin, Optional<ClusterDetails> old) {
        Optional<ClusterDetails> found = twin.cluster();
        if (found.isEmpty()) {
            return new Verification(
                    List.of(Blocker.of("There is no cluster " + request.twin() + ".", Remedy.CREATE)),
                    false,
                    List.of());
        }
        ClusterDetails cluster = found.get();
        // While DAX is at work on it, it can show values that are not final.
        List<Difference> differences = old.filter(source -> !UNDER_WAY.contains(cluster.status()))
                .map(source -> Differences.of(request, source, cluster))
                .orElse(List.of());
        List<Blocker> lasting = lasting(request, twin, cluster, old);
        differences.stream()
                .filter(difference -> difference.blocking() && !isLostTls(difference))
                .forEach(difference -> lasting.add(new Blocker(
                        "Difference between " + cluster.name() + " and " + request.cluster() + ": " + difference + ".",
                        Remedy.ACCEPT_DIFFERENCE,
                        difference.attribute().jsonName())));
        List<Blocker> passing = passing(twin, cluster);
        List<Blocker> blockers = new ArrayList<>(lasting);
        blockers.addAll(passing);
        return new Verification(blockers, lasting.isEmpty() && !passing.isEmpty(), differences);
    }

    /** It has a blocker of its own, because it cannot be accepted. */
    private static boolean isLostTls(Difference difference) {
        return difference.attribute() == Attribute.ENDPOINT_ENCRYPTION
                && difference.source().equals("TLS");
    }

    /** What time alone does not fix. */
    private static List<Blocker> lasting(
            ReplacementRequest request, Twin twin, ClusterDetails cluster, Optional<ClusterDetails> old) {
        List<Blocker> blockers = new ArrayList<>();
        if (twin instanceof Twin.Other other) {
            blockers.add(
                    Blocker.of(cluster.name() + " does not replace " + request.cluster() + ": " + other.why() + "."));
        }
        // DAX can report this while it creates the cluster. Of an available cluster it proves nothing.
        boolean enabling = UNDER_WAY.contains(cluster.status())
                && cluster.cluster().encryptionAtRest().equals("ENABLING");
        if (!Control.ENCRYPTION_AT_REST.isMetBy(cluster.cluster()) && !enabling) {
            blockers.add(recreated(cluster, cluster.name() + " is not encrypted at rest."));
        }
        boolean wantsTls = request.endpointEncryption() == EndpointEncryption.TLS
                || old.filter(source -> Control.ENCRYPTION_IN_TRANSIT.isMetBy(source.cluster())
                                || Planner.failing(request, source).equals(List.of(Control.ENCRYPTION_IN_TRANSIT)))
                        .isPresent();
        if (wantsTls && !Control.ENCRYPTION_IN_TRANSIT.isMetBy(cluster.cluster())) {
            blockers.add(recreated(cluster, "The endpoint of " + cluster.name() + " does not support TLS."));
        }
        old.ifPresent(replaced -> compareSize(cluster, replaced, blockers));
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

    private static void compareSize(ClusterDetails twin, ClusterDetails old, List<Blocker> blockers) {
        // What DAX shows of the nodes can be less than what it says there are, or, oddly, more.
        int nodes = Math.max(old.totalNodes(), old.nodes().size());
        if (nodes < 1) {
            blockers.add(Blocker.of("DAX does not report how many nodes " + old.name() + " has."));
        }
        if (twin.totalNodes() < nodes) {
            blockers.add(Blocker.of(twin.name() + " has " + Sentences.count(twin.totalNodes(), "node") + ", but "
                    + old.name() + " has " + nodes + ": add nodes to " + twin.name() + "."));
        }
    }

    /** What DAX has not finished. */
    private static List<Blocker> passing(Twin twin, ClusterDetails cluster) {
        if (UNDER_WAY.contains(cluster.status())) {
            return List.of(Blocker.of(cluster.name() + " is not available, but " + cluster.status() + "."));
        }
        if (!cluster.isAvailable()) {
            return List.of();
        }
        List<Blocker> blockers = new ArrayList<>();
        if (twin instanceof Twin.Unconfirmed) {
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
