package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Delivers the calls that change clusters or tags in one account and Region to targets, on the caller's thread. */
final class DaxTrail {
    private static final Set<String> RECORDED =
            Set.of("CreateCluster", "DeleteCluster", "TagResource", "UntagResource");

    private final InstantSource clock;
    private final Deliveries deliveries;
    private final List<EventTarget> targets = new CopyOnWriteArrayList<>();

    DaxTrail(InstantSource clock, Deliveries deliveries) {
        this.clock = clock;
        this.deliveries = deliveries;
    }

    void add(EventTarget target) {
        targets.add(target);
    }

    void performed(Request request, JsonNode result) {
        if (isDelivered(request)) {
            deliver(DaxCallEvents.performed(request, result, clock.instant()));
        }
    }

    void refused(Request request, AwsError error) {
        if (isDelivered(request)) {
            deliver(DaxCallEvents.refused(request, error, clock.instant()));
        }
    }

    private boolean isDelivered(Request request) {
        return request.api() == Api.DAX && RECORDED.contains(request.operation()) && !targets.isEmpty();
    }

    private void deliver(byte[] event) {
        targets.forEach(target -> deliveries.deliverNow(event, target));
    }
}
