package io.github.daxguard.dax;

import org.jspecify.annotations.Nullable;

/** DAX could not be read completely. A cluster that is missing from the result can exist. */
public final class DaxReadException extends RuntimeException {

    DaxReadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
