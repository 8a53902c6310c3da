package io.github.daxguard.parameter;

import org.jspecify.annotations.Nullable;

/** A parameter could not be written: the message says why and what to do. */
public final class ParameterException extends RuntimeException {

    ParameterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
