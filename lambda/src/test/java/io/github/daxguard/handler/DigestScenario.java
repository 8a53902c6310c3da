package io.github.daxguard.handler;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.digest.DigestSettings;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAggregator;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalBucket;
import io.github.daxguard.emulator.LocalTopic;
import io.github.daxguard.emulator.StoredEvaluation;
import io.github.daxguard.handler.TestEvent.ExpectedError;
import io.github.daxguard.handler.TestEvent.Fault;
import io.github.daxguard.handler.TestEvent.Function;
import io.github.daxguard.packaged.PackagedFunction;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An expected file of {@code test-events/digest}. */
record DigestScenario(String description, Function function, EmulatedState emulator, List<Fault> faults, Outcome expect)
        implements Scenario {

    private static final DigestSettings SETTINGS = LocalDigest.settings();

    DigestScenario {
        requireNonNull(description, "description");
        function = requireNonNullElse(function, Function.DEFAULT);
        emulator = requireNonNullElse(emulator, new EmulatedState(List.of(), Map.of(), Map.of()));
        faults = TestEvent.orNone(faults);
        requireNonNull(expect, "expect");
    }

    /**
     * The state of the emulator before the event.
     *
     * @param sources the statuses of sources by account and Region: {@code "444455556666 eu-west-1"}
     * @param objects the objects in the bucket by key, each a JSON object or, as a string, any text
     */
    record EmulatedState(List<EvaluationResult> results, Map<String, String> sources, Map<String, JsonNode> objects) {
        EmulatedState {
            results = TestEvent.orNone(results);
            sources = Map.copyOf(requireNonNullElse(sources, Map.of()));
            objects = Map.copyOf(requireNonNullElse(objects, Map.of()));
        }
    }

    /** A result of a rule in an account and Region. */
    record EvaluationResult(String rule, String account, String region, String cluster, String complianceType) {}

    /**
     * The expected results.
     *
     * @param outcome of the last log line
     * @param subject of the published message; empty if none is published
     * @param messageContains texts of the message
     * @param messageOmits texts that it does not contain
     * @param log counts of the last log line
     * @param objects the objects in the bucket after the event that differ from those before it, by key
     */
    record Outcome(
            String outcome,
            String subject,
            List<String> messageContains,
            List<String> messageOmits,
            Map<String, JsonNode> log,
            Map<String, JsonNode> objects,
            Map<String, Integer> calls,
            @Nullable ExpectedError error) {
        Outcome {
            outcome = TestEvent.orElse(outcome, error == null ? "succeeded" : "failed");
            subject = TestEvent.orElse(subject, "");
            messageContains = TestEvent.orNone(messageContains);
            messageOmits = TestEvent.orNone(messageOmits);
            log = Map.copyOf(requireNonNullElse(log, Map.of()));
            objects = Map.copyOf(requireNonNullElse(objects, Map.of()));
            calls = Map.copyOf(requireNonNullElse(calls, Map.of()));
        }
    }

    @Override
    public String entryPoint() {
        return PackagedFunction.DIGEST_HANDLER;
    }

    @Override
    public Map<String, String> variables() {
        return Map.of(
                "DAXGUARD_RULE_NAMES", String.join(",", SETTINGS.ruleNames()),
                "DAXGUARD_AGGREGATOR", SETTINGS.aggregator(),
                "DAXGUARD_DIGEST_BUCKET", SETTINGS.bucket(),
                "DAXGUARD_DIGEST_TOPIC", SETTINGS.topicArn(),
                "DAXGUARD_MANAGEMENT_ACCOUNT", SETTINGS.managementAccount());
    }

    @Override
    public RequestStreamHandler handler(AwsClients clients, PrintStream logLines) {
        // The emulated aggregator accepts any rate here.
        return new DigestHandler(clients, SETTINGS, logLines, () -> LocalFunction.NOW, duration -> {});
    }

    @Override
    public void prepare(LocalAws aws, TestEvent testEvent, Instant now) {
        EmulatorState home = aws.state(function.account(), function.region());
        LocalAggregator aggregator = home.putAggregator(SETTINGS.aggregator());
        LocalBucket bucket = home.putBucket(SETTINGS.bucket());
        home.putTopic(LocalDigest.TOPIC);
        emulator.objects().forEach((key, object) -> bucket.put(key, text(object)));
        emulator.sources().forEach((source, status) -> {
            String[] parts = source.split(" ", 2);
            aws.state(parts[0], parts[1]);
            aggregator.source(parts[0], parts[1], status);
        });
        for (EvaluationResult result : emulator.results()) {
            EmulatorState state = aws.state(result.account(), result.region());
            state.putRule(result.rule(), Map.of());
            state.putResult(
                    result.rule(),
                    new StoredEvaluation("AWS::DAX::Cluster", result.cluster(), result.complianceType(), "", now));
        }
    }

    private static String text(JsonNode object) {
        return object.isTextual() ? object.asText() : object.toString();
    }

    @Override
    public Map<String, Integer> calls() {
        return expect.calls();
    }

    @Override
    public Optional<ExpectedError> error() {
        return Optional.ofNullable(expect.error());
    }

    @Override
    public LoggedOutcome loggedOutcome() {
        return new LoggedOutcome(
                expect.outcome(), error().map(ExpectedError::type).orElse(""));
    }

    /** The access key of the creator, of which only the ARN may be stored and logged. */
    @Override
    public List<String> secrets(TestEvent testEvent) {
        return testEvent.json().findValuesAsText("accessKeyId");
    }

    @Override
    public void assertOutcome(TestEvent testEvent, Invocation invocation, JsonNode lastLine, LocalAws aws) {
        EmulatorState home = aws.state(function.account(), function.region());
        expect.log()
                .forEach((name, value) -> assertThat(lastLine.get(name))
                        .as("%s: %s", testEvent, name)
                        .isEqualTo(value));
        if (error().isEmpty()) {
            JsonNode answer = TestEvent.readable(invocation.answer());
            assertThat(answer.properties())
                    .as("%s: answer %s", testEvent, answer)
                    .isNotEmpty()
                    .allMatch(member -> member.getValue().equals(lastLine.get(member.getKey())));
        }
        List<LocalTopic.Message> messages = home.putTopic(LocalDigest.TOPIC).messages();
        if (expect.subject().isEmpty()) {
            assertThat(messages).as("%s: messages", testEvent).isEmpty();
        } else {
            assertThat(messages).as("%s: messages", testEvent).singleElement().satisfies(message -> {
                assertThat(message.subject()).isEqualTo(expect.subject());
                assertThat(message.text()).contains(expect.messageContains());
                assertThat(expect.messageOmits()).noneMatch(message.text()::contains);
            });
        }
        LocalBucket bucket = home.putBucket(SETTINGS.bucket());
        emulator.objects().forEach((key, before) -> {
            if (!expect.objects().containsKey(key)) {
                assertThat(bucket.text(key)).as("%s: %s", testEvent, key).contains(text(before));
            }
        });
        expect.objects()
                .forEach((key, object) -> assertThat(bucket.text(key).map(TestEvent::readable))
                        .as("%s: %s", testEvent, key)
                        .contains(object));
        assertThat(bucket.keys())
                .as("%s: keys", testEvent)
                .allMatch(key ->
                        expect.objects().containsKey(key) || emulator.objects().containsKey(key));
    }
}
