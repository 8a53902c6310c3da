package io.github.daxguard.cli.securityhub;

import static io.github.daxguard.cli.securityhub.EvaluatedClusters.cluster;
import static io.github.daxguard.cli.securityhub.EvaluatedClusters.report;
import static io.github.daxguard.cli.securityhub.EvaluatedClusters.target;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsffWriterTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void write_clusters_matchesTheGoldenFile() throws Exception {
        assertThat(write(SampleReports.clusters())).isEqualTo(golden());
    }

    @Test
    void write_hostileText_isEscapedAndReadBack() throws Exception {
        String written = write(SampleReports.clusters());

        assertThat(written.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7F));
        assertThat(findings(written))
                .filteredOn(finding -> finding.path("Id").asText().contains("cache/odd/DynamoDB.3"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.at("/Resources/0/Details/Other/EncryptionAtRest")
                                .asText())
                        // Without escape sequences of a terminal, and without a change of direction.
                        .isEqualTo(SampleReports.HOSTILE
                                .replace('\u001b', '\uFFFD')
                                .replace('\u202e', '\uFFFD')));
    }

    @Test
    void write_longText_isShortenedToTheLimitsOfTheFormat() throws Exception {
        String words = "word ".repeat(2000);
        JsonNode finding = finding(withEvaluation(nonCompliant(words, words), words, ""));

        assertThat(finding.path("Description").asText())
                .hasSizeBetween(1015, 1024)
                .endsWith("word...");
        assertThat(finding.at("/Remediation/Recommendation/Text").asText())
                .hasSizeBetween(503, 512)
                .endsWith("word...");
        assertThat(finding.at("/Resources/0/Details/Other/EncryptionAtRest").asText())
                .hasSizeBetween(247, 256);
    }

    @Test
    void write_missingValue_isNotBlank() throws Exception {
        JsonNode resource = finding(withEvaluation(nonCompliant("It is not encrypted.", "Replace it."), "", ""))
                .at("/Resources/0");

        assertThat(resource.at("/Details/Other/EncryptionAtRest").asText()).isEqualTo("not reported");
        assertThat(resource.path("Id").asText()).isEqualTo("arn:aws:dax:eu-west-1:111122223333:cache/orders");
    }

    @ParameterizedTest
    @CsvSource({
        "NON_COMPLIANT, false, FAILED, MEDIUM, ACTIVE, ''",
        "COMPLIANT, false, PASSED, INFORMATIONAL, ACTIVE, ''",
        "NOT_APPLICABLE, true, NOT_AVAILABLE, INFORMATIONAL, ACTIVE, EXEMPT",
        "NOT_APPLICABLE, false, NOT_AVAILABLE, INFORMATIONAL, ARCHIVED, BEING_DELETED",
    })
    void write_eachVerdict_hasItsStatus(
            Compliance compliance, boolean exempt, String status, String severity, String record, String reason)
            throws Exception {
        ControlEvaluation evaluation = new ControlEvaluation(
                Control.ENCRYPTION_IN_TRANSIT, compliance, exempt, "The reason.", "", OptionalInt.empty());

        JsonNode finding = finding(withEvaluation(evaluation, "ENABLED", ""));

        assertThat(finding.at("/Compliance/Status").asText()).isEqualTo(status);
        assertThat(finding.at("/Compliance/SecurityControlId").asText()).isEqualTo("DynamoDB.7");
        assertThat(finding.at("/Compliance/StatusReasons/0/ReasonCode").asText())
                .isEqualTo(reason);
        assertThat(finding.at("/Severity/Label").asText()).isEqualTo(severity);
        assertThat(finding.at("/FindingProviderFields/Severity/Label").asText()).isEqualTo(severity);
        assertThat(finding.path("RecordState").asText()).isEqualTo(record);
        assertThat(finding.path("Description").asText()).isEqualTo("DAX cluster orders: The reason.");
    }

    @ParameterizedTest
    @CsvSource({
        "eu-west-1, aws",
        "cn-north-1, aws-cn",
        "us-gov-west-1, aws-us-gov",
    })
    void write_region_determinesThePartition(String region, String partition) throws Exception {
        JsonNode finding = finding(cluster(target("111122223333", region), "orders", "ENABLED"));

        assertThat(finding.path("ProductArn").asText())
                .isEqualTo(
                        "arn:" + partition + ":securityhub:" + region + ":111122223333:product/111122223333/default");
        assertThat(finding.at("/Resources/0/Partition").asText()).isEqualTo(partition);
        assertThat(finding.at("/Resources/0/Region").asText()).isEqualTo(region);
    }

    @Test
    void write_time_hasMilliseconds() throws Exception {
        JsonNode finding = finding(cluster(target("111122223333", "eu-west-1"), "orders", "ENABLED"));

        assertThat(finding.path("CreatedAt").asText()).isEqualTo("2027-01-31T06:00:00.123Z");
        assertThat(finding.path("UpdatedAt").asText()).isEqualTo("2027-01-31T06:00:00.123Z");
    }

    @Test
    void write_noClusters_isAnEmptyList() throws Exception {
        String written = write(SampleReports.nothing());

        assertThat(JSON.readTree(written)).isEqualTo(JSON.readTree("{\"Findings\":[]}"));
        assertThat(written).endsWith("}\n");
    }

    @Test
    void write_failingStream_failsWithoutClosingTheJson() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (written.size() > 9000) {
                    throw new IOException("disk full");
                }
                written.write(b);
            }
        };

        assertThatThrownBy(() -> new AsffWriter().write(SampleReports.clusters(), full))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
        assertThat(written.toString(UTF_8).stripTrailing()).doesNotEndWith("]\n}");
    }

    @Test
    void supports_clustersOnly() {
        assertThat(AsffWriter.supports(Report.Subject.CLUSTERS)).isTrue();
        assertThat(AsffWriter.supports(Report.Subject.TEMPLATES)).isFalse();
        assertThatThrownBy(() -> write(SampleReports.templates()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Security Hub has no findings of templates");
    }

    private static ControlEvaluation nonCompliant(String reason, String remediation) {
        return new ControlEvaluation(
                Control.ENCRYPTION_AT_REST, Compliance.NON_COMPLIANT, false, reason, remediation, OptionalInt.empty());
    }

    private static EvaluatedCluster withEvaluation(ControlEvaluation evaluation, String atRest, String arn) {
        return new EvaluatedCluster(
                target("111122223333", "eu-west-1"),
                new Cluster("orders", arn, "available", atRest, "TLS"),
                OptionalInt.empty(),
                List.of(evaluation));
    }

    private static String write(Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new AsffWriter().write(report, out);
        return out.toString(UTF_8);
    }

    private static JsonNode finding(EvaluatedCluster cluster) throws IOException {
        return findings(write(report(cluster))).get(0);
    }

    private static List<JsonNode> findings(String written) throws IOException {
        List<JsonNode> findings = new ArrayList<>();
        JSON.readTree(written).path("Findings").forEach(findings::add);
        return findings;
    }

    private static String golden() throws IOException {
        try (InputStream file = AsffWriterTest.class.getResourceAsStream("clusters.asff.json")) {
            assertThat(file).as("the golden file").isNotNull();
            return new String(file.readAllBytes(), UTF_8);
        }
    }
}
