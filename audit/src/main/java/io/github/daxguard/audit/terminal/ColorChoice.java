package io.github.daxguard.audit.terminal;

import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/**
 * When to use colour: the option {@code --color}, which every command takes.
 *
 * @see <a href="https://no-color.org">NO_COLOR</a>, which the option overrides
 */
public enum ColorChoice {
    /** When stdout is a terminal that takes colour, and the variable NO_COLOR is not set. */
    AUTO(Ansi.AUTO),
    ALWAYS(Ansi.ON),
    NEVER(Ansi.OFF);

    private final Ansi ansi;

    ColorChoice(Ansi ansi) {
        this.ansi = ansi;
    }

    Ansi ansi() {
        // Picocli asks for all but this one: a terminal, such as an editor's, that shows escape characters as they are.
        return this == AUTO && "dumb".equals(System.getenv("TERM")) ? Ansi.OFF : ansi;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
