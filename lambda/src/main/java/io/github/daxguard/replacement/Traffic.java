package io.github.daxguard.replacement;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who talked to a cluster in some time.
 *
 * @param requests how many there were
 * @param connections the most that were open at once, of one node
 * @param lastSeen the minute of the last request or open connection; empty if there was none
 * @param lastMeasured the last minute of which CloudWatch has the load of a node's processor, which a node that runs always
 *     sends; empty if there is none
 * @param nodes the same of each node, in order of their ids
 */
public record Traffic(
        double requests,
        double connections,
        Optional<Instant> lastSeen,
        Optional<Instant> lastMeasured,
        List<NodeTraffic> nodes) {

    /** CloudWatch has figures of DAX some minutes after their time. */
    static final Duration LAG = Duration.ofMinutes(10);

    /** As of a cluster, of one of its nodes. */
    public record NodeTraffic(
            String node,
            double requests,
            double connections,
            Optional<Instant> lastSeen,
            Optional<Instant> lastMeasured) {}

    public Traffic {
        nodes = List.copyOf(nodes);
    }

    /** What the cluster's own figures and those of its nodes say together: the larger counts. */
    static Traffic of(NodeTraffic cluster, List<NodeTraffic> nodes) {
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
                latest(cluster.lastSeen(), nodes.stream().map(NodeTraffic::lastSeen)),
                latest(cluster.lastMeasured(), nodes.stream().map(NodeTraffic::lastMeasured)),
                nodes);
    }

    private static Optional<Instant> latest(Optional<Instant> one, Stream<Optional<Instant>> others) {
        return Stream.concat(Stream.of(one), others).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    /**
     * Whether CloudWatch measures the cluster at all: if not, it is no wonder that it shows no traffic.
     *
     * @param now when the traffic was read
     */
    public boolean isMeasured(Instant now) {
        return lastMeasured.filter(last -> !last.isBefore(now.minus(LAG))).isPresent();
    }

    /** Whether nobody talked to the cluster: an open connection counts, a client can use it again at any time. */
    public boolean isQuiet() {
        return requests == 0 && connections == 0 && lastSeen.isEmpty();
    }

    Map<String, Object> toJson(Instant now) {
        Map<String, Object> json = json(requests, connections, lastSeen);
        json.put("measured", isMeasured(now));
        json.put(
                "nodes",
                nodes.stream()
                        .map(node -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("node", node.node());
                            one.putAll(json(node.requests(), node.connections(), node.lastSeen()));
                            return one;
                        })
                        .toList());
        return json;
    }

    private static Map<String, Object> json(double requests, double connections, Optional<Instant> lastSeen) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("requests", Math.round(requests));
        json.put("connections", Math.round(connections));
        lastSeen.ifPresent(at -> json.put("lastSeen", at.toString()));
        return json;
    }
}
