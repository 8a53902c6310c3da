package io.github.daxguard.cli.access;

import org.jspecify.annotations.Nullable;

/** The person's settings do not say where to go, or as whom: the message says what is missing. Nothing was asked. */
public final class NoAccessException extends RuntimeException {

    NoAccessException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
