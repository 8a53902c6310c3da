package io.github.daxguard.cli.template;

import io.github.daxguard.rule.ShortText;

/** A file from which it cannot be told, or not to the end, which clusters it declares: the message says why, in sentences. */
final class UnreadException extends RuntimeException {

    private static final int LONGEST_MESSAGE = 600;

    UnreadException(String message) {
        super(ShortText.of(message, LONGEST_MESSAGE));
    }

    static UnreadException atLine(int line, String sentence) {
        return new UnreadException("Line " + line + ": " + sentence);
    }

    /** The reason, which is never null. */
    String why() {
        return String.valueOf(getMessage());
    }
}
