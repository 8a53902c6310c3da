package io.github.daxguard.rule;

/**
 * An input that is not accepted. Each front end renders it in its own terms.
 *
 * @param kind of input, as the start of a sentence: {@code Rule parameter}; empty if the name alone identifies it
 * @param name of the input, such as the rule parameter's; shortened
 * @param received the value in quotation marks, or a description of it; never a secret. Empty if the input is missing
 * @param expected the accepted form
 */
public record Rejection(String kind, String name, String received, String expected) {

    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_VALUE = 120;

    public Rejection {
        name = ShortText.of(name, LONGEST_NAME);
    }

    /** Rejects a value, which is shortened and put in quotation marks. */
    public static Rejection ofValue(String kind, String name, String value, String expected) {
        return new Rejection(kind, name, quoted(value), expected);
    }

    /** A value as messages show it: shortened, in quotation marks. */
    public static String quoted(String value) {
        return "\"" + ShortText.of(value, LONGEST_VALUE) + "\"";
    }

    /** The same rejection of an input that has another name at the front end. */
    public Rejection as(String otherKind, String otherName) {
        return new Rejection(otherKind, otherName, received, expected);
    }

    /** The problem, the received value and the expected form, as one line. */
    public String message() {
        return (kind.isEmpty() ? "" : kind + " ") + name + ": "
                + (received.isEmpty() ? "missing" : "invalid value: " + received) + ". Expected: " + expected + ".";
    }
}
