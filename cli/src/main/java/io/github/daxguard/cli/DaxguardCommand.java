package io.github.daxguard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.cli.options.Configuration;
import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.process.ProcessEnvironment;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The command {@code daxguard}, which runs its subcommands. */
@Command(
        name = "daxguard",
        description = "Finds DynamoDB Accelerator (DAX) clusters that are not encrypted, and replaces them.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeOnInvalidInput = ExitCode.USAGE_ERROR,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The command is complete, and there is no finding.",
            "1:There are findings, or steps remain; see the output.",
            "2:The command is incomplete; see the output.",
            "3:The command line, the configuration file or a variable is invalid."
        },
        commandListHeading = "%nCommands:%n")
final class DaxguardCommand {

    /** Runs the command in the arguments, which writes to these streams only, and returns the exit code. */
    static int execute(PrintStream out, PrintStream err, String... arguments) {
        return execute(ProcessEnvironment.ofTheShell(out, err), arguments);
    }

    /** Runs the command in the arguments with a process environment, and returns the exit code. */
    static int execute(ProcessEnvironment environment, String... arguments) {
        return commandLine(environment, arguments)
                .setParameterExceptionHandler(new UsageError(Map.of()))
                .setExecutionStrategy(parsed -> run(environment, parsed))
                .execute(arguments);
    }

    private static CommandLine commandLine(ProcessEnvironment environment, String... arguments) {
        CommandLine daxguard = new CommandLine(new DaxguardCommand());
        for (Subcommand subcommand : Subcommand.values()) {
            daxguard.addSubcommand(subcommand.isIn(arguments) ? subcommand.command(environment) : subcommand.summary());
        }
        setVersion(daxguard);
        // A file in the checked folder whose name begins with @ must not add options.
        return daxguard.setExpandAtFiles(false)
                .setOut(new PrintWriter(environment.out(), true, UTF_8))
                .setErr(new PrintWriter(environment.err(), true, UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(DaxguardCommand::report);
    }

    /** The command with all its subcommands. */
    static CommandLine complete(ProcessEnvironment environment) {
        CommandLine daxguard = new CommandLine(new DaxguardCommand());
        for (Subcommand subcommand : Subcommand.values()) {
            daxguard.addSubcommand(subcommand.command(environment));
        }
        setVersion(daxguard);
        return daxguard;
    }

    /** Not an attribute of the annotation: picocli would read the version for each subcommand, which takes 10 ms. */
    private static void setVersion(CommandLine daxguard) {
        ManifestVersion version = new ManifestVersion();
        daxguard.getCommandSpec().versionProvider(version);
        daxguard.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().versionProvider(version));
    }

    /** Prints an unexpected exception with its stack trace, for a bug report. */
    private static int report(Exception e, CommandLine command, ParseResult parsed) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": unexpected error. Please report it:");
        e.printStackTrace(command.getErr());
        return ExitCode.INCOMPLETE;
    }

    private static int run(ProcessEnvironment environment, ParseResult parsed) {
        CommandLine daxguard = parsed.commandSpec().commandLine();
        if (parsed.originalArgs().isEmpty()) {
            daxguard.usage(daxguard.getOut());
            return ExitCode.CLEAN;
        }
        ParseResult command = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        if (Stream.of(parsed, command)
                .anyMatch(result -> result.isUsageHelpRequested() || result.isVersionHelpRequested())) {
            return new RunLast().execute(parsed);
        }
        requireValues(parsed.originalArgs(), command);
        Map<String, Supplier<CommandSpec>> configurable = Subcommand.configurable(environment);
        String name = command.commandSpec().name();
        if (!configurable.containsKey(name)) {
            return new RunLast().execute(parsed);
        }
        Configuration configuration = Configuration.of(command, environment.variables(), configurable);
        if (configuration.arguments().isEmpty()) {
            return new RunLast().execute(parsed);
        }
        // A new command, because picocli does not reset groups of options.
        String[] completed =
                configuration.completed(parsed.originalArgs(), name).toArray(String[]::new);
        return commandLine(environment.with(configuration.options()), completed)
                .setParameterExceptionHandler(new UsageError(configuration.origins()))
                .setExecutionStrategy(new RunLast())
                .execute(completed);
    }

    /** An unset variable of a script must not select the default. */
    private static void requireValues(List<String> arguments, ParseResult command) {
        // Picocli converts the empty value of an option without a parameter to false.
        for (OptionSpec option : command.matchedOptions()) {
            arguments.stream()
                    .takeWhile(argument -> !argument.equals("--"))
                    .filter(argument -> argument.equals(option.longestName() + "="))
                    .findFirst()
                    .ifPresent(argument -> {
                        throw isEmpty(command, option);
                    });
        }
        for (OptionSpec option : command.matchedOptions()) {
            if (option.originalStringValues().stream().anyMatch(String::isBlank)) {
                throw isEmpty(command, option);
            }
        }
    }

    private static ParameterException isEmpty(ParseResult command, OptionSpec option) {
        return new ParameterException(
                command.commandSpec().commandLine(),
                option.longestName() + ": the value is empty. Specify a value, or omit the option.");
    }
}
