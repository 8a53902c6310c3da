package io.github.daxguard.cli.scan;

import org.jspecify.annotations.Nullable;

/** Details of a finding could not be read. The message states the reason and the next step. */
final class LookupException extends RuntimeException {

    LookupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
