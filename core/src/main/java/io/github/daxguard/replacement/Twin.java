package io.github.daxguard.replacement;

import io.github.daxguard.dax.ClusterDetails;
import io.github.daxguard.rule.Tags;
import java.util.Optional;

/** What is there under the twin's name: only the tag that {@code create} sets tells that it is the twin. */
sealed interface Twin {

    /** The tag that marks a twin; its value is the name of the cluster that it replaces. */
    String TAG = "daxguard:replaces";

    /** There is no cluster of that name. */
    record Absent() implements Twin {}

    /** It is the twin. */
    record Found(ClusterDetails details) implements Twin {}

    /** It can be the twin: DAX shows its tags only once it is made. */
    record Unconfirmed(ClusterDetails details) implements Twin {}

    /** It is somebody else's. */
    record Other(ClusterDetails details, String why) implements Twin {}

    /** Tells by the tags whether a cluster replaces another. */
    static Twin of(ClusterDetails details, Tags tags, String replaced) {
        if (!(tags instanceof Tags.Known known)) {
            return new Unconfirmed(details);
        }
        String value = known.values().get(TAG);
        if (value == null) {
            return new Other(details, "it has no tag " + TAG);
        }
        return value.equals(replaced)
                ? new Found(details)
                : new Other(details, "by its tag " + TAG + " it replaces " + value);
    }

    /** The cluster of that name, whoever's it is. */
    default Optional<ClusterDetails> cluster() {
        if (this instanceof Found found) {
            return Optional.of(found.details());
        }
        if (this instanceof Unconfirmed unconfirmed) {
            return Optional.of(unconfirmed.details());
        }
        return this instanceof Other other ? Optional.of(other.details()) : Optional.empty();
    }
}
