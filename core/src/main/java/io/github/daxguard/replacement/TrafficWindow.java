package io.github.daxguard.replacement;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The time in which a cluster must not have been used before it is deleted.
 *
 * <p>CloudWatch can show a data point up to {@link #LAG} after its time. The window is longer than the quiet time by that
 * much, so that the part of it which CloudWatch certainly shows is as long as the quiet time.
 *
 * @param from the beginning
 * @param until the moment at which the traffic is read
 */
public record TrafficWindow(Instant from, Instant until) {

    /**
     * How late CloudWatch can show a data point of DAX. AWS documents no bound, so this is an assumption; a later data point of
     * the CPU utilization makes the node unmeasured.
     */
    public static final Duration LAG = Duration.ofMinutes(10);

    /** A data point up to this long before the window proves its start as well, in case a single one is missing. */
    private static final Duration BEFORE_START = Duration.ofMinutes(5);

    static TrafficWindow ending(Instant until, Duration quiet) {
        return new TrafficWindow(until.minus(LAG).minus(quiet), until);
    }

    /** The length, in which the lag is included. */
    public Duration length() {
        return Duration.between(from, until);
    }

    /** The earliest data point that proves that a node was measured at the start. */
    Instant measuredSince() {
        return from.minus(BEFORE_START).truncatedTo(ChronoUnit.MINUTES);
    }

    /**
     * Whether data points which a running node always sends cover the window.
     *
     * @param first the earliest one that is not before {@link #measuredSince}; empty if there is none
     * @param last the latest one
     */
    boolean isCovered(Optional<Instant> first, Optional<Instant> last) {
        // A data point has the time at which its minute begins. One of the future shows that the clock is behind.
        Instant recent = until.minus(LAG).truncatedTo(ChronoUnit.MINUTES);
        return first.filter(at -> !at.isAfter(from)).isPresent()
                && last.filter(at -> !at.isBefore(recent) && !at.isAfter(until.plus(LAG)))
                        .isPresent();
    }

    /** Whether something that was created then is as old as the window. */
    boolean isCoveredByAge(Instant created) {
        return !created.isAfter(from);
    }
}
