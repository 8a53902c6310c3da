package io.github.daxguard.results;

import org.jspecify.annotations.Nullable;

/** The rules could not be started. A temporary refusal by AWS Config does not cause this exception. */
public final class StartException extends RuntimeException {

    StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
