package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Pause;
import io.github.daxguard.digest.DigestSettings;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAggregator;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalBucket;
import io.github.daxguard.emulator.LocalContext;
import io.github.daxguard.emulator.LocalTopic;
import io.github.daxguard.emulator.SettableClock;
import io.github.daxguard.emulator.StoredEvaluation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The digest function in this JVM, with an emulated organization. Its pauses advance the emulator's clock. */
final class LocalDigest implements AutoCloseable {

    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";
    static final String MANAGEMENT = "999988887777";
    static final String AT_REST = "dax-cluster-encrypted-at-rest";
    static final String IN_TRANSIT = "dax-cluster-encrypted-in-transit";
    static final String AGGREGATOR = "daxguard";
    static final String BUCKET = "daxguard-digest";
    static final String TOPIC = "daxguard";
    static final String FINDINGS = "digest/findings.json";
    static final Instant FIRST_DAY = Instant.parse("2027-01-31T06:00:00Z");
    static final Duration TIMEOUT = Duration.ofMinutes(10);

    private static final ObjectMapper JSON = new ObjectMapper();

    final SettableClock clock = SettableClock.at(FIRST_DAY);
    final LocalAws aws = LocalAws.start(clock);
    final LocalAggregator aggregator = aws.state(ACCOUNT, REGION).putAggregator(AGGREGATOR);
    final LocalBucket bucket = aws.state(ACCOUNT, REGION).putBucket(BUCKET);
    final LocalTopic topic = aws.state(ACCOUNT, REGION).putTopic(TOPIC);

    private final AwsClients clients = LocalFunction.clients(aws, ACCOUNT, REGION);
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    static DigestSettings settings() {
        return new DigestSettings(
                List.of(AT_REST, IN_TRANSIT),
                AGGREGATOR,
                BUCKET,
                "arn:aws:sns:" + REGION + ":" + ACCOUNT + ":" + TOPIC,
                MANAGEMENT);
    }

    /** EventBridge's event of a schedule. */
    static byte[] scheduled(Instant time) {
        return """
                {"version":"0","id":"53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa","detail-type":"Scheduled Event","source":"aws.events",
                "account":"%s","time":"%s","region":"%s",
                "resources":["arn:aws:events:%s:%s:rule/daxguard-digest"],"detail":{}}
                """.formatted(ACCOUNT, time, REGION, REGION, ACCOUNT).getBytes(UTF_8);
    }

    /** Stores an evaluation result of the rule in an account and Region, at the current time. */
    void result(String rule, String account, String region, String cluster, String compliance) {
        EmulatorState state = aws.state(account, region);
        state.putRule(rule, Map.of());
        state.putResult(rule, new StoredEvaluation("AWS::DAX::Cluster", cluster, compliance, "", clock.instant()));
    }

    /** Invokes the function for the digest of the current day. */
    JsonNode send() throws IOException {
        return invoke(scheduled(clock.instant()));
    }

    /** Sends the digest of the next day. */
    JsonNode sendNextDay() throws IOException {
        clock.advanceTo(clock.instant().plus(Duration.ofDays(1)));
        return send();
    }

    /** Invokes the function and returns its response. */
    JsonNode invoke(byte[] event) throws IOException {
        return invoke(event, clock::advance, TIMEOUT);
    }

    JsonNode invoke(byte[] event, Pause pause, Duration timeout) throws IOException {
        Instant end = clock.instant().plus(timeout);
        Context context = LocalContext.withRemaining(ACCOUNT, REGION, () ->
                (int) Duration.between(clock.instant(), end).toMillis());
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        new DigestHandler(clients, settings(), new PrintStream(log, true, UTF_8), clock, pause)
                .handleRequest(new ByteArrayInputStream(event), answer, context);
        return JSON.readTree(answer.toByteArray());
    }

    /** The last published message. */
    LocalTopic.Message mail() {
        List<LocalTopic.Message> messages = topic.messages();
        return messages.get(messages.size() - 1);
    }

    JsonNode stored() throws IOException {
        return JSON.readTree(bucket.text(FINDINGS).orElseThrow());
    }

    List<ObjectNode> logLines() {
        return log.toString(UTF_8)
                .lines()
                .map(line -> {
                    try {
                        return (ObjectNode) JSON.readTree(line);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    ObjectNode lastLine() {
        List<ObjectNode> lines = logLines();
        return lines.get(lines.size() - 1);
    }

    @Override
    public void close() {
        clients.close();
        aws.close();
    }
}
