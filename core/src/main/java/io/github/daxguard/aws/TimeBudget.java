package io.github.daxguard.aws;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * The time that one invocation may still spend waiting: it ends before Lambda ends the function.
 *
 * <p>Part of it is kept back for the call that all is about, as for reporting, so that a service that does not answer cannot
 * keep what was already found out from being reported. A little is kept back for the function's own last words.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-context.html">The context object</a>
 */
public final class TimeBudget {

    private static final Duration LONGEST_RESERVE_FOR_THE_LAST = Duration.ofSeconds(10);
    /** One cluster's tags are worth waiting for, but not at the cost of all the others. */
    private static final Duration LONGEST_LIST_TAGS = Duration.ofSeconds(5);

    private static final Duration LONGEST_RESERVE_FOR_THE_END = Duration.ofMillis(500);

    private final IntSupplier remainingMillis;
    private final Duration reserveForEnd;
    private final Duration reserveForTheLast;

    /**
     * Divides the time that is left at the start of an invocation.
     *
     * @param remainingMillis {@code Context::getRemainingTimeInMillis}
     */
    public TimeBudget(IntSupplier remainingMillis) {
        this.remainingMillis = remainingMillis;
        Duration total = Duration.ofMillis(remainingMillis.getAsInt());
        this.reserveForEnd = shorter(LONGEST_RESERVE_FOR_THE_END, total.dividedBy(10));
        this.reserveForTheLast = shorter(LONGEST_RESERVE_FOR_THE_LAST, total.dividedBy(4));
    }

    /** How long a call may take from now, retries included; zero or less: it must not start. */
    Duration left(Operation operation) {
        Duration untilEnd = Duration.ofMillis(remainingMillis.getAsInt()).minus(reserveForEnd);
        if (operation.isTheLast()) {
            return untilEnd;
        }
        Duration untilTheLast = untilEnd.minus(reserveForTheLast);
        return operation == Operation.LIST_TAGS ? shorter(LONGEST_LIST_TAGS, untilTheLast) : untilTheLast;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
