package io.github.daxguard.replacement;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

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

    /** How late CloudWatch can show a data point of DAX. */
    public static final Duration LAG = Duration.ofMinutes(10);

    /** One missing data point must not make a cluster unmeasured: an earlier one proves the window's start as well. */
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
     * @param first the earliest one that is not before {@link #measuredSince}
     * @param last the latest one
     */
    boolean isCovered(Instant first, Instant last) {
        // A data point has the time at which its minute begins.
        return !first.isAfter(from) && !last.isBefore(until.minus(LAG).truncatedTo(ChronoUnit.MINUTES));
    }

    /** Whether something that was created then is as old as the window. */
    boolean isCoveredByAge(Instant created) {
        return !created.isAfter(from);
    }
}
