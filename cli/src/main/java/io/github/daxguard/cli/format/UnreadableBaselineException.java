package io.github.daxguard.cli.format;

import org.jspecify.annotations.Nullable;

/** A baseline is not a report that can be compared. The message names the file, the reason and the expected file. */
public final class UnreadableBaselineException extends Exception {

    UnreadableBaselineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
