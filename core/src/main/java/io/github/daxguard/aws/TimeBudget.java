package io.github.daxguard.aws;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * The time that remains for the calls of one invocation. It ends before Lambda stops the function.
 *
 * <p>A part is reserved for reporting the results or starting the rules, so that a slow service does not prevent the report of
 * results that exist. A small part is reserved for the last log line.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-context.html">The context object</a>
 */
public final class TimeBudget {

    private static final Duration MAX_RESERVE = Duration.ofSeconds(10);
    /** Limits the time for one cluster's tags, so that the other clusters are evaluated. */
    private static final Duration MAX_LIST_TAGS = Duration.ofSeconds(5);

    private static final Duration MAX_RESERVE_FOR_END = Duration.ofMillis(500);

    private final IntSupplier remainingMillis;
    private final Duration reserveForEnd;
    private final Duration reserve;

    /**
     * Divides the time that is left at the start of an invocation.
     *
     * @param remainingMillis {@code Context::getRemainingTimeInMillis}
     */
    public TimeBudget(IntSupplier remainingMillis) {
        this.remainingMillis = remainingMillis;
        Duration total = Duration.ofMillis(remainingMillis.getAsInt());
        this.reserveForEnd = shorter(MAX_RESERVE_FOR_END, total.dividedBy(10));
        this.reserve = shorter(MAX_RESERVE, total.dividedBy(4));
    }

    /** The time that a call may use, including retries. If it is zero or negative, the call must not start. */
    Duration left(Operation operation) {
        Duration untilEnd = Duration.ofMillis(remainingMillis.getAsInt()).minus(reserveForEnd);
        if (operation.mayUseReserve()) {
            return untilEnd;
        }
        Duration untilReserve = untilEnd.minus(reserve);
        return operation == Operation.LIST_TAGS ? shorter(MAX_LIST_TAGS, untilReserve) : untilReserve;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
