package io.github.daxguard.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TerminalTest {

    private final CapturedOutput out = new CapturedOutput();

    @ParameterizedTest
    @EnumSource
    void paragraph_longText_wrapsAtWordsWithin80Columns(ColorChoice color) {
        new Terminal(out.stream(), color).paragraph("some words that are long together ".repeat(20));

        assertThat(out.lines().stream().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "")))
                .hasSizeGreaterThan(8)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80))
                .allSatisfy(line -> assertThat(line.strip()).matches("((some|words|that|are|long|together) ?)*"));
    }

    @Test
    void table_wideLastCell_wrapsInItsOwnColumn() {
        new Terminal(out.stream(), ColorChoice.NEVER)
                .table(
                        List.of(10),
                        List.of(List.of(
                                Cell.of("name"), Cell.of("word ".repeat(20).strip()))));

        assertThat(out.lines())
                .containsExactly(
                        "name      " + "word ".repeat(14).strip(),
                        "          " + "word ".repeat(6).strip(),
                        "");
    }

    @Test
    void quote_anyLine_startsWithTheMarkAndFits() {
        new Terminal(out.stream(), ColorChoice.NEVER)
                .quote(List.of(6), List.of(List.of(Cell.of("WARN"), Cell.of("word ".repeat(40)))));

        assertThat(out.lines())
                .filteredOn(line -> !line.isEmpty())
                .hasSizeGreaterThan(2)
                .allSatisfy(line -> assertThat(line).startsWith("  | ").hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void paragraph_textWithMarkup_isNotInterpreted() {
        new Terminal(out.stream(), ColorChoice.ALWAYS).paragraph("a tag of @|red this|@ value");

        assertThat(out.text()).contains("@|red this|@");
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NEVER"})
    void heading_outputIsNotATerminal_hasNoEscapeCharacters(ColorChoice color) {
        new Terminal(out.stream(), color).heading("Act 1");

        assertThat(out.text()).contains("Act 1").doesNotContain("\u001b");
    }

    @Test
    void heading_colorAlways_hasEscapeCharacters() {
        new Terminal(out.stream(), ColorChoice.ALWAYS).heading("Act 1");

        assertThat(out.text()).contains("\u001b[1mAct 1\u001b");
    }

    @Test
    void verbatim_longLine_isNotWrapped() {
        String line = "word ".repeat(30) + "end";

        new Terminal(out.stream(), ColorChoice.ALWAYS).verbatim(line + "\n  " + line);

        assertThat(out.lines()).containsExactly(line, "  " + line, "");
    }

    @Test
    void ask_anyAnswer_isReturned() {
        Terminal terminal = new Terminal(out.stream(), ColorChoice.NEVER);

        assertThat(terminal.ask("Now?", "[y/N] ", operator(Optional.of("y")))).contains("y");
        assertThat(terminal.ask("Now?", "[y/N] ", operator(Optional.empty()))).isEmpty();
        assertThat(out.lines()).containsExactly("Now?", "", "[y/N] ", "Now?", "", "[y/N] ");
    }

    private static Operator operator(Optional<String> answer) {
        return new Operator() {
            @Override
            public boolean isInteractive() {
                return true;
            }

            @Override
            public Optional<String> answer() {
                return answer;
            }
        };
    }

    @Test
    void atTheConsole_inputIsNotATerminal_isNotInteractive() {
        assertThat(Operator.atTheConsole().isInteractive()).isFalse();
        assertThat(Operator.atTheConsole().answer()).isEmpty();
    }

    @Test
    void isGone_brokenPipe_isTrueAndNothingIsThrown() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Terminal terminal = new Terminal(new PrintStream(broken, true), ColorChoice.NEVER);

        terminal.paragraph("not delivered");

        assertThat(terminal.isClosed()).isTrue();
        assertThat(new Terminal(out.stream(), ColorChoice.NEVER).isClosed()).isFalse();
    }
}
