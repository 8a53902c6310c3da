package io.github.daxguard.results;

import org.jspecify.annotations.Nullable;

/** AWS Config did not accept all evaluations, or did not return the previous ones. The run must be repeated. */
public final class ReportingException extends RuntimeException {

    public ReportingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
