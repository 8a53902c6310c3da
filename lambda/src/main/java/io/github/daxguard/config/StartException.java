package io.github.daxguard.config;

import org.jspecify.annotations.Nullable;

/** The rules could not be started, and waiting alone does not mend it. */
public final class StartException extends RuntimeException {

    StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
