package io.github.daxguard.config;

import io.github.daxguard.rule.Rejection;
import io.github.daxguard.rule.ShortText;

/** An event that is none of those that the entry point takes, or that it cannot act on: nothing was done about it. */
public final class InvalidEventException extends RuntimeException {

    /** As a received value: the event does not have the field. */
    static final String MISSING = "missing";

    private static final int LONGEST_VALUE = 120;

    /**
     * Names the field, the received value, and the expected form.
     *
     * @param field dotted path in the event
     * @param received the value in words or quoted, never the result token; shortened in the message
     */
    public InvalidEventException(String field, String received, String expected) {
        super(new Rejection(
                        "Event field",
                        field,
                        received.equals(MISSING) ? "" : ShortText.of(received, LONGEST_VALUE),
                        expected)
                .message());
    }

    static String quoted(String value) {
        return "\"" + ShortText.of(value, LONGEST_VALUE - 2) + "\"";
    }
}
