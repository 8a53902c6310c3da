package io.github.daxguard.replacement;

import io.github.daxguard.rule.Control;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The minimum requirements of a deployment. A request can be stricter, but not weaker.
 *
 * @param controls a cluster is replaced if it fails one of these
 * @param minQuiet the shortest quiet time, in whole minutes, not below {@link TrafficWindow#LAG}; also the one that applies if
 *     a request has none
 * @param requireMetrics whether a cluster is deleted only if CloudWatch measured each of its nodes
 * @param approvers the principals that can approve a deletion, as in the current version of the runbook; an execution of an older
 *     version can have others. If empty, the approvers are not checked
 */
public record ReplacementPolicy(
        List<Control> controls, Duration minQuiet, boolean requireMetrics, List<String> approvers) {

    /** Both controls, an hour, metrics required. */
    public static final ReplacementPolicy DEFAULT =
            new ReplacementPolicy(List.of(Control.values()), ReplacementRequest.DEFAULT_QUIET, true, List.of());

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /** The accepted quiet times, for messages. */
    public static final String QUIET_MINUTES_ACCEPTED = ReplacementRequest.LEAST_QUIET_MINUTES + " to "
            + ReplacementRequest.MOST_QUIET_MINUTES + " minutes: CloudWatch can show metrics up to "
            + ReplacementRequest.LEAST_QUIET_MINUTES + " minutes late";

    /** Reads a deployment's shortest quiet time; empty if it is not a number of minutes within the limits. */
    public static Optional<Duration> quietMinutes(String value) {
        return Optional.of(value)
                .filter(text -> NUMBER.matcher(text).matches())
                .map(Integer::parseInt)
                .filter(minutes -> minutes >= ReplacementRequest.LEAST_QUIET_MINUTES
                        && minutes <= ReplacementRequest.MOST_QUIET_MINUTES)
                .map(Duration::ofMinutes);
    }

    public ReplacementPolicy {
        if (minQuiet.compareTo(TrafficWindow.LAG) < 0) {
            throw new IllegalArgumentException("minQuiet: " + minQuiet + ". Expected: at least " + TrafficWindow.LAG);
        }
        controls = List.copyOf(controls);
        approvers = List.copyOf(approvers);
    }
}
