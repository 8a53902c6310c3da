package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.LocalQueue.Batch;
import io.github.daxguard.emulator.LocalQueue.BatchTarget;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.dax.DaxClient;

class LocalQueueTest extends EmulatorTest {
    private static final byte[] DONE = {};

    private final List<JsonNode> received = new ArrayList<>();

    @Test
    void runUntil_oneMessage_passesTheEventOfLambda() {
        LocalQueue queue = queue(settings(60, 300, 3, 10, 0, 1), this::process);
        queue.send("Grüße");

        queue.runUntil(at(60));

        assertThat(received).hasSize(1);
        assertThat(received.get(0).size()).isEqualTo(1);
        assertThat(received.get(0).path("Records").size()).isEqualTo(1);
        ObjectNode message = received.get(0).path("Records").path(0).deepCopy();
        assertThat(UUID.fromString(message.remove("messageId").textValue())).isNotNull();
        assertThat(message.remove("receiptHandle").textValue()).isNotEmpty();
        ObjectNode expected = Json.object().put("body", "Grüße");
        expected.putObject("attributes")
                .put("ApproximateReceiveCount", "1")
                .put("SentTimestamp", "1772366400250")
                .put("SenderId", "AIDALOCALAWSLOCALAWS")
                .put("ApproximateFirstReceiveTimestamp", "1772366460250");
        expected.putObject("messageAttributes");
        expected.put("md5OfBody", "49c5f675b49037b6044b803ac9d1a6d7")
                .put("eventSource", "aws:sqs")
                .put("eventSourceARN", "arn:aws:sqs:eu-west-1:111122223333:changes")
                .put("awsRegion", "eu-west-1");
        assertThat(message).isEqualTo(expected);
    }

    @Test
    void runUntil_batchingWindow_startsWithTheFirstVisibleMessage() {
        LocalQueue queue = queue(settings(60, 300, 3, 10, 20, 1), this::process);
        sendAt(queue, 0, "a");
        sendAt(queue, 20, "in the window");
        sendAt(queue, 21, "after it");

        queue.runUntil(at(1000));

        assertThat(queue.batches()).containsExactly(new Batch(at(80), 2, 0), new Batch(at(101), 1, 0));
        assertThat(bodies()).containsExactly(List.of("a", "in the window"), List.of("after it"));
    }

    @Test
    void runUntil_pollers_getEqualShares() {
        LocalQueue queue = queue(settings(0, 300, 3, 3, 0, 3), this::process);
        sendMany(queue, 11);

        queue.runUntil(at(0));

        assertThat(queue.batches()).extracting(Batch::messages).containsExactly(3, 1, 3, 1, 3);
    }

    @Test
    void runUntil_severalInstances_takeTurns() {
        List<String> turns = new ArrayList<>();
        LocalQueue queue = queue(
                settings(0, 300, 3, 1, 0, 1),
                batch -> {
                    turns.add("first");
                    return DONE;
                },
                batch -> {
                    turns.add("second");
                    return DONE;
                });
        sendMany(queue, 3);

        queue.runUntil(at(0));
        queue.send("later");
        queue.runUntil(at(1));

        assertThat(turns).containsExactly("first", "second", "first", "second");
    }

