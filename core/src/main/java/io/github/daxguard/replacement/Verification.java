package io.github.daxguard.replacement;

import io.github.daxguard.dax.ClusterDetails;
import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the twin can take over.
 *
 * @param problems all that speaks against it, as sentences; none if it can
 * @param waiting whether time alone may help: DAX is still at work on it
 * @param differences the attributes that are not as the source cluster has them; those that block are problems, too
 */
record Verification(List<String> problems, boolean waiting, List<Difference> differences) {

    private static final Set<String> UNDER_WAY = Set.of("creating", "modifying");

    Verification {
        problems = List.copyOf(problems);
        differences = List.copyOf(differences);
    }

    boolean isVerified() {
        return problems.isEmpty();
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
                    List.of("There is no cluster " + request.twin() + ": run the step create."), false, List.of());
        }
        ClusterDetails cluster = found.get();
        // While DAX is at work on it, it can show values that are not final.
        List<Difference> differences = old.filter(source -> !UNDER_WAY.contains(cluster.status()))
                .map(source -> Differences.of(request, source, cluster))
                .orElse(List.of());
        List<String> lasting = lasting(request, twin, cluster, old);
        differences.stream()
                .filter(difference -> difference.blocking() && !isLostTls(difference))
                .forEach(difference -> lasting.add("Difference between " + cluster.name() + " and " + request.cluster()
                        + ": " + difference + ". If this is intended, accept it: acceptDifferences="
                        + difference.attribute().jsonName()
                        + ". Otherwise correct it, or delete " + cluster.name()
                        + " and run the step create again."));
        List<String> passing = passing(twin, cluster);
        List<String> problems = new ArrayList<>(lasting);
        problems.addAll(passing);
        return new Verification(problems, lasting.isEmpty() && !passing.isEmpty(), differences);
    }

    /** That is a problem of its own, which cannot be accepted. */
    private static boolean isLostTls(Difference difference) {
        return difference.attribute() == Attribute.ENDPOINT_ENCRYPTION
                && difference.source().equals("TLS");
    }

    /** What time alone does not mend. */
    private static List<String> lasting(
            ReplacementRequest request, Twin twin, ClusterDetails cluster, Optional<ClusterDetails> old) {
        List<String> problems = new ArrayList<>();
        if (twin instanceof Twin.Other other) {
            problems.add(cluster.name() + " does not replace " + request.cluster() + ": " + other.why() + ".");
        }
        // DAX may say so of a cluster that it is making; of one that runs it proves nothing.
        boolean enabling = UNDER_WAY.contains(cluster.status())
                && cluster.cluster().encryptionAtRest().equals("ENABLING");
        if (!Control.ENCRYPTION_AT_REST.isMetBy(cluster.cluster()) && !enabling) {
            problems.add(cluster.name() + " is not encrypted at rest: delete it, and run the step create again.");
        }
        boolean wantsTls = request.endpointEncryption() == EndpointEncryption.TLS
                || old.filter(source -> Control.ENCRYPTION_IN_TRANSIT.isMetBy(source.cluster())
                                || Planner.failing(request, source).equals(List.of(Control.ENCRYPTION_IN_TRANSIT)))
                        .isPresent();
        if (wantsTls && !Control.ENCRYPTION_IN_TRANSIT.isMetBy(cluster.cluster())) {
            problems.add(
                    "The endpoint of " + cluster.name() + " takes no TLS: delete it, and run the step create again.");
        }
        old.ifPresent(replaced -> compareSize(cluster, replaced, problems));
        request.nodeType()
                .filter(type -> !type.equals(cluster.nodeType()))
                .ifPresent(type -> problems.add("The node type of " + cluster.name() + " is "
                        + (cluster.nodeType().isEmpty() ? "not reported" : cluster.nodeType()) + ", not the requested "
                        + type + ": delete " + cluster.name() + ", and run the step create again."));
        if (!cluster.isAvailable() && !UNDER_WAY.contains(cluster.status())) {
            problems.add(
                    cluster.cluster().isBeingDeleted()
                            ? cluster.name()
                                    + " is being deleted: wait until it is gone, and run the step create again."
                            : cluster.name() + " is not available, but " + cluster.status()
                                    + ": see the cluster's events in the DynamoDB console.");
        }
        return problems;
    }

    private static void compareSize(ClusterDetails twin, ClusterDetails old, List<String> problems) {
        // What DAX shows of the nodes can be less than what it says there are, or, oddly, more.
        int nodes = Math.max(old.totalNodes(), old.nodes().size());
        if (nodes < 1) {
            problems.add("DAX does not report how many nodes " + old.name() + " has.");
        }
        if (twin.totalNodes() < nodes) {
            problems.add(twin.name() + " has " + Sentences.count(twin.totalNodes(), "node") + ", but " + old.name()
                    + " has " + nodes + ": add nodes to " + twin.name() + ".");
        }
    }

    /** What DAX is still at work on. */
    private static List<String> passing(Twin twin, ClusterDetails cluster) {
        if (UNDER_WAY.contains(cluster.status())) {
            return List.of(cluster.name() + " is not available, but " + cluster.status() + ".");
        }
        if (!cluster.isAvailable()) {
            return List.of();
        }
        List<String> problems = new ArrayList<>();
        if (twin instanceof Twin.Unconfirmed) {
            problems.add(
                    "DAX does not show the tags of " + cluster.name() + " yet, which tell whether it is the twin.");
        }
        if (cluster.totalNodes() < 1 || cluster.availableNodes() < cluster.totalNodes()) {
            problems.add(cluster.availableNodes() + " of " + cluster.totalNodes() + " nodes of " + cluster.name()
                    + " are available.");
        }
        if (cluster.endpoint().isEmpty()) {
            problems.add("DAX shows no endpoint of " + cluster.name() + " yet.");
        }
        return problems;
    }
}
