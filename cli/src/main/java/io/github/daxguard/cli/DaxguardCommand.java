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

/** The command {@code daxguard} itself: it does nothing but find the command that is meant. */
@Command(
        name = "daxguard",
        description = "Keeps DynamoDB Accelerator (DAX) clusters encrypted: the command line of the AWS Config rule.",
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeOnInvalidInput = ExitCode.WRONG_USE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All was looked at or done, and nothing is wrong.",
            "1:Something is wrong or not finished; the output says what.",
            "2:Not everything could be looked at or done.",
            "3:The command line was not understood."
        },
        commandListHeading = "%nCommands:%n")
final class DaxguardCommand {

    /** The command line with all its commands, which writes to these streams alone. */
    static CommandLine commandLine(PrintStream out, PrintStream err) {
        return commandLine(out, err, ProcessEnvironment.ofTheShell(out, err));
    }

    /** The same, with these surroundings for commands that ask people and AWS. */
    static CommandLine commandLine(PrintStream out, PrintStream err, ProcessEnvironment surroundings) {
        return new CommandLine(new DaxguardCommand())
                .addSubcommand(new ScanCommand(surroundings, ManifestVersion.number()))
                .addSubcommand(new CheckTemplateCommand(surroundings, ManifestVersion.number()))
                .addSubcommand(new ReplaceCommand(surroundings))
                .addSubcommand(new DemoCommand(out, err))
                .addSubcommand(new GenerateCompletion())
                .setOut(new PrintWriter(out, true, UTF_8))
                .setErr(new PrintWriter(err, true, UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new UsageError())
                .setExecutionExceptionHandler(DaxguardCommand::report)
                .setExecutionStrategy(DaxguardCommand::run);
    }

    /** For what no command has foreseen: all that a bug report needs. */
    private static int report(Exception e, CommandLine command, ParseResult parsed) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": unexpected failure, please report it:");
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
