package io.github.daxguard.json;

/** Text that is not a JSON object. The message describes it as the end of a sentence, and does not quote it. */
public final class InvalidJsonException extends RuntimeException {

    InvalidJsonException(String description) {
        super(description);
    }
}
