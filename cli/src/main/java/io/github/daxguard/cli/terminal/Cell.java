package io.github.daxguard.cli.terminal;

import java.util.List;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** A text and its tone. */
public record Cell(String text, Tone tone) {

    /** The emphasis if color is used. The text has the same information; no two tones differ only in red and green. */
    public enum Tone {
        PLAIN,
        STRONG,
        /** A problem that requires action. */
        ALERT,
        /** A result without problems. */
        CALM;

        List<IStyle> styles() {
            return switch (this) {
                case PLAIN -> List.of();
                case STRONG -> List.of(Style.bold);
                case ALERT -> List.of(Style.bold, Style.fg_yellow);
                case CALM -> List.of(Style.fg_blue);
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
