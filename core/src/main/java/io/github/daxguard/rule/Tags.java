package io.github.daxguard.rule;

import java.util.Map;

/** A cluster's tags, or why they are not known. */
public sealed interface Tags {

    /** All tags of the cluster. */
    record Known(Map<String, String> values) implements Tags {
        public Known {
            values = Map.copyOf(values);
        }
    }

    /** There are none to read yet: the cluster is still being created. */
    record NotYet() implements Tags {}

    /** They could not be read, and should have been. */
    record Unread(RuntimeException failure) implements Tags {}
}
