package io.github.daxguard.cli.process;

/** How much a command writes in addition to its result and errors. */
public enum Verbosity {
    /** Nothing. */
    QUIET,
    /** Progress, notes and next steps. */
    NORMAL,
    /** Also each target and each request to AWS. */
    VERBOSE
}
