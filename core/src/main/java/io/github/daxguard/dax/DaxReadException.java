package io.github.daxguard.dax;

import org.jspecify.annotations.Nullable;

/** DAX could not be read to the end: nothing may be concluded from what is missing. */
public final class DaxReadException extends RuntimeException {

    DaxReadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
