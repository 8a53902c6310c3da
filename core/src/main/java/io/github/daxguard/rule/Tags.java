package io.github.daxguard.rule;

import java.util.Map;

/** A cluster's tags, or the reason that they are not known. */
public sealed interface Tags {

    /** All tags of the cluster. */
    record Known(Map<String, String> values) implements Tags {
        public Known {
            values = Map.copyOf(values);
        }
    }

    /** The tags cannot be read yet, because the cluster is being created. */
    record NotYet() implements Tags {}

    /** The tags could not be read. */
    record Unread(RuntimeException failure) implements Tags {}
}
