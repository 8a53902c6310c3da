package io.github.daxguard.results;

import org.jspecify.annotations.Nullable;

/** The rules could not be started; a refusal that passes by itself, a minute later, is no exception. */
public final class StartException extends RuntimeException {

    StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
