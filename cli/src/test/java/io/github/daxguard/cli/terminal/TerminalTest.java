package io.github.daxguard.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders-v2.abc123-with-a-long-name.dax-clusters.eu-west-1.amazonaws.com-and-more-than-80-columns:9111",
                "arn:aws:dax:eu-west-1:111122223333:cache/orders-with-a-long-name-and-another-part-that-is-long-too",
                "\"daxguard replace orders --profile shop --region eu-west-1 --endpoint-encryption TLS --dry-run\""
            })
    void paragraph_endpointArnOrCommand_isNotBroken(String value) {
        new Terminal(out.stream(), ColorChoice.NEVER).paragraph("The value is " + value + ", which is long.");

        assertThat(out.lines()).containsExactly("The value is", value + ",", "which is long.", "");
    }

    @Test
    void of_outputThatIsNotATerminal_isNotWrappedAndHasNoSymbols() {
        String text = "word ".repeat(100).strip();

        Terminal terminal = Terminal.of(out.stream(), ColorChoice.AUTO, false, Map.of());
        terminal.paragraph(new Cell(text, Cell.Tone.ALERT));
        terminal.narrowedTo(80).paragraph(text);

        assertThat(out.lines()).containsExactly(text, "", text, "");
    }

    @ParameterizedTest
    @CsvSource({"100, 100", "20, 40", "0,", "-5,", "wide,", "'',", "9999999,"})
    void width_variableColumns_isANumberOfAtLeast40(String columns, Integer width) {
        assertThat(Terminal.width(Map.of("COLUMNS", columns))).isEqualTo(Optional.ofNullable(width));
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, UNICODE", "utf-8, UNICODE", "ISO-8859-15, ASCII", "ANSI_X3.4-1968, ASCII", "Cp437, ASCII"})
    void of_characterSetOfTheTerminal_hasSymbolsThatItShows(String charset, Symbols symbols) {
        assertThat(Symbols.of(Optional.of(charset))).isEqualTo(symbols);
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

    @ParameterizedTest
    @CsvSource({"AUTO, dumb, NEVER", "AUTO, xterm, AUTO", "ALWAYS, dumb, ALWAYS"})
    void in_dumbTerminal_hasNoColorUnlessItIsRequested(ColorChoice color, String term, ColorChoice expected) {
        assertThat(color.in(Map.of("TERM", term))).isEqualTo(expected);
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
