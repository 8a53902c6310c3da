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

    /**
     * The tags could not be read.
     *
     * @param reason for the log: which call failed, and how
     */
    record Unread(String reason) implements Tags {}
}
