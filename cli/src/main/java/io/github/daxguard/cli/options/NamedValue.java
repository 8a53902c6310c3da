package io.github.daxguard.cli.options;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** Reads an option's value as the constant of that name, and names the accepted ones as the help does. */
final class NamedValue {

    private NamedValue() {}

    static <E extends Enum<E>> E of(E[] constants, String value) {
        return Arrays.stream(constants)
                .filter(constant -> constant.toString().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected "
                        + Arrays.stream(constants).map(Enum::toString).collect(Collectors.joining(", "))
                        + ", but was \""
                        + value + "\""));
    }
}
