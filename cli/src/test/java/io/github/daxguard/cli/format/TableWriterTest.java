package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.cli.terminal.ColorChoice;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableWriterTest {

    private static final String ESCAPES = "\u001b\\[[0-9;]*m";

    @ParameterizedTest
    @CsvSource({"80", "110", "160"})
    void write_sampleForATerminal_matchesTheGoldenFile(int columns) throws IOException {
        Golden.assertMatches(
                "clusters-" + columns + ".txt",
                WrittenReport.by(new TableWriter(ColorChoice.NEVER, () -> columns), SampleReports.clusters()));
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 97, 120, 200})
    void write_anyWidth_isNotExceeded(int columns) throws IOException {
        for (Sample sample : Sample.values()) {
            assertThat(WrittenReport.by(new TableWriter(ColorChoice.ALWAYS, () -> columns), sample.report())
                            .replaceAll(ESCAPES, "")
                            .lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
        }
    }

    @ParameterizedTest
    @EnumSource
    void write_withColor_hasTheSameText(Sample sample) throws IOException {
        String colored = WrittenReport.by(TableWriter.forFile(ColorChoice.ALWAYS), sample.report());

        assertThat(colored).contains("\u001b[");
        assertThat(colored.replaceAll(ESCAPES, "").replaceAll(" +\n", "\n"))
                .isEqualTo(WrittenReport.by(TableWriter.forFile(ColorChoice.NEVER), sample.report()));
    }

    @Test
    void write_hostileText_cannotControlTheTerminal() throws IOException {
        assertThat(WrittenReport.by(TableWriter.forFile(ColorChoice.NEVER), SampleReports.clusters()))
                .contains("<script>")
                .doesNotContain("\u001b", "\u202e");
    }
}
