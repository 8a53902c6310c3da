package io.github.daxguard.results;

import io.github.daxguard.rule.Verdict;
import java.time.Duration;
import java.time.Instant;

/**
 * A result that AWS Config holds for a resource.
 *
 * @param compliance AWS Config's compliance type
 * @param annotation empty if the result has none
 * @param recordedAt the time at which AWS Config stored the result, by its clock
 */
public record PreviousResult(String compliance, String annotation, Instant recordedAt) {

    /** A result is due one hour before its refresh period ends, so that a daily rule, whose runs vary by minutes, never omits a day. */
    private static final Duration TOLERANCE = Duration.ofHours(1);

    /**
     * Whether a report of that verdict would change nothing, and is not due.
     *
     * @param now by the function's clock; if the result was recorded later, one of the clocks is wrong, and the result is due
     * @param refresh the time after which an unchanged result is reported again
     */
    public boolean isCurrent(Verdict verdict, Instant now, Duration refresh) {
        return compliance.equals(verdict.compliance().name())
                && annotation.equals(verdict.annotation())
                && !recordedAt.isAfter(now)
                && recordedAt.isAfter(now.minus(refresh.minus(TOLERANCE)));
    }
}
