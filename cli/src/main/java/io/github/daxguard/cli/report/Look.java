package io.github.daxguard.cli.report;

/**
 * A place that was to be looked at, and what came of it.
 *
 * @param outcome only of a {@link Outcome.Complete} one may be said that there is no other cluster
 */
public record Look(Place place, Outcome outcome) {

    /** How it ended. */
    public sealed interface Outcome {

        /** All clusters there are known. */
        record Complete(int clusters) implements Outcome {}

        /** The account does not use that Region: it can have no cluster there. */
        record NotEnabled(String why) implements Outcome {}

        /**
         * What is there is not known, or not all of it.
         *
         * @param why what went wrong and what to do about it, in sentences
         */
        record Unread(String why) implements Outcome {}

        /** Somebody stopped the audit before. */
        record NotReached() implements Outcome {}
    }

    /** Whether something may be there that nobody has seen. */
    public boolean isGap() {
        return outcome instanceof Outcome.Unread || outcome instanceof Outcome.NotReached;
    }

    /** Why not all is known, or why there can be nothing; empty if all is well. */
    public String explanation() {
        if (outcome instanceof Outcome.Unread unread) {
            return unread.why();
        }
        if (outcome instanceof Outcome.NotEnabled notEnabled) {
            return notEnabled.why();
        }
        return outcome instanceof Outcome.NotReached ? "The audit was interrupted before it came here." : "";
    }
}
