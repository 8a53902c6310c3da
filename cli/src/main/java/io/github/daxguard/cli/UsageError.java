package io.github.daxguard.cli;

import io.github.daxguard.cli.process.ExitCode;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports an invalid command line: the problem, and how to show the help. */
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
        return ExitCode.USAGE_ERROR;
    }

    private static String message(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return String.valueOf(e.getMessage());
        }
        String kind = unmatched.isUnknownOption() ? "option" : hasCommands(e) ? "command" : "argument";
        return "unknown " + kind + " \"" + unmatched.getUnmatched().get(0) + "\".";
    }

    private static boolean hasCommands(ParameterException e) {
        return !e.getCommandLine().getSubcommands().isEmpty();
    }
}
