package io.github.daxguard.cli.template;

import io.github.daxguard.rule.ShortText;

/** The clusters of a file cannot be determined, or not all of them. The message states the reason in sentences. */
final class NotEvaluatedException extends RuntimeException {

    private static final int LONGEST_MESSAGE = 600;

    NotEvaluatedException(String message) {
        super(ShortText.of(message, LONGEST_MESSAGE));
    }

    static NotEvaluatedException atLine(int line, String sentence) {
        return new NotEvaluatedException("Line " + line + ": " + sentence);
    }

    /** The message, which is never null. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
