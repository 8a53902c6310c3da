package io.github.daxguard.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {

    private final CapturedOutput out = new CapturedOutput();

    @ParameterizedTest
    @CsvSource({"COLUMNS, 132, 132", "COLUMNS, 50, 50"})
    void show_onATerminalOfAnotherWidth_fits(String variable, String value, int columns) {
        Progress progress = Terminal.of(out.stream(), ColorChoice.NEVER, true, Map.of(variable, value))
                .progress(true);

        progress.show("creating", "word ".repeat(40));
        progress.show("modifying", "short");

        assertThat(out.text().split("\r", -1))
                .filteredOn(line -> !line.isEmpty())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).hasSize(columns - 1));
    }

    @Test
    void show_onATerminal_rewritesTheLineWithoutTheLastColumn() {
        Progress progress = new Terminal(out.stream(), ColorChoice.NEVER).progress(true);

        progress.show("creating", "creating, 30 s");
        progress.show("creating", "creating, 60 s");
        progress.show("modifying", "x".repeat(100));
        progress.end();
        progress.end();

        assertThat(out.text())
                .startsWith("\rcreating, 30 s" + " ".repeat(65) + "\rcreating, 60 s" + " ".repeat(65) + "\rxxx")
                .endsWith(System.lineSeparator());
        assertThat(out.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
    }

    @Test
    void show_withoutATerminal_writesALineForEachChange() {
        Progress progress = new Terminal(out.stream(), ColorChoice.NEVER).progress(false);

        progress.show("creating", "creating, 30 s");
        progress.show("creating", "creating, 60 s");
        progress.show("modifying", "modifying, 90 s");
        progress.show("creating", "creating, 120 s");
        progress.end();

        assertThat(out.lines()).containsExactly("creating, 30 s", "modifying, 90 s", "creating, 120 s");
    }
}
