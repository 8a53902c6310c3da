package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.contrastsecurity.sarif.SarifSchema210;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.rule.Control;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SarifWriterTest {

    private static final String SCHEMA = "/schema/sarif-schema-2.1.0.json";

    @ParameterizedTest
    @EnumSource
    void write_sample_isValidAgainstTheSchemaOfSarif(Sample sample) throws IOException {
        assertThat(Schema.ofResource(SCHEMA).violations(written(sample.report())))
                .isEmpty();
    }

    @Test
    void schema_ruleWithoutId_isInvalid() throws IOException {
        JsonNode log = written(SampleReports.clusters());
        ((ObjectNode) log.at("/runs/0/tool/driver/rules/0")).remove("id");

        assertThat(Schema.ofResource(SCHEMA).violations(log)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void write_sample_hasAResultForEachFindingOnly(Sample sample) throws IOException {
        Report report = sample.report();

        JsonNode run = written(report).at("/runs/0");

        assertThat(run.path("results"))
                .hasSize(report.totals().findings())
                .allSatisfy(result -> assertThat(run.at("/tool/driver/rules")
                                .path(result.path("ruleIndex").asInt())
                                .path("id"))
                        .isEqualTo(result.path("ruleId")));
    }

    /** Without these members, GitHub refuses the file or does not show the result, according to its documentation. */
    @ParameterizedTest
    @EnumSource
    void write_sample_hasTheMembersThatGitHubRequires(Sample sample) throws IOException {
        JsonNode run = written(sample.report()).at("/runs/0");

        assertThat(run.at("/tool/driver/rules")).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.at("/shortDescription/text").asText()).isNotEmpty();
            assertThat(rule.at("/fullDescription/text").asText()).isNotEmpty();
            assertThat(rule.at("/help/text").asText()).isNotEmpty();
            assertThat(rule.at("/properties/security-severity").asDouble()).isBetween(4.0, 6.9);
            assertThat(rule.at("/properties/tags")).contains(Schema.JSON.valueToTree("security"));
        });
        assertThat(run.path("results")).allSatisfy(result -> {
            assertThat(result.at("/message/text").asText()).isNotEmpty();
            assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                            .asText())
                    .isNotEmpty();
            assertThat(result.path("partialFingerprints")).isNotEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void write_sample_hasAUniqueFingerprintForEachResult(Sample sample) throws IOException {
        Set<String> fingerprints = new HashSet<>();

        assertThat(written(sample.report()).at("/runs/0/results"))
                .allMatch(result -> fingerprints.add(
                        result.at("/partialFingerprints/daxguardFinding~1v1").asText()));
    }

    @Test
    void write_comparison_marksResultsAsNew() throws IOException {
        assertThat(written(SampleReports.clustersSinceBaseline()).at("/runs/0/results"))
                .isNotEmpty()
                .allSatisfy(result ->
                        assertThat(result.path("baselineState").asText()).isEqualTo("new"));
        assertThat(written(SampleReports.clusters()).at("/runs/0/results"))
                .noneMatch(result -> result.has("baselineState"));
    }

    @Test
    void write_gaps_areErrorsOfTheRun() throws IOException {
        JsonNode invocation = written(SampleReports.clusters()).at("/runs/0/invocations/0");

        assertThat(invocation.path("executionSuccessful").asBoolean()).isFalse();
        assertThat(invocation.path("toolExecutionNotifications"))
                .filteredOn(notification -> notification.path("level").asText().equals("error"))
                .extracting(notification -> notification.at("/message/text").asText())
                .satisfiesExactly(
                        text -> assertThat(text).startsWith("account 444455556666, us-east-1: DescribeClusters failed"),
                        text -> assertThat(text).isEqualTo("account 777788889999: AssumeRole failed: AccessDenied."),
                        text -> assertThat(text)
                                .isEqualTo(
                                        "account 888899990000, eu-west-1: The run was interrupted before it reached this target."),
                        text -> assertThat(text).isEqualTo("The run was interrupted before it was complete."));
    }

    @ParameterizedTest
    @EnumSource
    void write_sample_isSuccessfulOnlyIfAllTargetsWereScanned(Sample sample) throws IOException {
        assertThat(written(sample.report())
                        .at("/runs/0/invocations/0/executionSuccessful")
                        .asBoolean())
                .isEqualTo(sample == Sample.NOTHING);
    }

    @Test
    void write_interruptionAfterAllTargets_isNotSuccessful() throws IOException {
        assertThat(written(HostileReports.interrupted())
                        .at("/runs/0/invocations/0/executionSuccessful")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void write_template_hasItsFileAndLine() throws IOException {
        assertThat(written(SampleReports.templates()).at("/runs/0/results/1/locations/0/physicalLocation"))
                .hasToString("{\"artifactLocation\":{\"uri\":\"infra/shop%20template.yaml\"},"
                        + "\"region\":{\"startLine\":23}}");
    }

    @Test
    void write_placeholderOrLink_isEscaped() throws IOException {
        String message = written(HostileReports.of("{0} [x](1)"))
                .at("/runs/0/results/0/message/text")
                .asText();

        assertThat(message).contains("{{0}} [x] (1)").doesNotContain("](");
    }

    @Test
    void write_otherBraces_areNotEscaped() throws IOException {
        assertThat(written(HostileReports.of("Set SSESpecification: {SSEEnabled: true}."))
                        .at("/runs/0/results/0/message/text")
                        .asText())
                .contains("Set SSESpecification: {SSEEnabled: true}.");
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    void write_everyResult_hasALine(Sample sample) throws IOException {
        written(sample.report())
                .at("/runs/0/results")
                .forEach(result -> assertThat(result.at("/locations/0/physicalLocation/region/startLine")
                                .asInt())
                        .isPositive());
    }

    @ParameterizedTest
    @CsvSource({"1.2.3, true", "0.1.0-SNAPSHOT, true", "(version unknown), false", "1.2, false"})
    void write_version_isSemanticOnlyIfValid(String version, boolean isSemantic) throws IOException {
        Report report = Report.of(
                Report.Subject.CLUSTERS,
                version,
                Instant.EPOCH,
                List.of(Control.ENCRYPTION_AT_REST),
                List.of(),
                List.of(),
                List.of(),
                false);

        JsonNode driver = written(report).at("/runs/0/tool/driver");

        assertThat(driver.path("version").asText()).isEqualTo(version);
        assertThat(driver.has("semanticVersion")).isEqualTo(isSemantic);
    }

    @Test
    void write_defaults_areFailAndWarning() throws IOException {
        SarifSchema210 log = Schema.JSON.readValue(
                WrittenReport.by(new SarifWriter(), SampleReports.clusters()), SarifSchema210.class);

        assertThat(log.getRuns().get(0).getResults()).allSatisfy(result -> {
            assertThat(result.getKind()).hasToString("fail");
            assertThat(result.getLevel()).hasToString("warning");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "shop.yaml, shop.yaml",
        "./shop.yaml, shop.yaml",
        "../shop.yaml, ../shop.yaml",
        "infra/shop template.yaml, infra/shop%20template.yaml",
        "50%.yaml, 50%25.yaml",
        "a#b?c.yaml, a%23b%3Fc.yaml",
        "a:b/c:d.yaml, a%3Ab/c%3Ad.yaml",
        "f\u00FCr.yaml, f%C3%BCr.yaml",
        "\u202E.yaml, %E2%80%AE.yaml",
        "//host/share.yaml, file:////host/share.yaml",
        "/tmp/my stack.yaml, file:///tmp/my%20stack.yaml",
        "C:/stacks/shop.yaml, file:///C:/stacks/shop.yaml",
        "-, -"
    })
    void uri_ofAPath_keepsItsName(String path, String uri) {
        assertThat(SarifWriter.uri(path)).isEqualTo(uri);
        assertThat(URI.create(uri).getPath()).endsWith(path.replaceFirst("^\\./", ""));
    }

    private static JsonNode written(Report report) throws IOException {
        return Schema.JSON.readTree(WrittenReport.by(new SarifWriter(), report));
    }
}