    @Test
    void runUntil_failedItem_isRedeliveredAloneAfterItsTimeout() {
        LocalQueue queue = queue(settings(0, 300, 3, 10, 0, 1), batch -> {
            JsonNode records = record(batch);
            for (JsonNode each : records) {
                if (each.path("body").textValue().equals("1")
                        && each.at("/attributes/ApproximateReceiveCount")
                                .textValue()
                                .equals("1")) {
                    return failures(each.path("messageId").textValue());
                }
            }
            return failures();
        });
        sendMany(queue, 3);

        queue.runUntil(at(299));
        assertThat(queue.waiting()).isEqualTo(1);
        queue.runUntil(at(1000));

        assertThat(queue.batches()).containsExactly(new Batch(at(0), 3, 1), new Batch(at(300), 1, 0));
        assertThat(bodies()).containsExactly(List.of("0", "1", "2"), List.of("1"));
        JsonNode first = received.get(0).path("Records").path(1);
        JsonNode again = received.get(1).path("Records").path(0);
        assertThat(again.path("messageId")).isEqualTo(first.path("messageId"));
        assertThat(again.path("receiptHandle")).isNotEqualTo(first.path("receiptHandle"));
        assertThat(again.at("/attributes/ApproximateReceiveCount").textValue()).isEqualTo("2");
        assertThat(again.at("/attributes/ApproximateFirstReceiveTimestamp").textValue())
                .isEqualTo(Long.toString(at(0).toEpochMilli()));
        assertThat(queue.waiting()).isZero();
        assertThat(queue.deadLetters()).isEmpty();
    }

    @Test
    void runUntil_maxReceives_messageIsDeadLetteredWhenItsTimeoutEnds() {
        LocalQueue queue = queue(settings(0, 300, 3, 10, 0, 1), batch -> {
            throw new IOException("no");
        });
        sendMany(queue, 2);

        queue.runUntil(at(899));
        assertThat(queue.batches())
                .containsExactly(new Batch(at(0), 2, 2), new Batch(at(300), 2, 2), new Batch(at(600), 2, 2));
        assertThat(queue.deadLetters()).isEmpty();
        assertThat(queue.waiting()).isEqualTo(2);
        queue.runUntil(at(900));

        assertThat(queue.deadLetters()).containsExactly("0", "1");
        assertThat(queue.waiting()).isZero();
        assertThat(queue.batches()).hasSize(3);
    }

    @Test
    void runUntil_deadLetterDueInABatchingWindow_doesNotInvokeEarly() {
        LocalQueue queue = queue(settings(0, 30, 1, 10, 20, 1), batch -> {
            record(batch);
            return received.size() == 1 ? "not JSON".getBytes(UTF_8) : DONE;
        });
        queue.send("dead");
        sendAt(queue, 45, "alive");

        queue.runUntil(at(100));

        assertThat(queue.deadLetters()).containsExactly("dead");
        assertThat(queue.batches()).containsExactly(new Batch(at(20), 1, 1), new Batch(at(65), 1, 0));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {"null", "{}", "{\"batchItemFailures\":null}", "{\"batchItemFailures\":[]}", "{\"other\":1}"})
    void runUntil_responseWithoutFailures_completesAll(@Nullable String answer) {
        assertThat(failuresOfTwoAfter(answer)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not JSON",
                "\"done\"",
                "[]",
                "1",
                "{\"batchItemFailures\":{}}",
                "{\"batchItemFailures\":\"\"}",
                "{\"batchItemFailures\":[{}]}",
                "{\"batchItemFailures\":[\"ID\"]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"other\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"ID\"},{\"itemIdentifier\":\"other\"}]}",
                "{\"batchItemFailures\":[{\"itemId\":\"ID\"}]}"
            })
    void runUntil_invalidResponse_redeliversAll(String answer) {
        assertThat(failuresOfTwoAfter(answer)).isEqualTo(2);
    }

    /** The number of two messages that are redelivered after this response, in which ID is replaced by the first id. */
    private int failuresOfTwoAfter(@Nullable String answer) {
        LocalQueue queue = queue(settings(0, 300, 3, 10, 0, 1), batch -> {
            String id = record(batch).at("/0/messageId").textValue();
            return answer == null ? null : answer.replace("ID", id).getBytes(UTF_8);
        });
        sendMany(queue, 2);
        queue.runUntil(at(0));
        assertThat(queue.failures()).isEmpty();
        assertThat(queue.waiting()).isEqualTo(queue.batches().get(0).failures());
        return queue.waiting();
    }

