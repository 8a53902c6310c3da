package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalContext;
import io.github.daxguard.emulator.LocalQueue;
import io.github.daxguard.emulator.QueueSettings;
import io.github.daxguard.emulator.SettableClock;
import io.github.daxguard.emulator.StoredEvaluation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dax.model.Tag;

/**
 * Tests from a call to DAX to the result in AWS Config: CloudTrail's event, the queue as deployed, the change function and the
 * rule function. The queue advances a settable clock, so that the tests do not wait and times are exact.
 */
class ClusterChangeTest {

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";
    private static final String AT_REST = "dax-cluster-encrypted-at-rest";
    private static final String IN_TRANSIT = "dax-cluster-encrypted-in-transit";
    private static final List<String> RULES = List.of(AT_REST, IN_TRANSIT);
    private static final Instant START = Instant.parse("2027-01-31T06:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The values of the stack. */
    private static final Duration DELAY = Duration.ofSeconds(60);

    private static final Duration VISIBILITY_TIMEOUT = Duration.ofSeconds(90);
    private static final int MAX_RECEIVES = 10;

    private final SettableClock clock = SettableClock.at(START);
    private final LocalAws aws = LocalAws.start(clock);
    private final EmulatorState state = aws.state(ACCOUNT, REGION);
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final AwsClients clients = LocalFunction.clients(aws, ACCOUNT, REGION);

    @BeforeEach
    void putRules() {
        ConfigRuleHandler rule = new ConfigRuleHandler(
                clients,
                Optional.empty(),
                new PrintStream(OutputStream.nullOutputStream(), true, UTF_8),
                InstantSource.system());
        for (String name : RULES) {
            String control = name.equals(AT_REST) ? "encryption-at-rest" : "encryption-in-transit";
            state.putRule(name, Map.of("control", control));
            state.onEvent(
                    name,
                    event -> rule.handleRequest(
                            new ByteArrayInputStream(event), OutputStream.nullOutputStream(), context()));
        }
    }

    @AfterEach
    void stop() {
        clients.close();
        aws.close();
    }

    @Test
    void clusterCreated_isReportedWithinTheDelayAndFiveSeconds() {
        LocalQueue queue = queue(function(RULES));
        state.onDaxCall(queue.asTarget());

        create("promo");
        queue.runUntil(START.plus(DELAY).plusSeconds(5));

        assertThat(aws.deliveryFailures()).isEmpty();
        assertThat(startedAt()).containsExactly(START.plus(DELAY).plusSeconds(1));
        assertThat(logLines())
                .filteredOn(line -> line.has("createdBy"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("cluster").asText()).isEqualTo("promo");
                    assertThat(line.path("account").asText()).isEqualTo(ACCOUNT);
                    assertThat(line.path("region").asText()).isEqualTo(REGION);
                    assertThat(line.path("createdBy").asText()).startsWith("arn:aws:iam::" + ACCOUNT + ":user/");
                });
        assertThat(state.results(AT_REST)).singleElement().satisfies(result -> {
            assertThat(result.resourceId()).isEqualTo("promo");
            assertThat(result.complianceType()).isEqualTo("NON_COMPLIANT");
            assertThat(result.orderingTimestamp())
                    .isBetween(START, START.plus(DELAY).plusSeconds(5));
        });
        assertThat(state.results(IN_TRANSIT))
                .extracting(StoredEvaluation::complianceType)
                .containsExactly("NON_COMPLIANT");
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void clusterDeleted_resultIsRemovedWithinTheDelayAndFiveSeconds() {
        create("promo");
        state.settle();
        state.putResult(AT_REST, new StoredEvaluation("AWS::DAX::Cluster", "promo", "NON_COMPLIANT", "", START));
        LocalQueue queue = queue(function(RULES));
        state.onDaxCall(queue.asTarget());

        clients.dax().deleteCluster(request -> request.clusterName("promo"));
        queue.runUntil(START.plus(DELAY).plusSeconds(5));

        assertThat(state.results(AT_REST))
                .filteredOn(result -> result.resourceId().equals("promo"))
                .extracting(StoredEvaluation::complianceType)
                .containsExactly("NOT_APPLICABLE");
    }

    @Test
    void exemptionTagAdded_isApplied() {
        state.putRule(AT_REST, Map.of("exemptionTag", "until"));
        create("promo");
        state.settle();
        state.putResult(AT_REST, new StoredEvaluation("AWS::DAX::Cluster", "promo", "NON_COMPLIANT", "", START));
        LocalQueue queue = queue(function(RULES));
        state.onDaxCall(queue.asTarget());

        clients.dax()
                .tagResource(request -> request.resourceName("arn:aws:dax:eu-west-1:111122223333:cache/promo")
                        .tags(Tag.builder().key("until").value("2027-12-31").build()));
        queue.runUntil(START.plus(DELAY).plusSeconds(5));

        assertThat(state.results(AT_REST))
                .filteredOn(result -> result.resourceId().equals("promo"))
                .singleElement()
                .satisfies(result -> assertThat(result.annotation()).contains("2027-12-31"));
    }

    @Test
    void failedCall_startsNothing() {
        create("promo");
        LocalQueue queue = queue(function(RULES));
        state.onDaxCall(queue.asTarget());

        assertThatThrownBy(() -> create("promo")).hasMessageContaining("promo");
        queue.runUntil(START.plus(DELAY).plusSeconds(5));

        assertThat(queue.batches()).hasSize(1);
        assertThat(aws.calls("StartConfigRulesEvaluation")).isEmpty();
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void thousandEventsInAMinute_onePoller_startRulesOnce() {
        LocalQueue queue = queue(function(RULES));

        burst(queue, 1_000, Duration.ofMillis(60));
        queue.runUntil(START.plus(Duration.ofMinutes(30)));

        assertThat(startedAt()).hasSize(1);
        assertThat(queue.waiting()).isZero();
        assertThat(queue.deadLetters()).isEmpty();
    }

    @Test
    void thousandEventsInAMinute_fivePollersAndTwoInstances_startRulesAtMostTwice() {
        LocalQueue queue = twoInstances();

        burst(queue, 1_000, Duration.ofMillis(60));
        queue.runUntil(START.plus(Duration.ofMinutes(30)));

        assertThat(startedAt()).hasSizeBetween(1, 2);
        assertThat(startedAt().get(0)).isEqualTo(START.plus(DELAY).plusSeconds(1));
        assertThat(queue.waiting()).isZero();
        assertThat(queue.deadLetters()).isEmpty();
    }

    @Test
    void startDeniedForThirteenMinutes_thenOneStartPerInstanceCoversAll() {
        LocalQueue queue = twoInstances();
        aws.faults().on("StartConfigRulesEvaluation").deny();

        burst(queue, 1_000, Duration.ofMillis(60));
        queue.runUntil(START.plus(Duration.ofMinutes(13)));
        aws.faults().clear();
        queue.runUntil(START.plus(Duration.ofHours(1)));

        assertThat(startedAt()).hasSizeBetween(1, 2);
        assertThat(queue.waiting()).isZero();
        assertThat(queue.deadLetters()).isEmpty();
    }

    @Test
    void startRejected_batchOfCoveredAndNewMessages_onlyTheNewOneIsRedelivered() {
        List<byte[]> batches = new ArrayList<>();
        LocalQueue.BatchTarget function = function(RULES);
        LocalQueue queue = queue(batch -> {
            batches.add(batch);
            return function.invoke(batch);
        });
        queue.send(createEvent("first"));
        queue.runUntil(START.plusSeconds(30));
        queue.send(createEvent("before-the-start"));
        queue.runUntil(START.plusSeconds(100));
        JsonNode covered = json(new String(batches.get(1), UTF_8)).at("/Records/0");
        ObjectNode fresh = covered.deepCopy();
        fresh.put("messageId", "sent-after-the-start");
        fresh.withObject("/attributes")
                .put("SentTimestamp", String.valueOf(clock.instant().toEpochMilli()));
        ObjectNode mixed = JSON.createObjectNode();
        mixed.putArray("Records").add(covered).add(fresh);
        aws.faults().on("StartConfigRulesEvaluation").error("LimitExceededException", "too early", 400);

        JsonNode answer = invoke(function, mixed);

        assertThat(answer.at("/batchItemFailures"))
                .extracting(failure -> failure.get("itemIdentifier").asText())
                .containsExactly("sent-after-the-start");
    }

    @Test
    void eventAfterAStart_startsTheRulesAgain() {
        LocalQueue queue = queue(function(RULES));

        queue.send(createEvent("one"));
        queue.runUntil(START.plusSeconds(62));
        queue.send(createEvent("two"));
        queue.runUntil(START.plus(Duration.ofMinutes(30)));

        assertThat(startedAt()).containsExactly(START.plusSeconds(61), START.plusSeconds(62 + 61));
    }

    @Test
    void evaluationInProgress_batchIsRedeliveredUntilTheRulesStart() {
        LocalQueue queue = queue(function(RULES));
        aws.faults().on("StartConfigRulesEvaluation").call(1).error("LimitExceededException", "too early", 400);
        aws.faults().on("StartConfigRulesEvaluation").call(2).error("ResourceInUseException", "in use", 400);

        queue.send(createEvent("one"));
        queue.runUntil(START.plus(Duration.ofMinutes(30)));

        assertThat(queue.batches()).extracting(LocalQueue.Batch::failures).containsExactly(1, 1, 0);
        assertThat(aws.calls("StartConfigRulesEvaluation")).hasSize(3);
        assertThat(queue.deadLetters()).isEmpty();
        assertThat(logLines())
                .filteredOn(line -> line.has("outcome"))
                .extracting(line -> line.path("start").asText())
                .containsExactly("not-now", "not-now", "started");
        assertThat(logLines())
                .filteredOn(line -> line.has("cluster"))
                .extracting(line -> line.path("cluster").asText())
                .containsExactly("one");
        assertThat(logLines().get(0).path("message").asText()).contains("LimitExceededException: too early");
    }

    @Test
    void startRejectedEveryTime_messageGoesToTheDeadLetterQueue() {
        LocalQueue queue = queue(function(RULES));
        aws.faults().on("StartConfigRulesEvaluation").error("LimitExceededException", "too early", 400);

        queue.send(createEvent("one"));
        queue.runUntil(START.plus(Duration.ofHours(1)));

        assertThat(queue.batches()).hasSize(MAX_RECEIVES);
        assertThat(queue.deadLetters()).hasSize(1);
    }

    @Test
    void unreadableMessage_doesNotDelayTheOthers() {
        LocalQueue queue = queue(function(RULES));

        queue.send("{broken");
        queue.send(createEvent("one"));
        queue.runUntil(START.plus(Duration.ofHours(1)));

        assertThat(startedAt()).hasSize(1);
        assertThat(queue.deadLetters()).containsExactly("{broken");
        assertThat(queue.batches().get(0).failures()).isEqualTo(1);
        assertThat(logLines())
                .filteredOn(line -> line.path("level").asText().equals("WARN"))
                .first()
                .satisfies(line -> assertThat(line.path("message").asText()).contains("JSON that is invalid"));
    }

    @Test
    void rulesOfAConformancePack_areStartedByTheirGeneratedNames() {
        List<String> suffixed = List.of(
                AT_REST + "-conformance-pack-abcd1234",
                AT_REST + "-on-change-conformance-pack-abcd1234",
                IN_TRANSIT + "-conformance-pack-abcd1234");
        suffixed.forEach(name -> state.putRule(name, Map.of()));
        state.putConformancePack("daxguard", suffixed);
        LocalQueue queue = queue(function(RULES, Optional.of("daxguard")));

        queue.send(createEvent("one"));
        queue.runUntil(START.plusSeconds(65));

        assertThat(aws.calls("StartConfigRulesEvaluation"))
                .singleElement()
                .satisfies(call -> assertThat(call.body().path("ConfigRuleNames"))
                        .extracting(JsonNode::asText)
                        .containsExactly(suffixed.get(0), suffixed.get(2)));
    }

    @Test
    void rulesOnTheSecondPageOfAConformancePack_areFound() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            names.add(String.format(Locale.ROOT, "another-rule-%04d-conformance-pack-abcd1234", i));
        }
        names.add(AT_REST + "-conformance-pack-abcd1234");
        names.forEach(name -> state.putRule(name, Map.of()));
        state.putConformancePack("daxguard", names);
        LocalQueue queue = queue(function(List.of(AT_REST), Optional.of("daxguard")));

        queue.send(createEvent("one"));
        queue.runUntil(START.plusSeconds(65));

        assertThat(aws.calls("DescribeConformancePackCompliance")).hasSize(2);
        assertThat(startedAt()).hasSize(1);
    }

