package io.github.daxguard.cli;

import io.github.daxguard.cli.process.ProcessEnvironment;

/** Runs a command line in this JVM. */
public final class Shell {

    private Shell() {}

    /** Runs the command and returns its exit code. */
    public static int execute(ProcessEnvironment environment, String... arguments) {
        return DaxguardCommand.execute(environment, arguments);
    }
}
