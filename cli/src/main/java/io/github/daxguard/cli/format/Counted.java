package io.github.daxguard.cli.format;

/** Numbers with their nouns. */
public final class Counted {

    private Counted() {}

    /** A number and its noun: {@code 1 finding}, {@code 2 findings}. */
    public static String of(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
