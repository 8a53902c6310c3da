package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CsvWriterTest {

    @ParameterizedTest
    @EnumSource
    void write_sample_endsEveryLineWithCrLf(Sample sample) throws IOException {
        assertThat(WrittenReport.by(new CsvWriter(), sample.report()))
                .endsWith("\r\n")
                .doesNotContainPattern("\r(?!\n)|(?<!\r)\n");
    }

    @ParameterizedTest
    @EnumSource
    void write_sample_hasALineForEachClusterAndControl(Sample sample) throws IOException {
        Report report = sample.report();

        assertThat(read(report))
                .filteredOn(line -> !line.getOrDefault("control", "").isEmpty())
                .extracting(
                        line -> line.getOrDefault("cluster", ""),
                        line -> line.getOrDefault("control", ""),
                        line -> line.getOrDefault("verdict", ""))
                .containsExactlyElementsOf(report.clusters().stream()
                        .flatMap(cluster -> cluster.evaluations().stream()
                                .map(evaluation -> tuple(
                                        cluster.name(),
                                        evaluation.control().parameterValue(),
                                        evaluation.compliance().name())))
                        .toList());
    }

    @Test
    void write_cluster_hasItsValuesInTheirColumns() throws IOException {
        assertThat(read(SampleReports.clusters()))
                .filteredOn(line -> line.getOrDefault("cluster", "").equals("legacy")
                        && line.getOrDefault("control", "").equals("encryption-at-rest"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .containsExactly(
                                Map.entry("account", "111122223333"),
                                Map.entry("account_name", ""),
                                Map.entry("region", "eu-west-1"),
                                Map.entry("file", ""),
                                Map.entry("line", ""),
                                Map.entry("cluster", "legacy"),
                                Map.entry("cdk_path", ""),
                                Map.entry("arn", "arn:aws:dax:eu-west-1:111122223333:cache/legacy"),
                                Map.entry("status", "available"),
                                Map.entry("encryption_at_rest", ""),
                                Map.entry("endpoint_encryption", "TLS"),
                                Map.entry("control", "encryption-at-rest"),
                                Map.entry("security_hub_id", "DynamoDB.3"),
                                Map.entry("verdict", "NOT_APPLICABLE"),
                                Map.entry("exempt", "true"),
                                Map.entry("reason", "Exempt through 2027-03-31 by --exempt-clusters entry \"legacy\"."),
                                Map.entry("remediation", ""),
                                Map.entry("profile", "shop admin"),
                                Map.entry("created_by", ""),
                                Map.entry("created_at", ""),
                                Map.entry("readable_tables", "")));
    }

    @Test
    void write_incompleteTargets_areTheFirstLines() throws IOException {
        assertThat(read(SampleReports.clusters()).subList(0, 4))
                .extracting(line -> line.getOrDefault("account", "") + " " + line.getOrDefault("region", "") + " "
                        + line.getOrDefault("verdict", ""))
                .containsExactly(
                        "111122223333 eu-south-2 NOT_ENABLED",
                        "444455556666 us-east-1 NOT_READ",
                        "777788889999  NOT_READ",
                        "888899990000 eu-west-1 NOT_REACHED");
    }

    @Test
    void write_notes_areLinesBeforeTheClusters() throws IOException {
        Report report = SampleReports.templates();

        assertThat(read(report).subList(0, 2))
                .extracting(line -> line.getOrDefault("verdict", ""), line -> line.getOrDefault("reason", ""))
                .containsExactly(
                        tuple("NOT_READ", "Line 3: a mapping is not closed."),
                        tuple("NOTE", report.notes().get(0)));
    }

    @Test
    void write_interruptionAfterAllTargets_isALine() throws IOException {
        assertThat(read(HostileReports.interrupted()))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .containsEntry("verdict", "NOT_REACHED")
                        .containsEntry("reason", "The run was interrupted before it was complete."));
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '"',
            value = {
                "=cmd(),'=cmd()",
                "+1,'+1",
                "-1,'-1",
                "@SUM(A1),'@SUM(A1)",
                "\t=1,' =1",
                " =1,' =1",
                "\uFF1D1,'\uFF1D1",
                "\u00A0=1,'\u00A0=1",
                "\u2003\u00A0@x,'\u2003\u00A0@x",
                "a;=1,a;'=1",
                "a; +1|-2,a;' +1|'-2",
                "a;\u00A0@x,a;'\u00A0@x",
                "a; b,a; b",
                "a=1,a=1",
                "a-b,a-b",
                "\tx, x"
            })
    void write_formula_isText(String text, String cell) throws IOException {
        assertThat(read(HostileReports.of(text)))
                .filteredOn(line -> !line.getOrDefault("control", "").isEmpty())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .containsEntry(
                                "account_name", line.getOrDefault("account", "").isEmpty() ? "" : cell)
                        .containsEntry("cluster", cell)
                        .containsEntry("cdk_path", cell + "/Resource")
                        .containsEntry("status", cell)
                        .containsEntry("reason", cell));
    }

    private static List<Map<String, String>> read(Report report) throws IOException {
        try (MappingIterator<Map<String, String>> lines = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(WrittenReport.by(new CsvWriter(), report))) {
            return lines.readAll();
        }
    }
}
