package io.github.daxguard.cli;

import io.github.daxguard.cli.options.Expected;
import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.rule.Rejection;
import io.github.daxguard.rule.ShortText;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports an invalid command line: the problem, and how to show the help. Picocli's own texts name Java types. */
final class UsageError implements IParameterExceptionHandler {

    private static final int LONGEST_MESSAGE = 5000;

    private final Map<String, String> origins;

    /** With the places where options are set that are not on the command line, by the name of the option. */
    UsageError(Map<String, String> origins) {
        this.origins = Map.copyOf(origins);
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        String message = ShortText.of(message(e), LONGEST_MESSAGE);
        err.println(name + ": " + message);
        origins.entrySet().stream()
                .filter(origin -> Arrays.asList(message.split("[^a-z-]+", -1)).contains(origin.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(origin -> err.println(origin.getKey() + " is set by " + origin.getValue() + "."));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try \"" + name + " --help\".");
        err.flush();
        return ExitCode.USAGE_ERROR;
    }

    private static String message(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String kind = unmatched.isUnknownOption() ? "option" : hasCommands(e) ? "command" : "argument";
            return "unknown " + kind + " \"" + unmatched.getUnmatched().get(0) + "\".";
        }
        if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            ArgSpec argument = missing.getMissing().get(0);
            String expected = Expected.form(argument, e.getCommandLine().getCommandSpec());
            return new Rejection("", Expected.name(argument), "", expected).message();
        }
        if (e instanceof OverwrittenOptionException overwritten) {
            return Expected.name(overwritten.getOverwritten()) + ": is specified twice. Specify it once.";
        }
        if (e.getArgSpec() != null && e.getValue() != null) {
            ArgSpec argument = e.getArgSpec();
            return Rejection.ofValue("", Expected.name(argument), e.getValue(), Expected.valueOf(argument))
                    .message();
        }
        return String.valueOf(e.getMessage());
    }

    private static boolean hasCommands(ParameterException e) {
        return !e.getCommandLine().getSubcommands().isEmpty();
    }
}
