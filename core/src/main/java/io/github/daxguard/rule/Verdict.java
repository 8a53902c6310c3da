package io.github.daxguard.rule;

import java.util.Locale;
import java.util.Optional;

/** The result of evaluating one cluster, or the clusters of an account, against one control. */
public sealed interface Verdict {

    /** The maximum length of an annotation. AWS Config refuses the whole batch if one annotation is longer. */
    int MAX_ANNOTATION_LENGTH = 256;

    /**
     * The text that AWS Config shows with the result: the problem, that it cannot be changed in place, and the fix.
     *
     * @return 1 to {@value #MAX_ANNOTATION_LENGTH} characters
     */
    String annotation();

    /** AWS Config's compliance type for the verdict. */
    Compliance compliance();

    /** DAX reports that the cluster is encrypted. */
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
     * The cluster is not known to be encrypted, and no exemption applies.
     *
     * @param reported the value that DAX reports, or {@link Cluster#ABSENT}
     * @param exemption an ignored exemption or none; never {@link Exemption.Granted}
     */
    record NonCompliant(Control control, String reported, Exemption exemption) implements Verdict {
        @Override
        public Compliance compliance() {
            return Compliance.NON_COMPLIANT;
        }

        @Override
        public String annotation() {
            return Annotation.compose(finding(), exemption, remedy());
        }

        /** The failure to read the cluster's tags. The verdict is valid without them, but the run must fail. */
        public Optional<RuntimeException> tagsFailure() {
            return exemption instanceof Exemption.TagsUnread unread ? unread.failure() : Optional.empty();
        }

        /** The problem, as a sentence. */
        public String finding() {
            return reported.equals(Cluster.ABSENT)
                    ? "DAX does not report " + control.subject().toLowerCase(Locale.ROOT) + "; treated as disabled."
                    : control.subject() + " is " + ShortText.of(reported, 40) + ".";
        }

        /** That it cannot be changed in place, and the fix, as sentences. */
        public String remedy() {
            return "Encryption can only be enabled at creation. Create " + control.replacement()
                    + ", migrate clients to its endpoint, and delete this cluster.";
        }
    }

    /** The cluster is not known to be encrypted, and an exemption applies. */
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

    /** The cluster is being deleted or does not exist, or the resource is not a cluster. */
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

    /** The verdict on an account, which {@link AccountSummary} determines from those on its clusters. */
    record OfAccount(Compliance compliance, String annotation) implements Verdict {}
}
