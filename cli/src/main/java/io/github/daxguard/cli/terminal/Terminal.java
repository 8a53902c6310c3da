package io.github.daxguard.cli.terminal;

import io.github.daxguard.cli.terminal.Cell.Tone;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** Text output with a limited line length; without color it has no escape sequences. Each part ends with an empty line. */
public final class Terminal {

    /** Default line length in columns. */
    public static final int WIDTH = 80;

    /** From this code point, some scripts have characters that are two columns wide. */
    private static final int FIRST_WIDE_CHARACTER = 0x1100;

    private final PrintStream out;
    private final int width;
    private final ColorScheme colors;

    public Terminal(PrintStream out, ColorChoice color) {
        this(out, color, WIDTH);
    }

    public Terminal(PrintStream out, ColorChoice color, int width) {
        this.out = out;
        this.width = width;
        this.colors = new ColorScheme.Builder(color.ansi()).build();
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

    /** Asks a question. Empty at the end of the input. */
    public Optional<String> ask(String question, String sign, Operator operator) {
        paragraph(new Cell(question, Tone.STRONG));
        out.print(sign);
        out.flush();
        Optional<String> answer = operator.answer();
        out.println();
        return answer;
    }

    public Progress progress(boolean rewrites) {
        return new Progress(out, rewrites);
    }

    public int width() {
        return width;
    }

    /** Whether the output is closed, as after {@code | head}. */
    public boolean isClosed() {
        return out.checkError();
    }

    private void print(String mark, List<Integer> widths, List<List<Cell>> rows) {
        int rest = width
                - mark.length()
                - widths.stream().mapToInt(Integer::intValue).sum();
        List<Integer> all = Stream.concat(widths.stream(), Stream.of(rest)).toList();
        for (List<Cell> row : rows) {
            if (fits(row, all)) {
                out.println(mark + line(row, all));
            } else {
                wrapped(row, all).lines().forEach(line -> out.println(mark + line));
            }
        }
    }

    /** Whether the row needs no wrapping. Picocli's tables are slow, so they are used only for rows that must be wrapped. */
    private static boolean fits(List<Cell> row, List<Integer> widths) {
        for (int column = 0; column < row.size(); column++) {
            String text = row.get(column).text();
            if (text.length() > widths.get(column)
                    || !text.chars().allMatch(c -> c >= ' ' && c < FIRST_WIDE_CHARACTER)) {
                return false;
            }
        }
        return true;
    }

    private String line(List<Cell> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        int gap = 0;
        for (int column = 0; column < row.size(); column++) {
            Cell cell = row.get(column);
            if (!cell.text().isEmpty()) {
                line.append(" ".repeat(gap)).append(styled(cell));
                gap = 0;
            }
            gap += widths.get(column) - cell.text().length();
        }
        return line.toString();
    }

    private String styled(Cell cell) {
        if (cell.tone() == Tone.PLAIN || !colors.ansi().enabled()) {
            return cell.text();
        }
        return Style.on(cell.tone().styles().toArray(IStyle[]::new)) + cell.text() + Style.reset.on();
    }

    private String wrapped(List<Cell> row, List<Integer> widths) {
        TextTable table = TextTable.forColumns(
                colors,
                widths.stream()
                        .map(columns -> new Column(columns, 0, Column.Overflow.WRAP))
                        .toArray(Column[]::new));
        table.indentWrappedLines = 0;
        table.addRowValues(row.stream().map(this::text).toArray(Text[]::new));
        return table.toString();
    }

    private Text text(Cell cell) {
        // Not colors.text(), which would interpret markup in a cluster's tag or in AWS's message.
        return colors.apply(cell.text(), cell.tone().styles());
    }
}
