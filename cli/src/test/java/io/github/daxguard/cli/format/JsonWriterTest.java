package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.cli.report.ConfiguredOptions;
import io.github.daxguard.cli.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JsonWriterTest {

    private static final Path SCHEMA = Path.of("../docs/report.schema.json");

    @ParameterizedTest
    @EnumSource
    void write_sample_isValidAgainstThePublishedSchema(Sample sample) throws IOException {
        assertThat(Schema.ofFile(SCHEMA).violations(written(sample))).isEmpty();
    }

    @Test
    void write_configuredOptions_areValidAgainstThePublishedSchema() throws IOException {
        Schema schema = Schema.ofFile(SCHEMA);
        Report report = Sample.CLUSTERS.report();
        JsonNode fromBoth = Schema.JSON.readTree(WrittenReport.by(
                new JsonWriter(),
                report.with(new ConfiguredOptions(
                        Optional.of("/etc/daxguard.yaml"), List.of("region"), List.of("DAXGUARD_FORMAT")))));
        JsonNode fromVariables = Schema.JSON.readTree(WrittenReport.by(
                new JsonWriter(),
                report.with(new ConfiguredOptions(Optional.empty(), List.of(), List.of("DAXGUARD_FORMAT")))));

        assertThat(schema.violations(fromBoth)).isEmpty();
        assertThat(schema.violations(fromVariables)).isEmpty();
        assertThat(fromBoth.path("configuration").toString())
                .isEqualTo(
                        "{\"file\":\"/etc/daxguard.yaml\",\"options\":[\"region\"],\"variables\":[\"DAXGUARD_FORMAT\"]}");
        ((ObjectNode) fromBoth.path("configuration")).put("other", "");
        assertThat(schema.violations(fromBoth)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void write_sample_endsItsLastLine(Sample sample) throws IOException {
        assertThat(WrittenReport.by(new JsonWriter(), sample.report())).endsWith("}\n");
    }

    @Test
    void schema_missingMember_isInvalidUnlessOptional() throws IOException {
        Schema schema = Schema.ofFile(SCHEMA);
        Set<String> optional = new TreeSet<>();
        for (Sample sample : Sample.values()) {
            JsonNode report = written(sample);
            for (ObjectNode object : objects(report)) {
                for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
                    object.remove(member.getKey());
                    if (schema.violations(report).isEmpty()) {
                        optional.add(member.getKey());
                    }
                    object.set(member.getKey(), member.getValue());
                }
            }
        }

        assertThat(optional)
                .containsExactly(
                        "accountName",
                        "baseline",
                        "cdkPath",
                        "createdBy",
                        "line",
                        "profile",
                        "readableTables",
                        "region");
    }

    @Test
    void schema_unknownMember_isInvalid() throws IOException {
        Schema schema = Schema.ofFile(SCHEMA);
        for (Sample sample : Sample.values()) {
            JsonNode report = written(sample);
            for (ObjectNode object : objects(report)) {
                object.put("other", "");
                assertThat(schema.violations(report)).isNotEmpty();
                object.remove("other");
            }
        }
    }

    @Test
    void schema_valueOfAnotherType_isInvalid() throws IOException {
        Schema schema = Schema.ofFile(SCHEMA);
        for (Sample sample : Sample.values()) {
            JsonNode report = written(sample);
            for (ObjectNode object : objects(report)) {
                for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
                    object.putNull(member.getKey());
                    assertThat(schema.violations(report)).as(member.getKey()).isNotEmpty();
                    object.set(member.getKey(), member.getValue());
                }
            }
        }
    }

    private static JsonNode written(Sample sample) throws IOException {
        return Schema.JSON.readTree(WrittenReport.by(new JsonWriter(), sample.report()));
    }

    private static List<ObjectNode> objects(JsonNode json) {
        List<ObjectNode> objects = new ArrayList<>();
        if (json instanceof ObjectNode object) {
            objects.add(object);
        }
        json.forEach(child -> objects.addAll(objects(child)));
        return objects;
    }
}
