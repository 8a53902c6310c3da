package io.github.daxguard.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.results.Resource;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreviousDigestTest {

    private static final String FINDING = """
            {"rule":"a","account":"111122223333","region":"eu-west-1","resourceType":"AWS::DAX::Cluster",
            "resourceId":"orders","since":"2027-01-31"%s}""";

    @Test
    void storedForm_isReadAgain() {
        RuleTarget rule = new RuleTarget("a", new FindingTarget("111122223333", "eu-west-1"));
        PreviousDigest.Findings findings = new PreviousDigest.Findings(
                Instant.parse("2027-01-31T06:00:00.123Z"),
                new TreeMap<>(Map.of(
                        new AggregatedFinding(rule, Resource.cluster("orders")),
                        new Known(
                                LocalDate.of(2027, 1, 30),
                                Optional.of(new ClusterCreator(
                                        "arn:aws:iam::111122223333:user/\u00e9\"",
                                        Instant.parse("2027-01-30T17:02:03Z")))),
                        new AggregatedFinding(rule, Resource.cluster("carts")),
                        new Known(LocalDate.of(2027, 1, 31), Optional.empty()),
                        new AggregatedFinding(rule, Resource.cluster("stock")),
                        new Known(LocalDate.of(2027, 1, 31), Optional.of(new ClusterCreator("", Instant.EPOCH))))));

        assertThat(PreviousDigest.read(Optional.of(findings.json()))).isEqualTo(findings);
    }

    @Test
    void noObject_isNone() {
        assertThat(PreviousDigest.read(Optional.empty())).isEqualTo(new PreviousDigest.None());
    }

    @Test
    void additionalMember_isIgnored() {
        assertThat(PreviousDigest.read(stored("\"schema\":1", FINDING.formatted(",\"more\":1"))))
                .isInstanceOf(PreviousDigest.Findings.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"schema\":0", "\"schema\":2", "\"schema\":\"1\"", "\"schema\":null", "\"other\":1"})
    void otherSchema_isUnreadable(String schema) {
        assertThat(PreviousDigest.read(stored(schema, FINDING.formatted(""))))
                .isInstanceOf(PreviousDigest.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "null",
                "{}",
                "{\"rule\":\"a\"}",
                "{\"rule\":1}",
            })
    void findingWithoutItsMembers_isUnreadable(String finding) {
        assertThat(PreviousDigest.read(stored("\"schema\":1", finding))).isInstanceOf(PreviousDigest.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {",\"creator\":\"arn\"", ",\"creator\":\"arn\",\"created\":\"yesterday\"", ",\"rule\":\"b\""})
    void findingWithAnInvalidMember_isUnreadable(String member) {
        assertThat(PreviousDigest.read(stored("\"schema\":1", FINDING.formatted(member))))
                .isInstanceOf(PreviousDigest.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{\"schema\":1}",
                "{\"schema\":1,\"time\":\"2027-01-31T06:00:00Z\"}",
                "{\"schema\":1,\"time\":\"2027-01-31\",\"findings\":[]}",
                "{\"schema\":1,\"findings\":[]}",
                "{\"schema\":1,\"time\":\"2027-01-31T06:00:00Z\",\"findings\":{}}",
            })
    void otherText_isUnreadable(String text) {
        assertThat(PreviousDigest.read(Optional.of(text))).isInstanceOf(PreviousDigest.Unreadable.class);
    }

    private static Optional<String> stored(String schema, String finding) {
        return Optional.of("{" + schema + ",\"time\":\"2027-01-31T06:00:00Z\",\"findings\":[" + finding + "]}");
    }
}
