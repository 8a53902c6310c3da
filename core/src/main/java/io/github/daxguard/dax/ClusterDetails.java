package io.github.daxguard.dax;

import io.github.daxguard.rule.Cluster;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that DAX tells of a cluster that another one like it would need. What DAX left out is {@link Cluster#ABSENT}, or 0.
 *
 * @param cluster what the decision about its encryption needs
 * @param nodeType {@code dax.r5.large}
 * @param totalNodes how many nodes the cluster is to have; {@code nodes} can be fewer
 * @param nodes the nodes that there are
 * @param maintenanceWindow {@code sun:05:00-sun:06:00}, in UTC
 * @param roleArn the role with which DAX reads and writes the tables
 * @param topicArn where DAX tells of events of the cluster
 * @param topicStatus {@code active} or {@code inactive}
 * @param networkType {@code ipv4}, {@code ipv6} or {@code dual_stack}
 * @param endpoint what clients connect to: {@code dax://...}, with TLS {@code daxs://...}
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
     * When the oldest node was created: a cluster that was deleted and created again under the same name has no older one.
     * Empty if DAX reports it of no node.
     */
    public Optional<Instant> created() {
        return nodes.stream().map(Node::created).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    /** How many nodes serve requests. */
    public int availableNodes() {
        return (int)
                nodes.stream().filter(node -> node.status().equals("available")).count();
    }
}
