package io.github.daxguard.cli.options;

import java.util.Arrays;
import java.util.List;

/** Values of an option that takes several at once. */
public final class Separated {

    private Separated() {}

    /**
     * Splits each value; unlike picocli's own splitting it keeps empty parts, so that they can be refused: a script whose
     * variable is not set must not get a default in its place.
     */
    public static List<String> by(char separator, List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(String.valueOf(separator), -1)))
                .map(String::strip)
                .toList();
    }
}
