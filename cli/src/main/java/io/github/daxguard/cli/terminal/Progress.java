package io.github.daxguard.cli.terminal;

import io.github.daxguard.rule.ShortText;
import java.io.PrintStream;

/** Progress of a wait: on a terminal a line that is rewritten, otherwise a line for each change. */
public final class Progress {

    private final PrintStream out;
    private final boolean rewrites;
    private final int columns;
    private String shown = "";
    private boolean isOpen;

    /** Rewrites its line if {@code rewrites}, which requires a terminal with this number of columns. */
    Progress(PrintStream out, boolean rewrites, int columns) {
        this.out = out;
        this.rewrites = rewrites;
        this.columns = columns;
    }

    /** Shows the progress. Without a terminal the line is written only if {@code state} has changed. */
    public void show(String state, String line) {
        boolean changed = !state.equals(shown);
        shown = state;
        if (rewrites) {
            // The last column is unused, because some terminals wrap a full line.
            String text = ShortText.of(line, columns - 1);
            out.print("\r" + text + " ".repeat(columns - 1 - text.length()));
            out.flush();
            isOpen = true;
        } else if (changed) {
            out.println(line);
        }
    }

    /** Ends an open line. */
    public void end() {
        if (isOpen) {
            out.println();
            isOpen = false;
        }
    }
}
