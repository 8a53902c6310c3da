package io.github.daxguard.cli.access;

import org.jspecify.annotations.Nullable;

/** The caller identity could not be read. The message states the reason and the next step. */
public final class CallerIdentityException extends RuntimeException {

    CallerIdentityException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
