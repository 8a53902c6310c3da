package io.github.daxguard.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {

    private final CapturedOutput out = new CapturedOutput();

    @Test
    void show_onATerminal_rewritesTheLineWithoutTheLastColumn() {
        Progress progress = new Progress(out.stream(), true);

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
        Progress progress = new Progress(out.stream(), false);

        progress.show("creating", "creating, 30 s");
        progress.show("creating", "creating, 60 s");
        progress.show("modifying", "modifying, 90 s");
        progress.show("creating", "creating, 120 s");
        progress.end();

        assertThat(out.lines()).containsExactly("creating, 30 s", "modifying, 90 s", "creating, 120 s");
    }
}
