package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.LocalContext;
import io.github.daxguard.emulator.SettableClock;
import io.github.daxguard.packaged.ApprovedExecution;
import io.github.daxguard.replacement.ReplacementPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The replacement function, run in this JVM with its own emulator. */
final class ReplacementFunction implements AutoCloseable {

    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";
    static final String RULE = "dax-cluster-encrypted-at-rest";
    static final Instant NOW = Instant.parse("2027-01-31T06:00:30Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SettableClock clock = SettableClock.at(NOW);
    private final LocalAws aws = LocalAws.start(clock);
    private final EmulatorState state = aws.state(ACCOUNT, REGION);
    private final AwsClients clients = LocalFunction.clients(aws, ACCOUNT, REGION);
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final ReplacementHandler handler;
    private boolean approvesByDefault = true;

    ReplacementFunction() {
        this(Duration.ZERO, ReplacementPolicy.DEFAULT);
    }

    ReplacementFunction(ReplacementPolicy policy) {
        this(Duration.ZERO, policy);
    }

    /**
     * A function whose clock can differ from the clock of AWS.
     *
     * @param ahead how far its clock is ahead; negative if it is behind
     * @param policy the deployment settings
     */
    ReplacementFunction(Duration ahead, ReplacementPolicy policy) {
        state.putRule(RULE, Map.of());
        handler = new ReplacementHandler(
                clients,
                List.of(RULE),
                Optional.empty(),
                policy,
                new PrintStream(log, true, UTF_8),
                () -> clock.instant().plus(ahead));
    }

    LocalAws aws() {
        return aws;
    }

    EmulatorState state() {
        return state;
    }

    SettableClock clock() {
        return clock;
    }

    /** Removes all executions and adds no approved ones: the test adds its own. */
    void approveNothing() {
        approvesByDefault = false;
        state.clearExecutions();
    }

    String log() {
        return log.toString(UTF_8);
    }

    /** The requested operations since {@link LocalAws#clearCalls}, in order. */
    List<String> operations() {
        return aws.calls().stream().map(Call::operation).toList();
    }

    /** Requests a step of the replacement of {@code orders}, confirmed. */
    JsonNode step(String step) {
        return step(step, Map.of());
    }

    /**
     * Requests a step of the replacement of {@code orders}, confirmed and approved.
     *
     * @param members additional members of the request, which override the defaults
     */
    JsonNode step(String step, Map<String, String> members) {
        ObjectNode request = JSON.createObjectNode()
                .put("step", step)
                .put("cluster", "orders")
                .put("confirm", "orders")
                .put("executionId", ApprovedExecution.ID);
        members.forEach(request::put);
        if (approvesByDefault) {
            state.putExecution(ApprovedExecution.of(request));
        }
        return invoke(request.toString());
    }

    JsonNode invoke(String request) {
        return invoke(request, Duration.ofSeconds(60));
    }

    JsonNode invoke(String request, Duration timeout) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(request.getBytes(UTF_8)),
                    answer,
                    LocalContext.of(ACCOUNT, REGION, timeout));
            return JSON.readTree(answer.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cluster with this change of its JSON. */
    static LocalCluster changed(LocalCluster cluster, Consumer<ObjectNode> change) {
        ObjectNode shape = (ObjectNode) cluster.json();
        change.accept(shape);
        LocalCluster changed = LocalCluster.fromJson(shape);
        for (Map.Entry<String, String> tag : cluster.tags().entrySet()) {
            changed = changed.tag(tag.getKey(), tag.getValue());
        }
        return changed;
    }

    @Override
    public void close() {
        clients.close();
        aws.close();
    }
}
