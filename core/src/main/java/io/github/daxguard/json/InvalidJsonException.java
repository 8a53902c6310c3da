package io.github.daxguard.json;

/** Text that is no JSON object; the message says what came instead, as the end of a sentence, and quotes nothing of it. */
public final class InvalidJsonException extends RuntimeException {

    InvalidJsonException(String what) {
        super(what);
    }
}
