package io.github.daxguard.cli.securityhub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.cli.report.SampleReports;
import java.io.ByteArrayOutputStream;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check of the AWS Security Finding Format accepts our findings and rejects what the format does not allow. */
class LocalSecurityHubTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void violations_ownFindings_areNone() throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        new AsffWriter().write(SampleReports.clusters(), written);

        assertThat(JSON.readTree(written.toByteArray()).path("Findings"))
                .isNotEmpty()
                .allSatisfy(finding ->
                        assertThat(LocalSecurityHub.violations(finding)).isEmpty());
    }

    /** The value {@code MISSING} removes the member; {@code N*x} is a text of N characters. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SchemaVersion | MISSING | required",
                "SchemaVersion | 2018-10-09 | constant",
                "Id | MISSING | required",
                "Id | 513*x | characters long",
                "ProductArn | MISSING | required",
                "ProductArn | 2049*x | characters long",
                "GeneratorId | MISSING | required",
                "AwsAccountId | MISSING | required",
                "AwsAccountId | 13*x | characters long",
                "CreatedAt | MISSING | required",
                "UpdatedAt | today | date-time",
                "LastObservedAt | 2027-01-31 | date-time",
                "Severity | MISSING | required",
                "Severity | {\"Original\":\"5\"} | required",
                "Severity | {\"Label\":\"BAD\"} | enumeration",
                "Severity | {\"Normalized\":101} | maximum",
                "FindingProviderFields | {\"Severity\":{\"Label\":\"BAD\"}} | enumeration",
                "Title | MISSING | required",
                "Title | 257*x | characters long",
                "Title | \" \" | pattern",
                "Description | 1025*x | characters long",
                "ProductName | 129*x | characters long",
                "CompanyName | 129*x | characters long",
                "RecordState | GONE | enumeration",
                "Types | [\"Findings/Of mine\"] | pattern",
                "Compliance | {\"Status\":\"GOOD\"} | enumeration",
                "Compliance | {\"StatusReasons\":[{\"Description\":\"d\"}]} | required",
                "Remediation | {\"Recommendation\":{\"Text\":\"513*x\"}} | characters long",
                "ProductFields | {\"129*x\":\"v\"} | characters long",
                "ProductFields | {\"k\":\"2049*x\"} | characters long",
                "Resources | MISSING | required",
                "Resources | [] | at least 1",
                "Resources | [{\"Id\":\"i\"}] | required",
                "Resources | [{\"Type\":\"Other\"}] | required",
                "Resources | [{\"Type\":\"Other\",\"Id\":\"i\",\"Region\":\"17*x\"}] | characters long",
                "Resources | [{\"Type\":\"Other\",\"Id\":\"i\",\"Partition\":\"aws-x\"}] | enumeration",
                "Resources | [{\"Type\":\"Other\",\"Id\":\"i\",\"Details\":{\"Other\":{\"k\":\"\"}}}] | pattern",
                "Resources | [{\"Type\":\"Other\",\"Id\":\"i\",\"Details\":{\"Other\":{\"k\":\"1025*x\"}}}] | characters long",
            })
    void violations_invalidFinding_haveTheRule(String member, String value, String rule) throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        new AsffWriter().write(SampleReports.clusters(), written);
        ObjectNode finding = (ObjectNode)
                JSON.readTree(written.toByteArray()).path("Findings").get(0);
        finding.remove("FindingProviderFields");
        if (value.equals("MISSING")) {
            finding.remove(member);
        } else {
            finding.set(member, json(value));
        }

        assertThat(LocalSecurityHub.violations(finding))
                .anySatisfy(violation -> assertThat(violation).contains(rule));
    }

    private static JsonNode json(String value) throws Exception {
        String expanded = Pattern.compile("(\\d+)\\*x")
                .matcher(value)
                .replaceAll(match -> "x".repeat(Integer.parseInt(match.group(1))));
        return expanded.matches("[\\[{\"].*")
                ? JSON.readTree(expanded)
                : JSON.getNodeFactory().textNode(expanded);
    }
}
