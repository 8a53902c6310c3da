package io.github.daxguard.handler;

import java.util.List;
import java.util.Optional;

/**
 * The results of an invocation.
 *
 * @param failure the thrown exception
 * @param answer the response; empty if the invocation failed
 * @param logLines the lines of the log
 */
record Invocation(Optional<Failure> failure, String answer, List<String> logLines) {

    /**
     * An exception as reported to the invoker.
     *
     * @param type the class without its package
     * @param everything all of its text: message, causes, suppressed exceptions, stack traces
     */
    record Failure(String type, String message, String everything) {}

    /** All visible output of the invocation. */
    String everything() {
        return String.join("\n", logLines) + "\n" + answer + "\n"
                + failure.map(Failure::everything).orElse("");
    }
}
