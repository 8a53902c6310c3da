package io.github.daxguard.cli.terminal;

import io.github.daxguard.rule.ShortText;
import java.io.PrintStream;

/**
 * How something goes on for which one has to wait: on a terminal one line that is written anew each time, elsewhere a line
 * for each change.
 */
public final class Progress {

    private final PrintStream out;
    private final boolean rewrites;
    private String shown = "";
    private boolean isOpen;

    /**
     * A progress that has not begun.
     *
     * @param rewrites whether {@code out} is a terminal
     */
    public Progress(PrintStream out, boolean rewrites) {
        this.out = out;
        this.rewrites = rewrites;
    }

    /**
     * Shows how things stand.
     *
     * @param state what a line without a terminal is written for when it has changed
     * @param line in full, with all that changes each time
     */
    public void show(String state, String line) {
        boolean changed = !state.equals(shown);
        shown = state;
        if (rewrites) {
            // One column is left free: a full line would go on to the next on some terminals.
            String text = ShortText.of(line, Terminal.WIDTH - 1);
            out.print("\r" + text + " ".repeat(Terminal.WIDTH - 1 - text.length()));
            out.flush();
            isOpen = true;
        } else if (changed) {
            out.println(line);
        }
    }

    /** Ends the line, if one is open, so that something else can be written. */
    public void end() {
        if (isOpen) {
            out.println();
            isOpen = false;
        }
    }
}
