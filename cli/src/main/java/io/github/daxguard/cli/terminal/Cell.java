package io.github.daxguard.cli.terminal;

import java.util.List;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** A text and its tone. */
public record Cell(String text, Tone tone) {

    /**
     * The emphasis of a text: the color and the symbol that the HTML page has for the same result. The text has the same
     * information, because a color alone is not sufficient.
     */
    public enum Tone {
        PLAIN("", ""),
        STRONG("", ""),
        /** A finding, or a step that failed. */
        ALERT("\u2715", "x"),
        /** An incomplete result, or one that requires attention. */
        WARNING("\u26a0", "!"),
        /** A result without a finding because of an exemption. */
        EXEMPT("\u25d0", "~"),
        /** A result to which no control applies. */
        NEUTRAL("\u2013", "-"),
        /** A result without problems. */
        CALM("\u2713", "+");

        private final String symbol;
        private final String ascii;

        Tone(String symbol, String ascii) {
            this.symbol = symbol;
            this.ascii = ascii;
        }

        List<IStyle> styles() {
            return switch (this) {
                case PLAIN, NEUTRAL -> List.of();
                case STRONG -> List.of(Style.bold);
                case ALERT -> List.of(Style.bold, Style.fg_red);
                case WARNING -> List.of(Style.bold, Style.fg_yellow);
                case EXEMPT -> List.of(Style.fg_yellow);
                case CALM -> List.of(Style.fg_green);
            };
        }

        /** One column wide; empty if there is none. */
        String symbol(Symbols symbols) {
            return switch (symbols) {
                case NONE -> "";
                case ASCII -> ascii;
                case UNICODE -> symbol;
            };
        }
    }

    public static Cell of(String text) {
        return new Cell(text, Tone.PLAIN);
    }

    public static Cell heading(String text) {
        return new Cell(text, Tone.STRONG);
    }
}
