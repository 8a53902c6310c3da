package io.github.daxguard.replacement;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dax.model.CreateClusterRequest;

/**
 * What would be done.
 *
 * @param request the twin as it would be asked for; empty if too little is known of the old cluster
 * @param obstacles all that stands in the way, as sentences
 * @param changes what will not be as it was, as sentences
 * @param keeps what stays the same, as sentences
 */
record ReplacementPlan(
        Optional<CreateClusterRequest> request, List<String> obstacles, List<String> changes, List<String> keeps) {

    ReplacementPlan {
        obstacles = List.copyOf(obstacles);
        changes = List.copyOf(changes);
        keeps = List.copyOf(keeps);
    }

    static ReplacementPlan impossible(String obstacle) {
        return new ReplacementPlan(Optional.empty(), List.of(obstacle), List.of(), List.of());
    }

    boolean isPossible() {
        return obstacles.isEmpty();
    }
}
