package io.github.daxguard.cli.access;

import org.jspecify.annotations.Nullable;

/** The settings are not sufficient to call AWS. The message states what is missing. No call was made. */
public final class NoAccessException extends RuntimeException {

    NoAccessException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
