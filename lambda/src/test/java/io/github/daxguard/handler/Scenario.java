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

/** What an expected file of one folder tells. */
interface Scenario {

    /** In one sentence, what the case shows. */
    String description();

    Function function();

    List<Fault> faults();

    /** The class name of the entry point. */
    String entryPoint();

    /** The variables of the function's environment that are daxguard's own. */
    Map<String, String> variables();

    /** The entry point in this JVM, set up as the variables would set it up. */
    RequestStreamHandler handler(AwsClients clients, PrintStream logLines);

    /**
     * Puts into place what is there when the event comes; the faults come by themselves.
     *
     * @param now as the function sees it, but for the time until it is invoked
     */
    void prepare(LocalAws aws, TestEvent testEvent, Instant now);

    /** How many requests each operation receives. */
    Map<String, Integer> calls();

    /** The account in which an operation is called. */
    default String accountOf(String operation) {
        return function().account();
    }

    /** How the invocation fails; empty if it answers. */
    Optional<ExpectedError> error();

    /** What the last line of the log says of how it ended. */
    default Ending ending() {
        return Ending.of(error());
    }

    /** What no log line, answer or exception may show. */
    default List<String> secrets(TestEvent testEvent) {
        return List.of();
    }

    /**
     * Asserts what is this kind's own.
     *
     * @param invocation its log is JSON and has one line that tells the outcome: {@code lastLine}
     */
    void assertOutcome(TestEvent testEvent, Invocation invocation, JsonNode lastLine, LocalAws aws);

    /**
     * How an invocation ended, as logged.
     *
     * @param outcome {@code succeeded} or {@code failed}
     * @param errorType the exception's class without its package; empty if there was none
     */
    record Ending(String outcome, String errorType) {

        static Ending of(Optional<ExpectedError> error) {
            return error.map(expected -> new Ending("failed", expected.type())).orElse(new Ending("succeeded", ""));
        }
    }
}
