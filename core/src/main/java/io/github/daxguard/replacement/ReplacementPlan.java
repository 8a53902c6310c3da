package io.github.daxguard.replacement;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dax.model.CreateClusterRequest;

/**
 * What would be done.
 *
 * @param request the twin as it would be asked for; empty if too little is known of the old cluster
 * @param blockers all that prevents the replacement
 * @param changes what will not be as it was, as sentences
 * @param keeps what stays the same, as sentences
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