    private LocalQueue queue(LocalQueue.BatchTarget function) {
        return queue(1, List.of(function));
    }

    private LocalQueue twoInstances() {
        return queue(5, List.of(function(RULES), function(RULES)));
    }

    private LocalQueue queue(int pollers, List<LocalQueue.BatchTarget> instances) {
        return new LocalQueue(
                state,
                "daxguard-changes",
                new QueueSettings(DELAY, VISIBILITY_TIMEOUT, MAX_RECEIVES, 10_000, Duration.ofSeconds(1), pollers),
                clock,
                instances);
    }

    private LocalQueue.BatchTarget function(List<String> ruleNames) {
        return function(ruleNames, Optional.empty());
    }

    /** A new instance of the function, without earlier starts. */
    private LocalQueue.BatchTarget function(List<String> ruleNames, Optional<String> conformancePack) {
        ClusterChangeHandler function =
                new ClusterChangeHandler(clients, ruleNames, conformancePack, new PrintStream(log, true, UTF_8), clock);
        return batch -> {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            function.handleRequest(new ByteArrayInputStream(batch), answer, context());
            return answer.toByteArray();
        };
    }

    private void burst(LocalQueue queue, int events, Duration between) {
        for (int i = 0; i < events; i++) {
            queue.send(createEvent("c-" + i));
            queue.runUntil(clock.instant().plus(between));
        }
    }

    private String createEvent(String cluster) {
        return new String(
                state.daxCallEvent("CreateCluster", JSON.createObjectNode().put("clusterName", cluster)), UTF_8);
    }

    private void create(String name) {
        clients.dax()
                .createCluster(request -> request.clusterName(name)
                        .nodeType("dax.t3.small")
                        .replicationFactor(1)
                        .iamRoleArn("arn:aws:iam::" + ACCOUNT + ":role/DaxToDynamoDb"));
    }

    private static JsonNode invoke(LocalQueue.BatchTarget function, JsonNode batch) {
        try {
            return json(
                    new String(requireNonNull(function.invoke(batch.toString().getBytes(UTF_8))), UTF_8));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The times at which the rules were started, from the log of the function. */
    private List<Instant> startedAt() {
        return logLines().stream()
                .filter(line -> line.path("start").asText().equals("started"))
                .map(line -> Instant.parse(line.path("timestamp").asText()))
                .toList();
    }

    private List<JsonNode> logLines() {
        return log.toString(UTF_8).lines().map(ClusterChangeTest::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Invalid JSON: " + line, e);
        }
    }

    private static LocalContext context() {
        return LocalContext.of(ACCOUNT, REGION, Duration.ofSeconds(15));
    }
}
