package io.github.daxguard.config;

import org.jspecify.annotations.Nullable;

/** AWS Config did not take every evaluation, or did not tell which old results to clear: the run must be repeated. */
public final class ReportingException extends RuntimeException {

    ReportingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Both failures of a run in one message: what was not read, and what was not reported then. */
    static ReportingException after(RuntimeException earlier, ReportingException reporting) {
        return new ReportingException(reporting.getMessage() + " Before that: " + earlier.getMessage(), earlier);
    }
}
