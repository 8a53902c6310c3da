package io.github.daxguard.config;

/** The function's time was exhausted before everything was read and reported. The message has the counts of what was. */
public final class RunTimeoutException extends RuntimeException {

    RunTimeoutException(String message, RuntimeException cause) {
        super(message, cause);
    }
}
