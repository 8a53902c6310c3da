package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.cli.securityhub.AsffWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requirements of every format. */
class ReportWriterTest {

    private static final List<String> HOSTILE = List.of(
            SampleReports.HOSTILE,
            "\u0000\u0007\b\u001B]0;x\u0007\u007F\u009B2J",
            "line\nbreak\r\ntab\t\u0085\u2028\u2029",
            "\u202Ereversed\u2066\u200B\uFEFF",
            "half \uD83D of a pair, \uDE00 and \uFFFE \uFFFF",
            "]]> --> ${x} #{x} %s \\u0041 \\",
            "=1+1",
            "");

    static Stream<ReportWriter> writers() {
        return Stream.of(new JsonWriter(), new CsvWriter(), new SarifWriter(), new OcsfWriter(), new JunitWriter());
    }

    /** All formats, including those with separate tests of hostile text. */
    static Stream<ReportWriter> allWriters() {
        return Stream.concat(writers(), Stream.of(new HtmlWriter(), new AsffWriter()));
    }

    static Stream<Arguments> goldenFiles() {
        return Arrays.stream(Sample.values())
                .flatMap(sample -> Stream.of(
                        Arguments.of("json", new JsonWriter(), sample),
                        Arguments.of("csv", new CsvWriter(), sample),
                        Arguments.of("sarif", new SarifWriter(), sample),
                        Arguments.of("ocsf.jsonl", new OcsfWriter(), sample),
                        Arguments.of("junit.xml", new JunitWriter(), sample),
                        Arguments.of("txt", TableWriter.forFile(), sample)));
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void write_sample_matchesTheGoldenFile(String extension, ReportWriter writer, Sample sample) throws IOException {
        String written = WrittenReport.by(writer, sample.report());

        Golden.assertMatches(sample.file(extension), extension.equals("csv") ? written.replace("\r\n", "\n") : written);
    }

    static Stream<ReportWriter> jsonWriters() {
        return Stream.of(new JsonWriter(), new SarifWriter(), new OcsfWriter());
    }

    static Stream<Arguments> hostile() {
        return writers().flatMap(writer -> HOSTILE.stream().map(text -> Arguments.of(writer, text)));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void write_hostileText_hasNoInvisibleCharacters(ReportWriter writer, String text) throws IOException {
        assertThat(WrittenReport.by(writer, HostileReports.of(text)).codePoints())
                .isNotEmpty()
                .noneMatch(c -> c != '\n' && c != '\r' && InvisibleCharacters.isOne(c));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void write_hostileText_addsNoLines(ReportWriter writer, String text) throws IOException {
        assertThat(WrittenReport.by(writer, HostileReports.of(text)).lines())
                .hasSameSizeAs(WrittenReport.by(writer, HostileReports.of("text"))
                        .lines()
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("jsonWriters")
    void write_hostileText_isReadBackUnchanged(ReportWriter writer) throws IOException {
        for (String text : HOSTILE) {
            // SARIF has its own escape for braces, which SarifWriterTest checks.
            String plain = text.replace("{", "").replace("}", "").strip();
            List<String> read = new ArrayList<>();
            for (String json : documents(writer, plain)) {
                addTexts(Schema.JSON.readTree(json), read);
            }
            assertThat(read).anyMatch(value -> value.contains(plain));
        }
    }

    private static List<String> documents(ReportWriter writer, String text) throws IOException {
        String written = WrittenReport.by(writer, HostileReports.of(text));
        return writer instanceof OcsfWriter ? written.lines().toList() : List.of(written);
    }

    private static void addTexts(JsonNode json, List<String> texts) {
        if (json.isTextual()) {
            texts.add(json.asText());
        }
        json.forEach(child -> addTexts(child, texts));
    }

    @ParameterizedTest
    @MethodSource("writers")
    void write_gaps_areAllWritten(ReportWriter writer) throws IOException {
        for (Report report : List.of(SampleReports.clusters(), SampleReports.clustersSinceBaseline())) {
            assertThat(WrittenReport.by(writer, report))
                    .contains("DescribeClusters failed: AccessDeniedException.")
                    .contains("AssumeRole failed: AccessDenied.")
                    .contains("The run was interrupted before it reached this target.")
                    .contains("444455556666", "777788889999", "888899990000");
        }
        assertThat(WrittenReport.by(writer, SampleReports.templates())).contains("Line 3: a mapping is not closed.");
    }

    @ParameterizedTest
    @MethodSource("allWriters")
    void write_twice_isTheSame(ReportWriter writer) throws IOException {
        assertThat(WrittenReport.by(writer, SampleReports.clusters()))
                .isEqualTo(WrittenReport.by(writer, SampleReports.clusters()));
    }

    @ParameterizedTest
    @MethodSource("allWriters")
    void write_stream_isFlushedAndLeftOpen(ReportWriter writer) throws IOException {
        List<String> calls = new ArrayList<>();
        OutputStream out = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                calls.add("flush");
            }

            @Override
            public void close() {
                calls.add("close");
            }
        };

        writer.write(SampleReports.clusters(), out);

        assertThat(calls).contains("flush").doesNotContain("close");
    }

    @ParameterizedTest
    @MethodSource("allWriters")
    void write_fullDisk_isReported(ReportWriter writer) {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatThrownBy(() -> writer.write(SampleReports.clusters(), full))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left on device");
    }
}
