package io.github.daxguard.rule;

/** An event that the entry point does not accept. Nothing was changed. */
public final class InvalidEventException extends RuntimeException {

    /** The received value if the event does not have the field. */
    public static final String MISSING = "missing";

    private static final int LONGEST_VALUE = 120;

    /**
     * Names the field, the received value, and the expected form.
     *
     * @param field dotted path in the event
     * @param received the quoted value or its description, never the result token; shortened in the message
     */
    public InvalidEventException(String field, String received, String expected) {
        super(new Rejection(
                        "Event field",
                        field,
                        received.equals(MISSING) ? "" : ShortText.of(received, LONGEST_VALUE),
                        expected)
                .message());
    }

    /** A value in quotation marks, shortened. */
    public static String quoted(String value) {
        return "\"" + ShortText.of(value, LONGEST_VALUE - 2) + "\"";
    }
}
