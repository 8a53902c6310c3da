package io.github.daxguard.cli.terminal;

import java.util.List;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * How a text stands out where there is colour; its words say the same, and no two tones differ by red and green alone.
 */
public enum Tone {
    PLAIN,
    STRONG,
    /** Something to act on. */
    ALERT,
    /** Something that is as it should be. */
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
