package io.github.daxguard.replacement;

import io.github.daxguard.rule.Control;
import java.time.Duration;
import java.util.List;

/**
 * What a deployment requires of every replacement; a request can require more, and not less.
 *
 * @param controls a cluster is replaced if it fails one of these
 * @param minQuiet the shortest quiet time, in whole minutes; also the one that applies if a request has none
 * @param requireMetrics whether a cluster is deleted only if CloudWatch measured each of its nodes
 */
public record ReplacementPolicy(List<Control> controls, Duration minQuiet, boolean requireMetrics) {

    /** Both controls, an hour, metrics required. */
    public static final ReplacementPolicy DEFAULT =
            new ReplacementPolicy(List.of(Control.values()), ReplacementRequest.DEFAULT_QUIET, true);

    public ReplacementPolicy {
        controls = List.copyOf(controls);
    }
}
