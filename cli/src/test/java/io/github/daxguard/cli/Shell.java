package io.github.daxguard.cli;

import io.github.daxguard.cli.process.ProcessEnvironment;

/** Runs a command line in this JVM, as a shell would. */
public final class Shell {

    private Shell() {}

    /** The exit code. */
    public static int execute(ProcessEnvironment surroundings, String... arguments) {
        return DaxguardCommand.commandLine(surroundings.out(), surroundings.err(), surroundings)
                .execute(arguments);
    }
}
