package io.github.daxguard.replacement;

import io.github.daxguard.dax.ClusterDetails;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Compares a replacement cluster with its source cluster. */
final class Differences {

    /** What DAX assumes where {@code NetworkType} is not reported: older clusters have none. */
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
        // Where the source cluster's nodes cannot be encrypted, any other type is what was asked for.
        boolean asked =
                request.nodeType().filter(replacement.nodeType()::equals).isPresent()
                        || (request.nodeType().isEmpty() && source.nodeType().startsWith(Planner.NOT_ENCRYPTABLE));
        String wanted = request.nodeType().orElse(source.nodeType());
        all.compare(
                Attribute.NODE_TYPE,
                wanted.equals(replacement.nodeType()) ? source.nodeType() : wanted,
                replacement.nodeType(),
                asked);
        if (replacement.totalNodes() > source.totalNodes()) {
            all.compare(
                    Attribute.NODES,
                    String.valueOf(source.totalNodes()),
                    String.valueOf(replacement.totalNodes()),
                    false);
        }
        if (replacement.nodes().size() >= Math.max(replacement.totalNodes(), source.totalNodes())
                && !replacement.nodes().isEmpty()) {
            all.compare(Attribute.AVAILABILITY_ZONES, zones(source), zones(replacement), false);
        }
        all.compare(Attribute.SUBNET_GROUP, source.subnetGroup(), replacement.subnetGroup(), false);
        all.compare(
                Attribute.SECURITY_GROUPS,
                sorted(source.securityGroups()),
                sorted(replacement.securityGroups()),
                false);
        all.compare(
                Attribute.NETWORK_TYPE,
                orElse(source.networkType(), DEFAULT_NETWORK_TYPE),
                orElse(replacement.networkType(), DEFAULT_NETWORK_TYPE),
                false);
        all.compare(
                Attribute.ENDPOINT_ENCRYPTION,
                orElse(source.cluster().endpointEncryption(), NO_ENDPOINT_ENCRYPTION),
                orElse(replacement.cluster().endpointEncryption(), NO_ENDPOINT_ENCRYPTION),
                request.endpointEncryption() == EndpointEncryption.TLS
                        && Control.ENCRYPTION_IN_TRANSIT.isMetBy(replacement.cluster()));
        all.compare(Attribute.IAM_ROLE, source.roleArn(), replacement.roleArn(), false);
        all.compare(Attribute.PARAMETER_GROUP, source.parameterGroup(), replacement.parameterGroup(), false);
        all.compare(Attribute.NOTIFICATION_TOPIC, topic(source), topic(replacement), false);
        all.compare(Attribute.MAINTENANCE_WINDOW, source.maintenanceWindow(), replacement.maintenanceWindow(), false);
        return all.differences;
    }

    private void compare(Attribute attribute, String source, String replacement, boolean asked) {
        if (!replacement.equals(source)) {
            differences.add(new Difference(
                    attribute,
                    source,
                    replacement,
                    asked || request.acceptDifferences().contains(attribute)));
        }
    }

    private static String zones(ClusterDetails cluster) {
        return sorted(cluster.nodes().stream().map(ClusterDetails.Node::zone).toList());
    }

    private static String sorted(Collection<String> values) {
        return String.join(", ", new TreeSet<>(values));
    }

    /** An inactive topic receives nothing, and is not copied. */
    private static String topic(ClusterDetails cluster) {
        return cluster.topicStatus().equals("active") ? cluster.topicArn() : Cluster.ABSENT;
    }

    private static String orElse(String value, String other) {
        return value.equals(Cluster.ABSENT) ? other : value;
    }
}
