package io.github.daxguard.handler;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.handler.TestEvent.ExpectedError;
import io.github.daxguard.handler.TestEvent.Fault;
import io.github.daxguard.handler.TestEvent.Function;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The content of an expected file of one folder. */
interface Scenario {

    /** One sentence on the purpose of the case. */
    String description();

    Function function();

    List<Fault> faults();

    /** The class name of the entry point. */
    String entryPoint();

    /** The environment variables of daxguard. */
    Map<String, String> variables();

    /** The entry point in this JVM, with the configuration of the variables. */
    RequestStreamHandler handler(AwsClients clients, PrintStream logLines);

    /**
     * Sets up the emulator, except for the faults.
     *
     * @param now the function's time, except for the time until it is invoked
     */
    void prepare(LocalAws aws, TestEvent testEvent, Instant now);

    /** The expected number of requests by operation. */
    Map<String, Integer> calls();

    /** The account in which an operation is called. */
    default String accountOf(String operation) {
        return function().account();
    }

    /** The expected exception; empty if the invocation succeeds. */
    Optional<ExpectedError> error();

    /** The expected outcome in the last log line. */
    default LoggedOutcome loggedOutcome() {
        return LoggedOutcome.of(error());
    }

    /** Values that no log line, response or exception may contain. */
    default List<String> secrets(TestEvent testEvent) {
        return List.of();
    }

    /**
     * Checks the assertions of this folder.
     *
     * @param invocation its log is JSON and has one line with the outcome, {@code lastLine}
     */
    void assertOutcome(TestEvent testEvent, Invocation invocation, JsonNode lastLine, LocalAws aws);

    /**
     * The outcome of an invocation as logged.
     *
     * @param outcome {@code succeeded} or {@code failed}
     * @param errorType the exception's class without its package; empty if there was none
     */
    record LoggedOutcome(String outcome, String errorType) {

        static LoggedOutcome of(Optional<ExpectedError> error) {
            return error.map(expected -> new LoggedOutcome("failed", expected.type()))
                    .orElse(new LoggedOutcome("succeeded", ""));
        }
    }
}
