package io.github.daxguard.replacement;

import org.jspecify.annotations.Nullable;

/** AWS refused a call of a step, or its answer cannot be used. */
public final class ReplacementException extends RuntimeException {

    /**
     * A failed call.
     *
     * @param message names operation, account, Region and the next step
     */
    public ReplacementException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
