package io.github.daxguard.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.audit.demo.DemoCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
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
            "0:All was looked at, and nothing is wrong.",
            "1:Something is wrong; the output says what.",
            "2:Not everything could be looked at.",
            "3:The command line was not understood."
        },
        commandListHeading = "%nCommands:%n")
final class DaxguardCommand {

    /** The command line with all its commands, which writes to these streams alone. */
    static CommandLine commandLine(PrintStream out, PrintStream err) {
        return new CommandLine(new DaxguardCommand())
                .addSubcommand(new DemoCommand(out, err))
                .setOut(new PrintWriter(out, true, UTF_8))
                .setErr(new PrintWriter(err, true, UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new WrongUse())
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
