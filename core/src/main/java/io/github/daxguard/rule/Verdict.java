package io.github.daxguard.rule;

import java.util.Optional;

/** The result of evaluating one cluster against one control. */
public sealed interface Verdict {

    /** The most characters that AWS Config takes as an annotation; it refuses the whole batch for one more. */
    int MAX_ANNOTATION_LENGTH = 256;

    /**
     * The verdict in words for a person: what is wrong, that it cannot be changed in place, what to do.
     *
     * @return 1 to {@value #MAX_ANNOTATION_LENGTH} characters
     */
    String annotation();

    /** AWS Config's compliance type for the verdict. */
    Compliance compliance();

    /** DAX reports the cluster encrypted. */
    record Compliant(Control control) implements Verdict {
        @Override
        public Compliance compliance() {
            return Compliance.COMPLIANT;
        }

        @Override
        public String annotation() {
            return control.subject() + " is " + control.accepted() + ".";
        }
    }

    /**
     * The cluster is not known to be encrypted, and no exemption holds.
     *
     * @param reported what DAX says in place of the accepted value, or {@link Cluster#ABSENT}
     * @param exemption why none holds; never {@link Exemption.Granted}
     */
    record NonCompliant(Control control, String reported, Exemption exemption) implements Verdict {
        @Override
        public Compliance compliance() {
            return Compliance.NON_COMPLIANT;
        }

        @Override
        public String annotation() {
            return Annotation.compose(finding(), exemption.explanation(), remedy());
        }

        /** The failure to read the cluster's tags: the verdict holds without them, and the run must fail. */
        public Optional<RuntimeException> tagsFailure() {
            return exemption instanceof Exemption.TagsUnread unread ? unread.failure() : Optional.empty();
        }

        /** What is wrong, as a sentence. */
        public String finding() {
            return reported.equals(Cluster.ABSENT)
                    ? control.subject() + " is not reported by DAX, so it counts as off."
                    : control.subject() + " is " + ShortText.of(reported, 40) + ".";
        }

        /** That it cannot be changed in place, and what to do instead, as a sentence. */
        public String remedy() {
            return "It can only be set at creation: create " + control.replacement()
                    + ", point clients to its endpoint, delete this one.";
        }
    }

    /** The cluster is not known to be encrypted, and that is accepted for now. */
    record Exempt(Exemption.Granted exemption) implements Verdict {
        @Override
        public Compliance compliance() {
            return Compliance.NOT_APPLICABLE;
        }

        @Override
        public String annotation() {
            return Annotation.of(exemption.explanation());
        }
    }

    /** There is nothing to decide: the cluster is going, gone, or no cluster. */
    record NotApplicable(String reason) implements Verdict {
        @Override
        public Compliance compliance() {
            return Compliance.NOT_APPLICABLE;
        }

        @Override
        public String annotation() {
            return Annotation.of(reason);
        }
    }
}
