package io.github.daxguard.cli.access;

import org.jspecify.annotations.Nullable;

/** AWS did not say whom the credentials belong to: the message says why and what to do. */
public final class CallerIdentityException extends RuntimeException {

    CallerIdentityException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
