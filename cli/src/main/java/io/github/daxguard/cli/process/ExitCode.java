package io.github.daxguard.cli.process;

/** The exit codes of all commands. */
public final class ExitCode {

    /** The command is complete, and there is no finding. */
    public static final int CLEAN = 0;

    /** There are findings, or steps remain. */
    public static final int FINDINGS = 1;

    /** The command is incomplete: for example, AWS could not be reached or denied a call. */
    public static final int INCOMPLETE = 2;

    /** The command line, the configuration file or a variable is invalid. Nothing was done. */
    public static final int USAGE_ERROR = 3;

    private ExitCode() {}
}
