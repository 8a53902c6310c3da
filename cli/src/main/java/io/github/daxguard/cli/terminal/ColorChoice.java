package io.github.daxguard.cli.terminal;

import java.util.Locale;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

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

    /** Reads the option's value, and names the accepted ones as the help does. */
    public static final class Converter implements ITypeConverter<ColorChoice> {
        @Override
        public ColorChoice convert(String value) {
            for (ColorChoice choice : values()) {
                if (choice.toString().equalsIgnoreCase(value)) {
                    return choice;
                }
            }
            throw new TypeConversionException("expected auto, always or never, but was \"" + value + "\"");
        }
    }

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
