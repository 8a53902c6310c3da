package io.github.daxguard.replacement;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dax.model.CreateClusterRequest;

/**
 * The plan of a replacement.
 *
 * @param request empty if too little is known of the source cluster
 * @param changes sentences
 * @param keeps each as {@code what: value}
 */
record ReplacementPlan(
        Optional<CreateClusterRequest> request, List<Blocker> blockers, List<String> changes, List<String> keeps) {

    ReplacementPlan {
        blockers = List.copyOf(blockers);
        changes = List.copyOf(changes);
        keeps = List.copyOf(keeps);
    }

    static ReplacementPlan impossible(Blocker blocker) {
        return new ReplacementPlan(Optional.empty(), List.of(blocker), List.of(), List.of());
    }

    boolean isPossible() {
        return blockers.isEmpty();
    }
}
