package io.github.daxguard.replacement;

import io.github.daxguard.dax.ClusterDetails;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Compares a replacement cluster with its source cluster. */
final class Differences {

    /** The network type of older clusters, for which DAX does not report one. */
    private static final String DEFAULT_NETWORK_TYPE = "ipv4";

    private static final String NO_ENDPOINT_ENCRYPTION = "NONE";

    private final ReplacementRequest request;
    private final List<Difference> differences = new ArrayList<>();

    private Differences(ReplacementRequest request) {
        this.request = request;
    }

    /** All differences, in the order of the attributes. Zones are compared once DAX shows as many nodes as needed. */
    static List<Difference> of(ReplacementRequest request, ClusterDetails source, ClusterDetails replacement) {
        Differences all = new Differences(request);
        // Where the source cluster's nodes cannot be encrypted, any other type counts as requested.
        all.compare(
                Attribute.NODE_TYPE,
                source.nodeType(),
                replacement.nodeType(),
                request.nodeType().isPresent() || source.nodeType().startsWith(Planner.NOT_ENCRYPTABLE));
        if (replacement.totalNodes() > source.totalNodes()) {
            all.compare(Attribute.NODES, source, replacement, cluster -> String.valueOf(cluster.totalNodes()));
        }
        all.compareZones(source, replacement);
        all.compare(Attribute.SUBNET_GROUP, source, replacement, ClusterDetails::subnetGroup);
        all.compare(
                Attribute.SECURITY_GROUPS,
                source,
                replacement,
                cluster -> joined(new TreeSet<>(cluster.securityGroups())));
        all.compare(
                Attribute.NETWORK_TYPE,
                source,
                replacement,
                cluster -> orElse(cluster.networkType(), DEFAULT_NETWORK_TYPE));
        all.compareEndpointEncryption(source, replacement);
        all.compare(Attribute.IAM_ROLE, source, replacement, ClusterDetails::roleArn);
        all.compare(Attribute.PARAMETER_GROUP, source, replacement, ClusterDetails::parameterGroup);
        all.compare(Attribute.NOTIFICATION_TOPIC, source, replacement, Differences::topic);
        all.compare(Attribute.MAINTENANCE_WINDOW, source, replacement, ClusterDetails::maintenanceWindow);
        return all.differences;
    }

    private void compare(
            Attribute attribute,
            ClusterDetails source,
            ClusterDetails replacement,
            Function<ClusterDetails, String> value) {
        compare(attribute, value.apply(source), value.apply(replacement), false);
    }

    private void compare(Attribute attribute, String source, String replacement, boolean requested) {
        if (!replacement.equals(source)) {
            boolean accepted = requested || request.acceptDifferences().contains(attribute);
            differences.add(
                    new Difference(attribute, source, replacement, accepted, attribute.isBlocking() && !accepted));
        }
    }

    /** An additional zone does not make the cluster less available. */
    private void compareZones(ClusterDetails source, ClusterDetails replacement) {
        if (replacement.nodes().isEmpty()
                || replacement.nodes().size() < Math.max(replacement.totalNodes(), source.totalNodes())) {
            return;
        }
        SortedSet<String> before = zones(source);
        SortedSet<String> after = zones(replacement);
        if (!after.equals(before)) {
            boolean accepted = request.acceptDifferences().contains(Attribute.AVAILABILITY_ZONES);
            differences.add(new Difference(
                    Attribute.AVAILABILITY_ZONES,
                    joined(before),
                    joined(after),
                    accepted,
                    !accepted && !after.containsAll(before)));
        }
    }

    /** The loss of TLS cannot be accepted. */
    private void compareEndpointEncryption(ClusterDetails source, ClusterDetails replacement) {
        String before = orElse(source.cluster().endpointEncryption(), NO_ENDPOINT_ENCRYPTION);
        String after = orElse(replacement.cluster().endpointEncryption(), NO_ENDPOINT_ENCRYPTION);
        if (!after.equals(before)) {
            boolean lost = Control.ENCRYPTION_IN_TRANSIT.isMetBy(source.cluster());
            boolean requested = request.endpointEncryption() == EndpointEncryption.TLS
                    && Control.ENCRYPTION_IN_TRANSIT.isMetBy(replacement.cluster());
            boolean accepted =
                    !lost && (requested || request.acceptDifferences().contains(Attribute.ENDPOINT_ENCRYPTION));
            differences.add(new Difference(Attribute.ENDPOINT_ENCRYPTION, before, after, accepted, !accepted));
        }
    }

    private static SortedSet<String> zones(ClusterDetails cluster) {
        return new TreeSet<>(
                cluster.nodes().stream().map(ClusterDetails.Node::zone).toList());
    }

    private static String joined(Collection<String> values) {
        return String.join(", ", values);
    }

    /** An inactive topic receives nothing, and is not copied. */
    private static String topic(ClusterDetails cluster) {
        return cluster.topicStatus().equals("active") ? cluster.topicArn() : Cluster.ABSENT;
    }

    private static String orElse(String value, String other) {
        return value.equals(Cluster.ABSENT) ? other : value;
    }
}
