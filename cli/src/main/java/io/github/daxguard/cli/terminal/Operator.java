package io.github.daxguard.cli.terminal;

import java.util.Optional;

/** The person who runs a command, and answers its questions. */
public interface Operator {

    /** Whether input and output are a terminal. */
    boolean isInteractive();

    /** The answer without surrounding white space; empty at the end of the input. */
    Optional<String> answer();

    static Operator atTheConsole() {
        return new ConsoleOperator();
    }
}
