package io.github.daxguard.cli.process;

/** What the exit codes mean, the same for every command. */
public final class ExitCode {

    /** All was looked at or done, and nothing is wrong. */
    public static final int CLEAN = 0;

    /** Something is wrong or not finished, and the output says what. */
    public static final int FINDINGS = 1;

    /** Not everything could be looked at or done: AWS was not reached, or refused. */
    public static final int INCOMPLETE = 2;

    /** The command line was not understood: nothing was done. */
    public static final int WRONG_USE = 3;

    private ExitCode() {}
}
