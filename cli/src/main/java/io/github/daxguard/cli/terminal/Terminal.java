package io.github.daxguard.cli.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.daxguard.cli.terminal.Cell.Tone;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Text output with a limited line length; without color it has no escape sequences. Each part ends with an empty line.
 *
 * <p>Lines are broken between words only: an endpoint, an ARN or a quoted command that is too long exceeds the line, so that it
 * can be copied.
 */
public final class Terminal {

    /** Default line length in columns. */
    public static final int WIDTH = 80;

    /** The line length of output that is not wrapped. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** In shorter lines, a table would have only single words. */
    private static final int NARROWEST = 40;

    /** The width of the terminal of this process, determined at its first use: a program reports it. */
    private static final class Detected {
        static final int WIDTH = Math.max(
                NARROWEST,
                reportedWidth()
                        .orElseGet(() -> CommandSpec.create()
                                .usageMessage()
                                .autoWidth(true)
                                .width()));
    }

    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("[0-9]+ (?<columns>[1-9][0-9]{0,5})\\s*");

    /** A word, or several in quotation marks. */
    private static final Pattern UNBREAKABLE = Pattern.compile("[^\\s\"]*\"[^\"]*\"\\S*|\\S+");

    private final PrintStream out;
    private final ColorChoice color;
    private final int width;
    private final Symbols symbols;

    /** Lines of {@value #WIDTH} columns. */
    public Terminal(PrintStream out, ColorChoice color) {
        this(out, color, WIDTH, Symbols.NONE);
    }

    public Terminal(PrintStream out, ColorChoice color, int width, Symbols symbols) {
        this.out = out;
        this.color = color;
        this.width = width;
        this.symbols = symbols;
    }

    /** Output in lines of the terminal's width and with symbols; not wrapped if it is a file or a pipe. */
    public static Terminal of(PrintStream out, ColorChoice color, boolean isTerminal, Map<String, String> variables) {
        int width = isTerminal ? width(variables).orElseGet(() -> Detected.WIDTH) : UNLIMITED;
        return new Terminal(out, color.in(variables), width, Symbols.of(isTerminal, color));
    }

    /** The width that the variable {@code COLUMNS} sets; empty if it is not a number. */
    public static Optional<Integer> width(Map<String, String> variables) {
        return Optional.ofNullable(variables.get("COLUMNS"))
                .filter(value -> value.matches("[1-9][0-9]{0,5}"))
                .map(value -> Math.max(NARROWEST, Integer.parseInt(value)));
    }

