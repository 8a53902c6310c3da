package io.github.daxguard.config;

import io.github.daxguard.rule.ShortText;

/** An event that is none of those that the entry point takes, or that it cannot act on: nothing was done about it. */
public final class InvalidEventException extends RuntimeException {

    private static final int LONGEST_VALUE = 120;

    /**
     * Names the field, what came, and what is accepted.
     *
     * @param field dotted path in the event
     * @param came the value in words or quoted, never the result token; shortened in the message
     */
    public InvalidEventException(String field, String came, String accepted) {
        super("The event's " + field + " is " + ShortText.of(came, LONGEST_VALUE) + ". Accepted: " + accepted + ".");
    }

    static String quoted(String value) {
        return "\"" + ShortText.of(value, LONGEST_VALUE - 2) + "\"";
    }
}
