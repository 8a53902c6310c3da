package io.github.daxguard.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.change.ChangeMessage.Change;
import io.github.daxguard.change.ChangeMessage.Content;
import io.github.daxguard.change.ChangeMessage.Unreadable;
import io.github.daxguard.change.ChangeMessage.Unrelated;
import io.github.daxguard.rule.InvalidEventException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeBatchReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"CreateCluster", "DeleteCluster"})
    void read_callOnACluster_isAChangeOfTheCluster(String eventName) {
        assertThat(content("""
                {"source":"aws.dax","detail-type":"AWS API Call via CloudTrail","detail":
                {"eventSource":"dax.amazonaws.com","eventName":"%s","requestParameters":{"clusterName":"orders"}}}
                """.formatted(eventName))).isEqualTo(new Change(eventName, "orders", "", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TagResource", "UntagResource"})
    void read_callOnTags_isAChangeOfTheResource(String eventName) {
        assertThat(content("""
                {"detail":{"eventSource":"dax.amazonaws.com","eventName":"%s",
                "requestParameters":{"resourceName":"arn:aws:dax:eu-west-1:111122223333:cache/orders"}}}
                """.formatted(eventName)))
                .isEqualTo(
                        new Change(eventName, "arn:aws:dax:eu-west-1:111122223333:cache/orders", "", Optional.empty()));
    }

    @Test
    void read_requestParametersMissing_isAChange() {
        assertThat(content("{\"detail\":{\"eventSource\":\"dax.amazonaws.com\",\"eventName\":\"CreateCluster\"}}"))
                .isEqualTo(new Change("CreateCluster", "", "", Optional.empty()));
    }

    @Test
    void read_callOfAPrincipal_hasItsArnAndTheAccount() {
        assertThat(content("""
                {"account":"111122223333","detail":{"eventSource":"dax.amazonaws.com","eventName":"CreateCluster",
                "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ana","accessKeyId":"AKIAIOSFODNN7EXAMPLE"},
                "requestParameters":{"clusterName":"orders"}}}
                """))
                .isEqualTo(new Change(
                        "CreateCluster", "orders", "111122223333", Optional.of("arn:aws:iam::111122223333:user/ana")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"ana\"",
                "[]",
                "{}",
                "{\"type\":\"AWSService\",\"invokedBy\":\"cloudformation.amazonaws.com\"}",
                "{\"arn\":null}",
                "{\"arn\":7}",
                "{\"arn\":\"\"}",
                "{\"arn\":\"cloudformation.amazonaws.com\"}",
                "{\"arn\":{\"arn\":\"arn:aws:iam::111122223333:user/ana\"}}"
            })
    void read_identityWithoutArn_isAChangeWithoutPrincipal(String identity) {
        assertThat(content("""
                {"detail":{"eventSource":"dax.amazonaws.com","eventName":"CreateCluster","userIdentity":%s,
                "requestParameters":{"clusterName":"orders"}}}
                """.formatted(identity)))
                .isEqualTo(new Change("CreateCluster", "orders", "", Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"detail\":{\"eventSource\":\"dax.amazonaws.com\",\"eventName\":\"UpdateCluster\"}}|UpdateCluster",
                "{\"detail\":{\"eventSource\":\"dax.amazonaws.com\",\"eventName\":\"CreateCluster\",\"errorCode\":\"ClusterAlreadyExistsFault\"}}|failed with \"ClusterAlreadyExistsFault\"",
                "{\"detail\":{\"eventSource\":\"dax.amazonaws.com\",\"eventName\":\"CreateCluster\",\"errorCode\":7}}|failed with the number 7",
                "{\"detail\":{\"eventSource\":\"elasticache.amazonaws.com\",\"eventName\":\"CreateCluster\"}}|elasticache.amazonaws.com",
                "{\"source\":\"aws.s3\",\"detail\":{\"bucket\":{}}}|aws.s3"
            })
    void read_otherEvent_isUnrelatedWithReason(String body, String reason) {
        assertThat(content(body))
                .isInstanceOfSatisfying(
                        Unrelated.class,
                        unrelated -> assertThat(unrelated.reason()).contains(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"detail\":{\"eventSource\":\"dax.amazonaws.com\"}}|eventName",
                "{\"detail\":{\"eventName\":\"CreateCluster\"}}|eventSource",
                "{\"source\":\"aws.dax\",\"detail\":\"CreateCluster\"}|eventSource",
                "{\"source\":\"aws.dax\"}|eventSource",
                "{}|eventSource",
                "{\"detail\":|JSON that is invalid",
                "[]|not a JSON object",
                "{\"detail\":{\"eventName\":\"a\",\"eventName\":\"b\"}}|duplicate name"
            })
    void read_bodyThatIsNotAnEvent_isUnreadableWithReason(String body, String reason) {
        assertThat(content(body))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        unreadable -> assertThat(unreadable.reason()).contains(reason));
    }

    @Test
    void read_bodyThatIsNotAString_isUnreadable() {
        ObjectNode batch = batch("");
        ((ObjectNode) batch.at("/Records/0")).putObject("body").put("detail", "x");

        assertThat(read(batch))
                .singleElement()
                .satisfies(message -> assertThat(message.content())
                        .isEqualTo(new Unreadable("The body is an object with \"detail\", not a string.")));
    }

    @Test
    void read_sentTimestamp_isTheTimeInMilliseconds() {
        assertThat(read(batch("{}"))).singleElement().satisfies(message -> {
            assertThat(message.id()).isEqualTo("059f36b4-87a3-44ab-83d2-661975830a7d");
            assertThat(message.sentAt()).hasValue(Instant.parse("2027-01-31T06:00:00.250Z"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1e99", "99999999999999999999"})
    void read_invalidSentTimestamp_isUnknown(String timestamp) {
        ObjectNode batch = batch("{}");
        ((ObjectNode) batch.at("/Records/0/attributes")).put("SentTimestamp", timestamp);

        assertThat(read(batch))
                .singleElement()
                .satisfies(message -> assertThat(message.sentAt()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "nonsense|Event field body: invalid value: JSON that is invalid",
                "{}|Event field Records: missing",
                "{\"Records\":{}}|Event field Records: invalid value: an empty object",
                "{\"Records\":[7]}|Records[0].eventSource: missing",
                "{\"Records\":[{\"eventSource\":\"aws:sns\"}]}|Records[0].eventSource: invalid value: \"aws:sns\"",
                "{\"Records\":[{\"eventSource\":\"aws:sqs\"}]}|Records[0].messageId: missing",
                "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"messageId\":\"\"}]}|Records[0].messageId: invalid value: \"\""
            })
    void read_eventThatIsNotABatchOfSqs_isRejectedWithTheField(String event, String message) {
        assertThatThrownBy(() -> ChangeBatchReader.read(event.getBytes(UTF_8)))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining(message);
    }

    @Test
    void read_noRecords_isAnEmptyBatch() {
        assertThat(ChangeBatchReader.read("{\"Records\":[]}".getBytes(UTF_8))).isEmpty();
    }

    /** Every test event with a few bytes changed, by a fixed seed: only daxguard's own exception is allowed. */
    @Test
    void read_randomChanges_areReadOrRejected() throws IOException {
        Random random = new Random(20_270_131);
        int read = 0;
        for (Path file : events()) {
            byte[] original = Files.readAllBytes(file);
            for (int i = 0; original.length > 0 && i < 40; i++) {
                byte[] changed = original.clone();
                for (int changes = random.nextInt(4); changes >= 0; changes--) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                try {
                    assertThat(ChangeBatchReader.read(changed))
                            .allSatisfy(message -> assertThat(message.id()).isNotEmpty());
                    read++;
                } catch (InvalidEventException e) {
                    assertThat(e.getMessage()).contains("Expected: ").hasSizeLessThan(400);
                }
            }
        }
        assertThat(read).isGreaterThan(100);
    }

    private static List<Path> events() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../test-events/cluster-change"))) {
            return files.filter(file -> file.toString().endsWith(".event.json"))
                    .sorted()
                    .toList();
        }
    }

    private static Content content(String body) {
        return read(batch(body)).get(0).content();
    }

    private static List<ChangeMessage> read(ObjectNode batch) {
        return ChangeBatchReader.read(batch.toString().getBytes(UTF_8));
    }

    private static ObjectNode batch(String body) {
        ObjectNode batch = JSON.createObjectNode();
        batch.putArray("Records")
                .addObject()
                .put("messageId", "059f36b4-87a3-44ab-83d2-661975830a7d")
                .put("body", body)
                .put("eventSource", "aws:sqs")
                .putObject("attributes")
                .put("SentTimestamp", "1801375200250");
        return batch;
    }
}
