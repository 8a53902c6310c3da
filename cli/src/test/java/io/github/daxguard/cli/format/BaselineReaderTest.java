package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.cli.report.FindingKey;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.Report.Subject;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.rule.Control;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BaselineReaderTest {

    private static final String HEAD =
            "{\"format\": \"daxguard-report\", \"formatVersion\": 2, \"subject\": \"CLUSTERS\"";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void read_previousReport_returnsAllItsFindings(Sample sample) throws Exception {
        Report former = sample.report();

        assertThat(read(WrittenReport.by(new JsonWriter(), former), former.subject()))
                .isEqualTo(former.findingKeys());
    }

    @ParameterizedTest
    @EnumSource(names = {"CLUSTERS", "TEMPLATES"})
    void read_sameReport_leavesNoNewFindings(Sample sample) throws Exception {
        Report report = sample.report();

        Report since = report.since("former.json", read(WrittenReport.by(new JsonWriter(), report), report.subject()));

        assertThat(since.clusters()).isEmpty();
        assertThat(since.totals().findings()).isZero();
    }

    @Test
    void read_unknownMembers_areIgnored() throws Exception {
        ObjectNode report =
                (ObjectNode) Schema.JSON.readTree(WrittenReport.by(new JsonWriter(), SampleReports.clusters()));
        report.putObject("later").put("is", "unknown");
        for (var cluster : report.path("clusters")) {
            ((ObjectNode) cluster).put("later", true);
            ((ObjectNode) cluster.path("target")).put("later", 1);
        }

        assertThat(read(report.toString(), Subject.CLUSTERS))
                .isEqualTo(SampleReports.clusters().findingKeys());
    }

    @Test
    void read_unknownControl_isIgnored() throws Exception {
        String report =
                HEAD + ", \"clusters\": [{\"target\": {\"name\": \"here\"}, \"name\": \"orders\", \"evaluations\": ["
                        + "{\"control\": \"encryption-in-use\", \"compliance\": \"NON_COMPLIANT\"},"
                        + "{\"control\": \"encryption-at-rest\", \"compliance\": \"NON_COMPLIANT\"}]}]}";

        assertThat(read(report, Subject.CLUSTERS))
                .containsExactly(new FindingKey("here", "orders", Control.ENCRYPTION_AT_REST));
    }

    @Test
    void read_utf16WithByteOrderMark_isRead() throws Exception {
        String report = "\uFEFF" + WrittenReport.by(new JsonWriter(), SampleReports.clusters());
        Files.writeString(file(), report, StandardCharsets.UTF_16LE);

        assertThat(BaselineReader.read(file(), Subject.CLUSTERS))
                .isEqualTo(SampleReports.clusters().findingKeys());
    }

    private static Arguments invalid(String content, String where, String member) {
        return Arguments.of(content, where + " has no valid \"" + member + "\"");
    }

    static Stream<Arguments> unusable() throws IOException {
        String cluster =
                HEAD + ", \"clusters\": [{\"target\": {\"name\": \"here\"}, \"name\": \"orders\", \"evaluations\": ";
        return Stream.of(
                Arguments.of("", "the file is empty"),
                Arguments.of(" \n", "the file is empty"),
                Arguments.of("account,region\n1,2\n", "it is not valid JSON (line 1)"),
                Arguments.of(HEAD, "it is not valid JSON (line 1)"),
                Arguments.of(HEAD + ", \"clusters\": []}\n{}", "it is not valid JSON (line 2)"),
                Arguments.of("[".repeat(100_000), "it is not valid JSON"),
                Arguments.of("[]", "it is not a daxguard report"),
                Arguments.of("null", "it is not a daxguard report"),
                Arguments.of("{\"format\": [\"daxguard-report\"]}", "it is not a daxguard report"),
                Arguments.of(
                        WrittenReport.by(new SarifWriter(), SampleReports.clusters()), "it is not a daxguard report"),
                Arguments.of(
                        HEAD.replace("2", "1") + "}",
                        "its formatVersion is 1. This version of daxguard reads formatVersion 2 only"),
                Arguments.of(
                        HEAD.replace("2", "3") + "}",
                        "its formatVersion is 3. This version of daxguard reads formatVersion 2 only"),
                Arguments.of(HEAD.replace("2", "\"2\"") + "}", "the report has no valid \"formatVersion\""),
                Arguments.of(
                        HEAD.replace("CLUSTERS", "TEMPLATES") + "}",
                        "it is a report on templates. Expected: a report on clusters"),
                Arguments.of(
                        HEAD.replace("CLUSTERS", "\\u001b[2J") + "}",
                        "it is a report on \uFFFD[2j. Expected: a report on clusters"),
                Arguments.of(HEAD + "}", "the report has no valid \"clusters\""),
                invalid(HEAD + ", \"clusters\": [{}]}", "a cluster", "name"),
                invalid(
                        HEAD + ", \"clusters\": [{\"name\": \"orders\", \"target\": \"here\"}]}",
                        "the cluster orders",
                        "target"),
                invalid(cluster + "7}]}", "the cluster orders", "evaluations"),
                invalid(cluster + "[{\"control\": \"encryption-at-rest\"}]}]}", "the cluster orders", "compliance"),
                invalid(cluster + "[{\"compliance\": \"NON_COMPLIANT\"}]}]}", "the cluster orders", "control"),
                invalid(
                        HEAD + ", \"clusters\": [], \"baseline\": {\"known\": [{\"target\": \"here\"}]}}",
                        "a known finding",
                        "cluster"));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void read_unusable_isRefused(String content, String reason) {
        assertThatThrownBy(() -> read(content, Subject.CLUSTERS))
                .isInstanceOf(UnreadableBaselineException.class)
                .hasMessage("The baseline " + file() + " cannot be used: " + reason
                        + ". Specify a report that this version of daxguard wrote with --format json.");
    }

    @Test
    void read_noSuchFile_isRefused() {
        Path file = folder.resolve("none.json");

        assertThatThrownBy(() -> BaselineReader.read(file, Subject.CLUSTERS))
                .isInstanceOf(UnreadableBaselineException.class)
                .hasMessageStartingWith("The baseline " + file + " cannot be used: the file does not exist.");
    }

    @Test
    void read_folder_isRefused() {
        assertThatThrownBy(() -> BaselineReader.read(folder, Subject.CLUSTERS))
                .isInstanceOf(UnreadableBaselineException.class)
                .hasMessageStartingWith("The baseline " + folder + " cannot be used: the file cannot be read: ");
    }

    private Set<FindingKey> read(String content, Subject subject) throws Exception {
        return BaselineReader.read(Files.writeString(file(), content), subject);
    }

    private Path file() {
        return folder.resolve("former.json");
    }
}
