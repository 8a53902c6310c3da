package io.github.daxguard.results;

import org.jspecify.annotations.Nullable;

/** AWS Config did not take every evaluation, or did not tell which old results to clear: the run must be repeated. */
public final class ReportingException extends RuntimeException {

    public ReportingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
