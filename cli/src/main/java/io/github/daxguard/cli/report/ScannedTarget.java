package io.github.daxguard.cli.report;

import java.util.List;

/** A target and the outcome of its scan. Only a {@link Outcome.Complete} one has no other clusters. */
public record ScannedTarget(Target target, Outcome outcome) {

    /** Why a Region has no clusters, although it was not listed. */
    public enum Exclusion {
        /** The account has not enabled it. */
        NOT_ENABLED,
        /** It has no DAX. */
        NOT_OFFERED
    }

    public sealed interface Outcome {

        /**
         * For programs, the same in every format: {@code COMPLETE}, {@code NOT_ENABLED}, {@code NOT_OFFERED},
         * {@code NOT_READ} or {@code NOT_REACHED}.
         */
        default String code() {
            if (this instanceof Complete) {
                return "COMPLETE";
            }
            if (this instanceof Excluded excluded) {
                return excluded.exclusion().name();
            }
            return this instanceof Unread ? "NOT_READ" : "NOT_REACHED";
        }

        record Complete(int clusters) implements Outcome {}

        /** AWS states that there is no cluster. */
        record Excluded(Exclusion exclusion, String reason) implements Outcome {}

        /**
         * Some or all clusters are unknown.
         *
         * @param cause the same for all targets that failed in the same way, such as AWS's error code
         * @param notes the notes of the report that the reason contains
         */
        record Unread(String reason, String cause, List<String> notes) implements Outcome {

            public Unread {
                notes = List.copyOf(notes);
            }

            public Unread(String reason, String cause) {
                this(reason, cause, List.of());
            }

            /** With a cause of its own. */
            public Unread(String reason) {
                this(reason, reason);
            }

            /** With a cause of its own, and notes of the report. */
            public Unread(String reason, List<String> notes) {
                this(reason, reason, notes);
            }
        }

        /** The run was interrupted before it reached the target. */
        record NotReached() implements Outcome {}
    }

    /** Whether clusters may be missing. */
    public boolean isGap() {
        return outcome instanceof Outcome.Unread || outcome instanceof Outcome.NotReached;
    }

    /** The reason for anything but a complete scan; otherwise empty. */
    public String explanation() {
        if (outcome instanceof Outcome.Unread unread) {
            return unread.reason();
        }
        if (outcome instanceof Outcome.Excluded excluded) {
            return excluded.reason();
        }
        return outcome instanceof Outcome.NotReached ? "The run was interrupted before it reached this target." : "";
    }
}
