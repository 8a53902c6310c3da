package io.github.daxguard.cli.terminal;

import java.util.Optional;

/** Who can be asked. */
public interface Person {

    /** Whether somebody is there who reads the question and can answer: no pipe, no file. */
    boolean isThere();

    /** What is answered, without blanks around it; empty at the end of the input. */
    Optional<String> answer();

    /** Whoever sits at the terminal that the program was started from. */
    static Person atTheConsole() {
        return new ConsolePerson();
    }
}
