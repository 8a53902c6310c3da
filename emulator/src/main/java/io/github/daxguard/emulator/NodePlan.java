package io.github.daxguard.emulator;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The nodes of a cluster that does not have them yet; statuses by index, {@code shown} is empty for all nodes. */
record NodePlan(List<String> zones, Map<Integer, String> statuses, OptionalInt shown) {
    NodePlan {
        zones = List.copyOf(zones);
        statuses = Map.copyOf(statuses);
    }

    static NodePlan in(List<String> zones) {
        return new NodePlan(zones, Map.of(), OptionalInt.empty());
    }

    NodePlan withStatus(int index, String status) {
        Map<Integer, String> more = new TreeMap<>(statuses);
        more.put(index, status);
        return new NodePlan(zones, more, shown);
    }

    NodePlan showing(int count) {
        return new NodePlan(zones, statuses, OptionalInt.of(count));
    }

    String zone(int index, String region) {
        return index < zones.size() ? zones.get(index) : region + (char) ('a' + index % 3);
    }

    String status(int index) {
        return statuses.getOrDefault(index, "available");
    }

    int shownOf(int total) {
        return Math.min(total, shown.orElse(total));
    }
}
