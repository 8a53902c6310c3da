package io.github.daxguard.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.digest.DigestEvent.ClusterCreated;
import io.github.daxguard.digest.DigestEvent.Ignored;
import io.github.daxguard.digest.DigestEvent.Scheduled;
import io.github.daxguard.rule.InvalidEventException;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestEventReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SCHEDULED = """
            {"version":"0","detail-type":"Scheduled Event","source":"aws.events","account":"111122223333",
            "time":"2027-01-31T06:00:00Z","region":"eu-west-1","resources":[],"detail":{}}""";

    private static final String CREATED = """
            {"version":"0","detail-type":"AWS API Call via CloudTrail","source":"aws.dax","account":"444455556666",
            "time":"2027-01-30T17:02:05Z","region":"us-gov-west-1","detail":{"eventSource":"dax.amazonaws.com",
            "eventName":"CreateCluster","eventTime":"2027-01-30T17:02:03Z","userIdentity":{"type":"AssumedRole",
            "arn":"arn:aws:sts::444455556666:assumed-role/dev/ana","accessKeyId":"ASIAIOSFODNN7EXAMPLE"},
            "requestParameters":{"clusterName":"Orders-2"}}}""";

    @Test
    void schedule_isRead() {
        assertThat(DigestEventReader.read(SCHEDULED.getBytes(UTF_8)))
                .isEqualTo(new Scheduled(Instant.parse("2027-01-31T06:00:00Z")));
    }

    @Test
    void creation_isReadWithTheNameInLowerCaseAndOnlyTheArn() {
        assertThat(DigestEventReader.read(CREATED.getBytes(UTF_8)))
                .isEqualTo(new ClusterCreated(
                        new FindingTarget("444455556666", "us-gov-west-1"),
                        "orders-2",
                        "arn:aws:sts::444455556666:assumed-role/dev/ana",
                        Instant.parse("2027-01-30T17:02:03Z")));
    }

    @Test
    void creation_withoutIdentity_hasNoArn() throws Exception {
        ObjectNode event = (ObjectNode) JSON.readTree(CREATED);
        ((ObjectNode) event.get("detail")).remove("userIdentity");

        assertThat(DigestEventReader.read(JSON.writeValueAsBytes(event)))
                .isInstanceOfSatisfying(
                        ClusterCreated.class,
                        created -> assertThat(created.arn()).isEmpty());
    }

    @Test
    void failedCall_isIgnored() {
        assertThat(DigestEventReader.read(
                        CREATED.replace("\"eventTime\"", "\"errorCode\":\"AccessDenied\",\"eventTime\"")
                                .getBytes(UTF_8)))
                .isInstanceOf(Ignored.class);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "/time | null | time",
                "/time | \"today\" | time",
                "/time | 1 | time",
                "/detail-type | \"Other\" | detail-type",
                "/source | \"aws.s3\" | source",
                "/source | null | source",
            })
    void schedule_invalidField_isRefused(String pointer, String value, String field) throws Exception {
        assertRefused(SCHEDULED, pointer, value, field);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "/detail-type | \"Other\" | detail-type",
                "/account | \"1\" | account",
                "/account | null | account",
                "/region | \"../x\" | region",
                "/detail | null | detail.eventSource",
                "/detail/eventSource | \"s3.amazonaws.com\" | detail.eventSource",
                "/detail/eventName | \"DeleteCluster\" | detail.eventName",
                "/detail/eventTime | \"2027-01-30\" | detail.eventTime",
                "/detail/requestParameters | null | detail.requestParameters.clusterName",
                "/detail/requestParameters/clusterName | 1 | detail.requestParameters.clusterName",
                "/detail/requestParameters/clusterName | \"\" | detail.requestParameters.clusterName",
                "/detail/requestParameters/clusterName | \"a/../b\" | detail.requestParameters.clusterName",
            })
    void creation_invalidField_isRefused(String pointer, String value, String field) throws Exception {
        assertRefused(CREATED, pointer, value, field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "{}", "null"})
    void otherJson_isRefused(String text) {
        assertThatThrownBy(() -> DigestEventReader.read(text.getBytes(UTF_8)))
                .isInstanceOf(InvalidEventException.class);
    }

    private static void assertRefused(String valid, String pointer, String value, String field) throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(valid);
        int last = pointer.lastIndexOf('/');
        ((ObjectNode) event.at(pointer.substring(0, last))).set(pointer.substring(last + 1), JSON.readTree(value));

        assertThatThrownBy(() -> DigestEventReader.read(JSON.writeValueAsBytes(event)))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageStartingWith("Event field " + field + ":");
    }
}
