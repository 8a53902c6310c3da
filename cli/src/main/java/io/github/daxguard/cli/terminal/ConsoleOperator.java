package io.github.daxguard.cli.terminal;

import java.io.Console;
import java.util.Optional;

/** The operator at this process's terminal. */
final class ConsoleOperator implements Operator {

    @Override
    public boolean isInteractive() {
        return console().isPresent();
    }

    @Override
    public Optional<String> answer() {
        return console().map(Console::readLine).map(String::strip);
    }

    /** Before Java 22 a console exists only with a terminal; later versions have a method for it. */
    @SuppressWarnings("SystemConsoleNull")
    private static Optional<Console> console() {
        Console console = System.console();
        if (console == null) {
            return Optional.empty();
        }
        try {
            boolean isTerminal =
                    Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
            return isTerminal ? Optional.of(console) : Optional.empty();
        } catch (NoSuchMethodException e) {
            return Optional.of(console);
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }
}
