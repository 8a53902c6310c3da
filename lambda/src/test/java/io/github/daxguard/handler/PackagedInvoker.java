package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.packaged.LambdaRuntimeApi;
import io.github.daxguard.packaged.PackagedFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the entry points of the zip, each in its own process.
 *
 * <p>A process serves all cases with the same configuration, one after the other, as an instance in Lambda serves its
 * invocations. Each case has its own emulator.
 */
final class PackagedInvoker implements FunctionInvoker, AutoCloseable {

    private record Deployment(String entryPoint, TestEvent.Function function, Map<String, String> variables) {}

    private final Path directory;
    private final SwitchedEndpoint endpoint = SwitchedEndpoint.start();
    private final Map<Deployment, PackagedFunction> running = new HashMap<>();

    /**
     * An invoker without processes.
     *
     * @param directory an empty directory for the processes' files
     */
    PackagedInvoker(Path directory) throws IOException {
        this.directory = directory;
    }

    @Override
    public Invocation invoke(TestEvent testEvent, LocalAws aws) throws Exception {
        endpoint.forwardTo(aws.endpoint());
        PackagedFunction function = function(testEvent.scenario(), aws);
        int linesBefore = function.logLines().size();
        LambdaRuntimeApi.Result result = function.invoke(testEvent.event().getBytes(UTF_8));
        List<String> lines = function.logLines();
        return new Invocation(
                result.isError() ? Optional.of(failure(result.body())) : Optional.empty(),
                result.isError() ? "" : result.body(),
                List.copyOf(lines.subList(linesBefore, lines.size())));
    }

    /** The system clock, which the processes use. */
    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    private PackagedFunction function(Scenario scenario, LocalAws aws) throws IOException {
        Deployment deployment = new Deployment(scenario.entryPoint(), scenario.function(), scenario.variables());
        PackagedFunction function = running.get(deployment);
        if (function == null) {
            AccessKey key = aws.accessKey(scenario.function().account());
            Map<String, String> environment = new HashMap<>(scenario.variables());
            environment.put("AWS_ACCESS_KEY_ID", key.id());
            environment.put("AWS_SECRET_ACCESS_KEY", key.secret());
            environment.put("AWS_ENDPOINT_URL", endpoint.uri().toString());
            function = PackagedFunction.start(
                    Files.createDirectory(directory.resolve("function-" + running.size())),
                    scenario.entryPoint(),
                    scenario.function().account(),
                    scenario.function().region(),
                    environment);
            running.put(deployment, function);
        }
        return function;
    }

    private static Invocation.Failure failure(String report) {
        JsonNode error = TestEvent.readable(report);
        String type = error.path("errorType").asText();
        return new Invocation.Failure(
                type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1),
                error.path("errorMessage").asText(),
                report);
    }

    @Override
    public void close() {
        running.values().forEach(PackagedFunction::close);
        endpoint.close();
    }
}
