package io.github.daxguard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.cli.demo.DemoCommand;
import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.replace.ReplaceCommand;
import io.github.daxguard.cli.scan.ScanCommand;
import io.github.daxguard.cli.template.CheckTemplateCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The command {@code daxguard}, which runs its subcommands. */
@Command(
        name = "daxguard",
        description = "Finds DynamoDB Accelerator (DAX) clusters that are not encrypted, and replaces them.",
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeOnInvalidInput = ExitCode.USAGE_ERROR,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The command is complete, and there is no finding.",
            "1:There are findings, or steps remain; see the output.",
            "2:The command is incomplete; see the output.",
            "3:The command line is invalid."
        },
        commandListHeading = "%nCommands:%n")
final class DaxguardCommand {

    /** Creates the command line with all its commands, which writes to these streams only. */
    static CommandLine commandLine(PrintStream out, PrintStream err) {
        return commandLine(out, err, ProcessEnvironment.ofTheShell(out, err));
    }

    /** Creates the command line with a process environment for commands that call AWS or ask the operator. */
    static CommandLine commandLine(PrintStream out, PrintStream err, ProcessEnvironment environment) {
        return new CommandLine(new DaxguardCommand())
                .addSubcommand(new ScanCommand(environment, ManifestVersion.number()))
                .addSubcommand(new CheckTemplateCommand(environment, ManifestVersion.number()))
                .addSubcommand(new ReplaceCommand(environment))
                .addSubcommand(new DemoCommand(out, err))
                .addSubcommand(new GenerateCompletion())
                .setOut(new PrintWriter(out, true, UTF_8))
                .setErr(new PrintWriter(err, true, UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new UsageError())
                .setExecutionExceptionHandler(DaxguardCommand::report)
                .setExecutionStrategy(DaxguardCommand::run);
    }

    /** Prints an unexpected exception with its stack trace, for a bug report. */
    private static int report(Exception e, CommandLine command, ParseResult parsed) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": unexpected error. Please report it:");
        e.printStackTrace(command.getErr());
        return ExitCode.INCOMPLETE;
    }

    private static int run(ParseResult parsed) {
        CommandLine daxguard = parsed.commandSpec().commandLine();
        if (parsed.originalArgs().isEmpty()) {
            daxguard.usage(daxguard.getOut());
            return ExitCode.CLEAN;
        }
        return new RunLast().execute(parsed);
    }
}
