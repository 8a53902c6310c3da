package io.github.daxguard.cli.terminal;

/** A text and its tone. */
public record Cell(String text, Tone tone) {

    /** A text that does not stand out. */
    public static Cell of(String text) {
        return new Cell(text, Tone.PLAIN);
    }

    /** A column's heading. */
    public static Cell heading(String text) {
        return new Cell(text, Tone.STRONG);
    }
}
