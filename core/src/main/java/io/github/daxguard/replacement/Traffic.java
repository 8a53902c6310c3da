package io.github.daxguard.replacement;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The traffic of a cluster in a {@link TrafficWindow}.
 *
 * @param requests the number of requests
 * @param connections the highest number of open connections of one node
 * @param lastSeen the minute of the last request or open connection; empty if there was none
 * @param measured whether CloudWatch has the CPU utilization of each node at the window's start and in its last minutes: if
 *     not, missing data points prove nothing
 * @param nodes the same of each node, in order of their ids
 */
public record Traffic(
        double requests, double connections, Optional<Instant> lastSeen, boolean measured, List<NodeTraffic> nodes) {

    /** The traffic of one node, or the cluster-level metrics, for which {@code measured} is false. */
    public record NodeTraffic(
            String node, double requests, double connections, Optional<Instant> lastSeen, boolean measured) {}

    public Traffic {
        nodes = List.copyOf(nodes);
    }

    /**
     * Combines the metrics of the cluster with those of its nodes. The larger value applies.
     *
     * @param totalNodes the number of nodes that the cluster has; DAX can list fewer
     */
    static Traffic of(NodeTraffic cluster, List<NodeTraffic> nodes, int totalNodes) {
        return new Traffic(
                Math.max(
                        cluster.requests(),
                        nodes.stream().mapToDouble(NodeTraffic::requests).sum()),
                Math.max(
                        cluster.connections(),
                        nodes.stream()
                                .mapToDouble(NodeTraffic::connections)
                                .max()
                                .orElse(0)),
                Stream.concat(Stream.of(cluster), nodes.stream())
                        .map(NodeTraffic::lastSeen)
                        .flatMap(Optional::stream)
                        .max(Comparator.naturalOrder()),
                !nodes.isEmpty()
                        && nodes.stream().map(NodeTraffic::node).distinct().count() >= totalNodes
                        && nodes.stream().allMatch(NodeTraffic::measured),
                nodes);
    }

    /** Whether there were no requests and no connections: a client can use an open connection again at any time. */
    public boolean isQuiet() {
        return requests == 0 && connections == 0 && lastSeen.isEmpty();
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = json(requests, connections, lastSeen, measured);
        json.put(
                "nodes",
                nodes.stream()
                        .map(node -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("node", node.node());
                            one.putAll(json(node.requests(), node.connections(), node.lastSeen(), node.measured()));
                            return one;
                        })
                        .toList());
        return json;
    }

    private static Map<String, Object> json(
            double requests, double connections, Optional<Instant> lastSeen, boolean measured) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("requests", Math.round(requests));
        json.put("connections", Math.round(connections));
        lastSeen.ifPresent(at -> json.put("lastSeen", at.toString()));
        json.put("measured", measured);
        return json;
    }
}
