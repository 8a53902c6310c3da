package io.github.daxguard.cli.format;

import org.jspecify.annotations.Nullable;

/** A file that is to be compared with is no report of the same kind: the message says which file, why, and what would do. */
public final class UnreadableBaselineException extends Exception {

    UnreadableBaselineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
