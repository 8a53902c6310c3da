package io.github.daxguard.replacement;

import io.github.daxguard.dax.ClusterDetails;
import io.github.daxguard.rule.Tags;
import java.util.Optional;

/**
 * The cluster that has the name of the replacement cluster.
 *
 * @param cluster empty if there is none
 * @param reason why it is {@link Relation#OTHER}; else {@code ""}
 */
record Candidate(Optional<ClusterDetails> cluster, Relation relation, String reason) {

    /** The tag that the step {@code create} sets; its value is the name of the source cluster. */
    static final String TAG = "daxguard:replaces";

    static final Candidate ABSENT = new Candidate(Optional.empty(), Relation.ABSENT, "");

    enum Relation {
        ABSENT,
        /** The tag proves that it is the replacement cluster. */
        CONFIRMED,
        /** DAX shows the tags of a cluster only once it is created. */
        UNCONFIRMED,
        /** It does not replace the source cluster. */
        OTHER
    }

    static Candidate of(ClusterDetails details, Tags tags, String source) {
        if (!(tags instanceof Tags.Known known)) {
            return new Candidate(Optional.of(details), Relation.UNCONFIRMED, "");
        }
        String value = known.values().get(TAG);
        if (source.equals(value)) {
            return new Candidate(Optional.of(details), Relation.CONFIRMED, "");
        }
        return new Candidate(
                Optional.of(details),
                Relation.OTHER,
                value == null ? "it has no tag " + TAG : "its tag " + TAG + " is " + value);
    }

    boolean is(Relation other) {
        return relation == other;
    }

    /** {@code ""} if there is no cluster. */
    String status() {
        return cluster.map(ClusterDetails::status).orElse("");
    }
}
