package io.github.daxguard.dax;

import io.github.daxguard.rule.Cluster;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The properties of a cluster that its replacement cluster needs. A value that DAX omits is {@link Cluster#ABSENT}, or 0.
 *
 * @param cluster the properties that determine its verdict
 * @param nodeType {@code dax.r5.large}
 * @param totalNodes the intended number of nodes; {@code nodes} can contain fewer
 * @param nodes the existing nodes
 * @param maintenanceWindow {@code sun:05:00-sun:06:00}, in UTC
 * @param roleArn the role with which DAX reads and writes the tables
 * @param topicArn the SNS topic for events of the cluster
 * @param topicStatus {@code active} or {@code inactive}
 * @param networkType {@code ipv4}, {@code ipv6} or {@code dual_stack}
 * @param endpoint the URL that clients connect to: {@code dax://...}, with TLS {@code daxs://...}
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_Cluster.html">Cluster</a>
 */
public record ClusterDetails(
        Cluster cluster,
        String nodeType,
        int totalNodes,
        List<Node> nodes,
        String subnetGroup,
        List<String> securityGroups,
        String maintenanceWindow,
        String description,
        String roleArn,
        String topicArn,
        String topicStatus,
        String parameterGroup,
        String networkType,
        String endpoint) {

    /**
     * A node.
     *
     * @param id {@code orders-a}
     * @param zone {@code eu-west-1a}
     * @param status {@code available}, ...
     * @param created {@code NodeCreateTime}; empty if DAX does not report it
     */
    public record Node(String id, String zone, String status, Optional<Instant> created) {}

    public ClusterDetails {
        nodes = List.copyOf(nodes);
        securityGroups = List.copyOf(securityGroups);
    }

    public String name() {
        return cluster.name();
    }

    public String status() {
        return cluster.status();
    }

    public boolean isAvailable() {
        return cluster.status().equals("available");
    }

    /**
     * The time at which the oldest node was created. A cluster that was deleted and recreated does not have older nodes. Empty if
     * DAX does not report the time for any node.
     */
    public Optional<Instant> created() {
        return nodes.stream().map(Node::created).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    /** The number of available nodes. */
    public int availableNodes() {
        return (int)
                nodes.stream().filter(node -> node.status().equals("available")).count();
    }
}
