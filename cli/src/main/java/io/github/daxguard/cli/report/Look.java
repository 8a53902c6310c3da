package io.github.daxguard.cli.report;

/** A target and the outcome of its scan. Only a {@link Outcome.Complete} one has no other clusters. */
public record Look(Place place, Outcome outcome) {

    public sealed interface Outcome {

        /** For programs, the same in every format: {@code COMPLETE}, {@code NOT_ENABLED}, {@code NOT_READ} or {@code NOT_REACHED}. */
        default String code() {
            if (this instanceof Complete) {
                return "COMPLETE";
            }
            return this instanceof NotEnabled ? "NOT_ENABLED" : this instanceof Unread ? "NOT_READ" : "NOT_REACHED";
        }

        record Complete(int clusters) implements Outcome {}

        /** The account has not enabled the Region, so it has no cluster there. */
        record NotEnabled(String why) implements Outcome {}

        /** Some or all clusters are unknown. */
        record Unread(String why) implements Outcome {}

        /** The audit was interrupted before. */
        record NotReached() implements Outcome {}
    }

    /** Whether clusters may be missing. */
    public boolean isGap() {
        return outcome instanceof Outcome.Unread || outcome instanceof Outcome.NotReached;
    }

    /** The reason for anything but a complete scan; otherwise empty. */
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
