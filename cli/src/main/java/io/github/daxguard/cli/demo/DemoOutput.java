package io.github.daxguard.cli.demo;

import io.github.daxguard.cli.terminal.Terminal;

/**
 * The output of an act.
 *
 * @param log shared by all acts, so that no act repeats a line of the log
 */
record DemoOutput(Terminal terminal, Detail detail, FunctionLogView log) {

    /** How much of an act is printed. */
    enum Detail {
        /** All results, and the logs. */
        FULL,
        /** The results that the act has changed, and the logs. */
        CHANGES,
        /** The outcome in a few lines. */
        SHORT
    }

    boolean isShort() {
        return detail == Detail.SHORT;
    }
}