    @Test
    void runUntil_slowFunction_delaysLaterMessages() {
        LocalQueue queue = queue(settings(0, 300, 3, 10, 0, 1), batch -> {
            clock.advance(Duration.ofSeconds(25));
            return process(batch);
        });
        sendMany(queue, 2);
        LocalQueue other = queue(settings(10, 300, 3, 10, 0, 1), this::process);
        other.send("c");

        queue.runUntil(at(10));
        other.runUntil(at(30));

        assertThat(queue.batches()).containsExactly(new Batch(at(0), 2, 0));
        assertThat(other.batches()).containsExactly(new Batch(at(25), 1, 0));
        assertThat(clock.instant()).isEqualTo(at(30));
    }

    @Test
    void runUntil_functionThatStartsARule_waitsForTheEvaluation() throws Exception {
        ConfigClient config = Sdk.of(aws).config();
        List<Instant> evaluations = new ArrayList<>();
        CountDownLatch returning = new CountDownLatch(1);
        state.putRule("rule", Map.of());
        state.onEvent("rule", event -> {
            // Waits for the function to return: after that only the queue prevents the clock from advancing.
            returning.await();
            synchronized (evaluations) {
                evaluations.add(clock.instant());
            }
        });
        LocalQueue queue = queue(settings(60, 300, 3, 10, 0, 1), batch -> {
            config.startConfigRulesEvaluation(r -> r.configRuleNames("rule"));
            returning.countDown();
            return DONE;
        });
        queue.send("a");

        queue.runUntil(at(1000));

        synchronized (evaluations) {
            assertThat(evaluations).containsExactly(at(60));
        }
        assertThat(aws.deliveryFailures()).isEmpty();
    }

    @Test
    void asTarget_daxCalls_becomeMessages() throws IOException {
        DaxClient dax = Sdk.of(aws).dax();
        LocalQueue queue = queue(settings(60, 300, 3, 10, 0, 1), this::process);
        state.onDaxCall(queue.asTarget());

        for (String name : List.of("orders", "carts")) {
            dax.createCluster(r -> r.clusterName(name)
                    .nodeType("dax.t3.small")
                    .replicationFactor(1)
                    .iamRoleArn("arn:aws:iam::111122223333:role/dax"));
        }
        assertThat(queue.waiting()).isEqualTo(2);
        queue.runUntil(at(60));

        JsonNode event = Json.read(bodies().get(0).get(1).getBytes(UTF_8));
        assertThat(event.at("/detail/requestParameters/clusterName").textValue())
                .isEqualTo("carts");
    }

    private LocalQueue queue(QueueSettings settings, BatchTarget... instances) {
        return new LocalQueue(state, "changes", settings, clock, List.of(instances));
    }

    private static QueueSettings settings(
            int delay, int visibilityTimeout, int maxReceives, int batchSize, int batchingWindow, int pollers) {
        return new QueueSettings(
                Duration.ofSeconds(delay),
                Duration.ofSeconds(visibilityTimeout),
                maxReceives,
                batchSize,
                Duration.ofSeconds(batchingWindow),
                pollers);
    }

    private static Instant at(int seconds) {
        return Sdk.START.plusSeconds(seconds);
    }

    private void sendAt(LocalQueue queue, int seconds, String body) {
        queue.runUntil(at(seconds));
        queue.send(body);
    }

    private static void sendMany(LocalQueue queue, int count) {
        for (int i = 0; i < count; i++) {
            queue.send(Integer.toString(i));
        }
    }

    private byte[] process(byte[] batch) throws IOException {
        record(batch);
        return DONE;
    }

    private JsonNode record(byte[] batch) throws IOException {
        JsonNode event = Json.read(batch);
        received.add(event);
        return event.path("Records");
    }

    private List<List<String>> bodies() {
        return received.stream()
                .map(event -> {
                    List<String> bodies = new ArrayList<>();
                    event.path("Records")
                            .forEach(each -> bodies.add(each.path("body").textValue()));
                    return bodies;
                })
                .toList();
    }

    private static byte[] failures(String... ids) {
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("batchItemFailures");
        for (String id : ids) {
            list.addObject().put("itemIdentifier", id);
        }
        return Json.bytes(answer);
    }
}
