package io.github.daxguard.cli;

import io.github.daxguard.cli.process.ExitCode;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a command line that is not understood: what is wrong with it, and where help is, in place of all the help. */
final class UsageError implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println(name + ": " + message(e));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try \"" + name + " --help\".");
        err.flush();
        return ExitCode.WRONG_USE;
    }

    private static String message(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return String.valueOf(e.getMessage());
        }
        String kind = unmatched.isUnknownOption() ? "option" : takesCommands(e) ? "command" : "argument";
        return "unknown " + kind + " \"" + unmatched.getUnmatched().get(0) + "\".";
    }

    private static boolean takesCommands(ParameterException e) {
        return !e.getCommandLine().getSubcommands().isEmpty();
    }
}
