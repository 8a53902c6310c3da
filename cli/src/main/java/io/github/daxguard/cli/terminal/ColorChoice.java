package io.github.daxguard.cli.terminal;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * When to use color: the value of the option {@code --color}.
 *
 * @see <a href="https://no-color.org">NO_COLOR</a>, which the option overrides
 */
public enum ColorChoice {
    /** If stdout is a terminal that supports color, and the variable NO_COLOR is not set. */
    AUTO(Ansi.AUTO),
    ALWAYS(Ansi.ON),
    NEVER(Ansi.OFF);

    private final Ansi ansi;

    ColorChoice(Ansi ansi) {
        this.ansi = ansi;
    }

    Ansi ansi() {
        return ansi;
    }

    /** Without color instead of {@link #AUTO} if the variable TERM describes a dumb terminal, which picocli does not check. */
    public ColorChoice in(Map<String, String> variables) {
        // Such a terminal, for example that of an editor, shows escape sequences as text.
        return this == AUTO && "dumb".equals(variables.get("TERM")) ? NEVER : this;
    }

    /** The value on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
