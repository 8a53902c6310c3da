package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs the entry points in this JVM, with a new handler for each case and the AWS SDK as deployed. */
final class HandlerInvoker implements FunctionInvoker {

    @Override
    public Invocation invoke(TestEvent testEvent, LocalAws aws) {
        TestEvent.Function function = testEvent.scenario().function();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (AwsClients clients = LocalFunction.clients(aws, function.account(), function.region());
                PrintStream logLines = new PrintStream(log, true, UTF_8)) {
            @Nullable
            Throwable thrown = catchThrowable(() -> testEvent
                    .scenario()
                    .handler(clients, logLines)
                    .handleRequest(
                            new ByteArrayInputStream(testEvent.event().getBytes(UTF_8)),
                            answer,
                            LocalContext.of(function.account(), function.region(), Duration.ofSeconds(30))));
            return new Invocation(
                    Optional.ofNullable(thrown).map(HandlerInvoker::failure),
                    answer.toString(UTF_8),
                    log.toString(UTF_8).lines().toList());
        }
    }

    @Override
    public InstantSource clock() {
        return InstantSource.fixed(LocalFunction.NOW);
    }

    private static Invocation.Failure failure(Throwable thrown) {
        StringWriter everything = new StringWriter();
        try (PrintWriter writer = new PrintWriter(everything)) {
            thrown.printStackTrace(writer);
        }
        return new Invocation.Failure(
                thrown.getClass().getSimpleName(), String.valueOf(thrown.getMessage()), everything.toString());
    }
}
