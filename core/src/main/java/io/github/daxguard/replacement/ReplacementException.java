package io.github.daxguard.replacement;

import org.jspecify.annotations.Nullable;

/** AWS refused a call that a step needs, or did not answer it usably: the message says which and what to do. */
public final class ReplacementException extends RuntimeException {

    /**
     * A failed call.
     *
     * @param message says operation, account, Region and what to do
     */
    public ReplacementException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