    /** The width that the program {@code stty} reports; empty without this program, or if the terminal has no size. */
    private static Optional<Integer> reportedWidth() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return Optional.empty();
            }
            Matcher size =
                    ROWS_AND_COLUMNS.matcher(new String(stty.getInputStream().readAllBytes(), US_ASCII));
            return size.matches() ? Optional.of(Integer.valueOf(size.group("columns"))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The same output in lines of at most this length. */
    public Terminal narrowedTo(int columns) {
        return new Terminal(out, color, width == UNLIMITED ? width : Math.min(width, columns), symbols);
    }

    /** Writes a heading below a rule. */
    public void heading(String text) {
        out.println("-".repeat(Math.min(width, WIDTH)));
        paragraph(new Cell(text, Tone.STRONG));
    }

    /** Wraps a text. */
    public void paragraph(String text) {
        paragraph(Cell.of(text));
    }

    public void paragraph(Cell text) {
        table(List.of(), List.of(List.of(text)));
    }

    /** Writes rows of cells. The last column wraps; the widths are those of all other columns, with their gaps. */
    public void table(List<Integer> widths, List<List<Cell>> rows) {
        rows(widths, rows);
        out.println();
    }

    /** Writes rows as {@link #table} does, without the empty line at the end. */
    public void rows(List<Integer> widths, List<List<Cell>> rows) {
        print("", widths, rows);
    }

    /** Writes quoted output: each line begins with a mark. */
    public void quote(List<Integer> widths, List<List<Cell>> rows) {
        print("  | ", widths, rows);
        out.println();
    }

    /** Writes a text without wrapping, so that it can be copied. */
    public void verbatim(String text) {
        text.lines().forEach(out::println);
        out.println();
    }

    /** Writes commands, each alone on its line, so that they can be copied. */
    public void commands(List<String> commands) {
        commands.forEach(command -> out.println("  " + command));
        out.println();
    }

    /** Asks a question. Empty at the end of the input. */
    public Optional<String> ask(String question, String sign, Operator operator) {
        paragraph(new Cell(question, Tone.STRONG));
        out.print(sign);
        out.flush();
        Optional<String> answer = operator.answer();
        out.println();
        return answer;
    }

    /** Progress in lines of the terminal's width. */
    public Progress progress(boolean rewrites) {
        return new Progress(out, rewrites, width == UNLIMITED ? WIDTH : width);
    }

    public int width() {
        return width;
    }

    /** Whether the output is closed, as after {@code | head}. */
    public boolean isClosed() {
        return out.checkError();
    }

    /** The number of columns of a cell, including its symbol. */
    public int columns(Cell cell) {
        return columns(text(cell));
    }

    private void print(String mark, List<Integer> widths, List<List<Cell>> rows) {
        int rest = width == UNLIMITED
                ? UNLIMITED
                : width
                        - mark.length()
                        - widths.stream().mapToInt(Integer::intValue).sum();
        List<Integer> all = Stream.concat(widths.stream(), Stream.of(rest)).toList();
        for (List<Cell> row : rows) {
            List<List<String>> cells = new ArrayList<>();
            for (int column = 0; column < row.size(); column++) {
                cells.add(wrapped(text(row.get(column)), all.get(column)));
            }
            int height = cells.stream().mapToInt(List::size).max().orElse(0);
            for (int line = 0; line < height; line++) {
                out.println(mark + line(row, cells, line, all));
            }
        }
    }

    private String line(List<Cell> row, List<List<String>> cells, int number, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        int gap = 0;
        for (int column = 0; column < row.size(); column++) {
            String text = number < cells.get(column).size() ? cells.get(column).get(number) : "";
            if (!text.isEmpty()) {
                // After a cell that exceeds its column.
                line.append(" ".repeat(Math.max(gap, column == 0 ? 0 : 1)))
                        .append(styled(text, row.get(column).tone()));
                gap = 0;
            }
            gap += widths.get(column) - columns(text);
        }
        return line.toString();
    }

    private String text(Cell cell) {
        String symbol = cell.tone().symbol(symbols);
        return symbol.isEmpty() ? cell.text() : symbol + " " + cell.text();
    }

    private String styled(String text, Tone tone) {
        if (tone.styles().isEmpty() || !color.ansi().enabled()) {
            return text;
        }
        return Style.on(tone.styles().toArray(IStyle[]::new)) + text + Style.reset.on();
    }

    /** The lines of a text. */
    private static List<String> wrapped(String text, int limit) {
        if (text.indexOf('\n') < 0 && columns(text) <= limit) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            Matcher words = UNBREAKABLE.matcher(paragraph);
            while (words.find()) {
                if (line.length() > 0 && columns(line.toString()) + 1 + columns(words.group()) > limit) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.length() == 0 ? "" : " ").append(words.group());
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** Some scripts have characters that are two columns wide, and marks that have none. */
    private static int columns(String text) {
        return text.codePoints()
                .map(character -> character < 0x300
                        ? 1
                        : switch (Character.getType(character)) {
                            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
                            default -> isWide(character) ? 2 : 1;
                        })
                .sum();
    }

    /** The blocks with only wide characters of <a href="https://www.unicode.org/reports/tr11/">East Asian Width</a>. */
    private static boolean isWide(int character) {
        return isIn(character, 0x1100, 0x115f)
                || isIn(character, 0x2e80, 0xa4cf)
                || isIn(character, 0xac00, 0xd7a3)
                || isIn(character, 0xf900, 0xfaff)
                || isIn(character, 0xfe30, 0xfe6f)
                || isIn(character, 0xff01, 0xff60)
                || isIn(character, 0xffe0, 0xffe6)
                || isIn(character, 0x1f300, 0x1faff)
                || isIn(character, 0x20000, 0x3fffd);
    }

    private static boolean isIn(int character, int first, int last) {
        return first <= character && character <= last;
    }
}
