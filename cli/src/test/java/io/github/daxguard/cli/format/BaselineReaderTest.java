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
    void read_formerReport_isAllItsFindings(Sample sample) throws Exception {
        Report former = sample.report();

        assertThat(read(WrittenReport.by(new JsonWriter(), former), former.subject()))
                .isEqualTo(former.findingKeys());
    }

    @ParameterizedTest
    @EnumSource(names = {"CLUSTERS", "TEMPLATES"})
    void read_sameReport_leavesNothingNew(Sample sample) throws Exception {
        Report report = sample.report();

        Report since = report.since("former.json", read(WrittenReport.by(new JsonWriter(), report), report.subject()));

        assertThat(since.clusters()).isEmpty();
        assertThat(since.totals().findings()).isZero();
    }

    @Test
    void read_membersOfLaterReleases_areTolerated() throws Exception {
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
    void read_controlOfALaterRelease_isLeftOut() throws Exception {
        String report =
                HEAD + ", \"clusters\": [{\"target\": {\"name\": \"here\"}, \"name\": \"orders\", \"evaluations\": ["
                        + "{\"control\": \"encryption-in-use\", \"compliance\": \"NON_COMPLIANT\"},"
                        + "{\"control\": \"encryption-at-rest\", \"compliance\": \"NON_COMPLIANT\"}]}]}";

        assertThat(read(report, Subject.CLUSTERS))
                .containsExactly(new FindingKey("here", "orders", Control.ENCRYPTION_AT_REST));
    }

    @Test
    void read_asWindowsPowerShellSavesIt_isRead() throws Exception {
        String report = "\uFEFF" + WrittenReport.by(new JsonWriter(), SampleReports.clusters());
        Files.writeString(file(), report, StandardCharsets.UTF_16LE);

        assertThat(BaselineReader.read(file(), Subject.CLUSTERS))
                .isEqualTo(SampleReports.clusters().findingKeys());
    }

    private static Arguments changed(String content, String where, String member) {
        return Arguments.of(
                content, "somebody has changed it: " + where + " has no \"" + member + "\" that can be used");
    }

    static Stream<Arguments> unusable() throws IOException {
        String cluster =
                HEAD + ", \"clusters\": [{\"target\": {\"name\": \"here\"}, \"name\": \"orders\", \"evaluations\": ";
        return Stream.of(
                Arguments.of("", "it is empty"),
                Arguments.of(" \n", "it is empty"),
                Arguments.of("account,region\n1,2\n", "it is no JSON (line 1)"),
                Arguments.of(HEAD, "it is no JSON (line 1)"),
                Arguments.of(HEAD + ", \"clusters\": []}\n{}", "it is no JSON (line 2)"),
                Arguments.of("[".repeat(100_000), "it is no JSON"),
                Arguments.of("[]", "it is JSON, but no report of daxguard"),
                Arguments.of("null", "it is JSON, but no report of daxguard"),
                Arguments.of("{\"format\": [\"daxguard-report\"]}", "it is JSON, but no report of daxguard"),
                Arguments.of(
                        WrittenReport.by(new SarifWriter(), SampleReports.clusters()),
                        "it is JSON, but no report of daxguard"),
                Arguments.of(
                        HEAD.replace("2", "1") + "}",
                        "its formatVersion is 1. This version of daxguard reads formatVersion 2 only"),
                Arguments.of(
                        HEAD.replace("2", "3") + "}",
                        "its formatVersion is 3. This version of daxguard reads formatVersion 2 only"),
                Arguments.of(
                        HEAD.replace("2", "\"2\"") + "}",
                        "somebody has changed it: the report has no \"formatVersion\" that can be used"),
                Arguments.of(
                        HEAD.replace("CLUSTERS", "TEMPLATES") + "}",
                        "it is a report on templates, and this one is on clusters"),
                Arguments.of(
                        HEAD.replace("CLUSTERS", "\\u001b[2J") + "}",
                        "it is a report on \uFFFD[2j, and this one is on clusters"),
                Arguments.of(HEAD + "}", "somebody has changed it: the report has no \"clusters\" that can be used"),
                changed(HEAD + ", \"clusters\": [{}]}", "a cluster", "name"),
                changed(
                        HEAD + ", \"clusters\": [{\"name\": \"orders\", \"target\": \"here\"}]}",
                        "the cluster orders",
                        "target"),
                changed(cluster + "7}]}", "the cluster orders", "evaluations"),
                changed(cluster + "[{\"control\": \"encryption-at-rest\"}]}]}", "the cluster orders", "compliance"),
                changed(cluster + "[{\"compliance\": \"NON_COMPLIANT\"}]}]}", "the cluster orders", "control"),
                changed(
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
                        + ". Give a report that daxguard wrote with --format json.");
    }

    @Test
    void read_noSuchFile_isRefused() {
        Path file = folder.resolve("none.json");

        assertThatThrownBy(() -> BaselineReader.read(file, Subject.CLUSTERS))
                .isInstanceOf(UnreadableBaselineException.class)
                .hasMessageStartingWith("The baseline " + file + " cannot be used: there is no such file.");
    }

    @Test
    void read_folder_isRefused() {
        assertThatThrownBy(() -> BaselineReader.read(folder, Subject.CLUSTERS))
                .isInstanceOf(UnreadableBaselineException.class)
                .hasMessageStartingWith("The baseline " + folder + " cannot be used: reading it failed: ");
    }

    private Set<FindingKey> read(String content, Subject subject) throws Exception {
        return BaselineReader.read(Files.writeString(file(), content), subject);
    }

    private Path file() {
        return folder.resolve("former.json");
    }
}
