package io.github.daxguard.handler;

import java.util.List;
import java.util.Optional;

/**
 * How an invocation ended.
 *
 * @param failure what it threw
 * @param answer empty if it failed
 * @param logLines what it wrote to the log
 */
record Invocation(Optional<Failure> failure, String answer, List<String> logLines) {

    /**
     * An exception as the invoker sees it.
     *
     * @param type its class without the package
     * @param everything all that can be seen of it: causes, what was suppressed, stack traces
     */
    record Failure(String type, String message, String everything) {}

    /** All that anybody can see of it. */
    String everything() {
        return String.join("\n", logLines) + "\n" + answer + "\n"
                + failure.map(Failure::everything).orElse("");
    }
}
