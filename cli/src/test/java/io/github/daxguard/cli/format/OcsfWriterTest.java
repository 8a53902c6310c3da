package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OcsfWriterTest {

    @ParameterizedTest
    @CsvSource({
        "CLUSTERS, 1.6.0-cloud",
        "CLUSTERS_SINCE_BASELINE, 1.6.0-cloud",
        "NOTHING, 1.6.0-cloud",
        "CLUSTERS, 1.8.0-cloud",
        "TEMPLATES, 1.6.0"
    })
    void write_sample_isValidAgainstTheSchemaOfOcsf(Sample sample, String version) throws IOException {
        Schema schema = schema(version);
        boolean isCloud = sample != Sample.TEMPLATES;

        List<JsonNode> events = events(sample.report());

        assertThat(events.isEmpty()).isEqualTo(sample == Sample.NOTHING);
        assertThat(events).allSatisfy(event -> {
            assertThat(schema.violations(event)).isEmpty();
            assertThat(event.path("metadata").has("profiles")).isEqualTo(isCloud);
            assertThat(event.at("/metadata/profiles/0").asText()).isEqualTo(isCloud ? "cloud" : "");
        });
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("no class", event -> event.remove("class_uid")),
                change("another class", event -> event.put("class_uid", 2004)),
                change("another type", event -> event.put("type_uid", 200401)),
                change("no cloud", event -> event.remove("cloud")),
                change("time as text", event -> event.put("time", "2027-01-31T06:00:00Z")),
                change("unknown status", event -> ((ObjectNode) event.path("compliance")).put("status_id", 7)),
                change("no finding's id", event -> ((ObjectNode) event.path("finding_info")).remove("uid")),
                change("unknown member", event -> ((ObjectNode) event.at("/resources/0")).put("arn", "")));
    }

    private static Arguments change(String name, Consumer<ObjectNode> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void schema_changedEvent_isInvalid(String name, Consumer<ObjectNode> change) throws IOException {
        ObjectNode event = (ObjectNode) events(SampleReports.clusters()).get(0);
        change.accept(event);

        assertThat(schema("1.6.0-cloud").violations(event)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void write_sample_hasAnEventForEachEvaluationAndEachGap(Sample sample) throws IOException {
        Report report = sample.report();
        int gaps = report.gaps().size() * report.controls().size();
        int evaluations = report.clusters().stream()
                .mapToInt(cluster -> cluster.evaluations().size())
                .sum();

        assertThat(events(report)).hasSize(gaps + evaluations);
    }

    @ParameterizedTest
    @EnumSource
    void write_sample_hasAUniqueIdForEachEvent(Sample sample) throws IOException {
        assertThat(events(sample.report()))
                .extracting(event -> event.at("/finding_info/uid").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void write_verdicts_haveTheirStatuses() throws IOException {
        assertThat(events(SampleReports.clusters()))
                .extracting(
                        event -> event.at("/compliance/status_code").asText(),
                        event -> event.at("/compliance/status").asText(),
                        event -> event.path("status").asText(),
                        event -> event.path("severity").asText())
                .containsOnly(
                        tuple("NOT_READ", "Unknown", "New", "Unknown"),
                        tuple("NOT_REACHED", "Unknown", "New", "Unknown"),
                        tuple("NON_COMPLIANT", "Fail", "New", "Medium"),
                        tuple("COMPLIANT", "Pass", "Resolved", "Informational"),
                        tuple("EXEMPT", "Not Applicable", "Suppressed", "Informational"),
                        tuple("NOT_APPLICABLE", "Not Applicable", "Not Applicable", "Informational"));
    }

    @Test
    void write_cluster_isAResourceWithItsArn() throws IOException {
        JsonNode event = events(SampleReports.clusters()).get(6);

        assertThat(event.at("/finding_info/uid").asText())
                .isEqualTo("daxguard/arn:aws:dax:eu-west-1:111122223333:cache/orders/DynamoDB.3");
        assertThat(event.path("resources"))
                .hasToString("[{\"uid\":\"arn:aws:dax:eu-west-1:111122223333:cache/orders\",\"name\":\"orders\","
                        + "\"type\":\"AWS::DAX::Cluster\",\"region\":\"eu-west-1\",\"cloud_partition\":\"aws\","
                        + "\"data\":{\"status\":\"available\",\"encryption_at_rest\":\"DISABLED\","
                        + "\"endpoint_encryption\":\"NONE\","
                        + "\"created_by\":{\"arn\":\"arn:aws:sts::111122223333:assumed-role/deploy/ana\","
                        + "\"outcome\":\"FOUND\",\"time\":\"2027-01-10T09:30:00Z\"},"
                        + "\"readable_tables\":{\"notEvaluated\":[],\"outcome\":\"READ\","
                        + "\"role\":\"arn:aws:iam::111122223333:role/dax\","
                        + "\"tables\":[\"arn:aws:dynamodb:eu-west-1:111122223333:table/orders\","
                        + "\"arn:aws:dynamodb:eu-west-1:111122223333:table/stock-*\"]}}}]");
        assertThat(event.path("cloud"))
                .hasToString("{\"provider\":\"AWS\",\"account\":{\"uid\":\"111122223333\",\"type_id\":10,"
                        + "\"type\":\"AWS Account\"},\"region\":\"eu-west-1\",\"cloud_partition\":\"aws\"}");
    }

    @Test
    void write_template_isAResourceWithItsFileAndLine() throws IOException {
        assertThat(events(SampleReports.templates()).get(3).at("/resources/0/data"))
                .hasToString("{\"status\":\"\",\"encryption_at_rest\":\"{SSEEnabled: false}\","
                        + "\"endpoint_encryption\":\"NONE\",\"file\":\"infra/shop template.yaml\","
                        + "\"cdk_path\":\"Shop/Orders/Resource\",\"line\":23}");
    }

    private static Schema schema(String version) throws IOException {
        return Schema.ofResource("ocsf-compliance-finding-" + version + ".schema.json");
    }

    private static List<JsonNode> events(Report report) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : WrittenReport.by(new OcsfWriter(), report).lines().toList()) {
            events.add(Schema.JSON.readTree(line));
        }
        return events;
    }
}
