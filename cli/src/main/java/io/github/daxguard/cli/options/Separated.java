package io.github.daxguard.cli.options;

import java.util.Arrays;
import java.util.List;

/** Splits the values of options that accept several values at once. */
public final class Separated {

    private Separated() {}

    /** Splits each value and keeps empty parts, which the option must refuse: an unset variable of a script must not select a default. */
    public static List<String> by(char separator, List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(String.valueOf(separator), -1)))
                .map(String::strip)
                .toList();
    }
}
