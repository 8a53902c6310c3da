package io.github.daxguard.cli.options;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** Converts the value of an option to the constant with that name. The error lists the accepted values. */
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
