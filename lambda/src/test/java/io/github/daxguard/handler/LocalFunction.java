package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The function of the AWS Config rule, run in this JVM with its own emulator. */
final class LocalFunction implements AutoCloseable {

    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";
    static final String RULE = "dax-cluster-encrypted-at-rest";
    static final Instant NOW = Instant.parse("2027-01-31T06:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalAws aws = LocalAws.start();
    private final EmulatorState state = aws.state(ACCOUNT, REGION);
    private final AwsClients clients = clients(aws, ACCOUNT, REGION);
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private Consumer<JsonNode> onLogLine = line -> {};

    /** Clients of the emulator, with credentials of this account. */
    static AwsClients clients(LocalAws aws, String account, String region) {
        AccessKey key = aws.accessKey(account);
        return AwsClients.forEndpoint(
                aws.endpoint(),
                region,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())));
    }

    LocalAws aws() {
        return aws;
    }

    EmulatorState state() {
        return state;
    }

    /** Invokes the function with this time-out and returns its response. */
    String invoke(byte[] event, Duration timeout) throws IOException {
        return invoke(event, LocalContext.of(ACCOUNT, REGION, timeout));
    }

    String invoke(byte[] event, Context context) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        new ConfigRuleHandler(clients, Optional.empty(), logLinesTo(), InstantSource.system())
                .handleRequest(new ByteArrayInputStream(event), answer, context);
        return answer.toString(UTF_8);
    }

    /** Passes each line to the receiver when it is logged. */
    void onLogLine(Consumer<JsonNode> receiver) {
        onLogLine = receiver;
    }

    private PrintStream logLinesTo() {
        return new PrintStream(log, true, UTF_8) {
            @Override
            public void println(String line) {
                super.println(line);
                try {
                    onLogLine.accept(JSON.readTree(line));
                } catch (JsonProcessingException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    /** All lines that were logged so far. */
    List<ObjectNode> logLines() throws IOException {
        List<ObjectNode> lines = new ArrayList<>();
        for (String line : log.toString(UTF_8).lines().toList()) {
            lines.add((ObjectNode) JSON.readTree(line));
        }
        return lines;
    }

    ObjectNode lastLogLine() throws IOException {
        List<ObjectNode> lines = logLines();
        return lines.get(lines.size() - 1);
    }

    @Override
    public void close() {
        clients.close();
        aws.close();
    }
}
