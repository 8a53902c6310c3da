package io.github.daxguard.cli;

import io.github.daxguard.cli.process.ExitCode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code help}. Picocli's own accepts unknown options and arguments. */
@Command(
        name = "help",
        description = HelpCommand.SUMMARY,
        exitCodeList = {"0:The help was shown.", "3:The command line is invalid."})
final class HelpCommand implements Callable<Integer> {

    /** Candidates for shell completion. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Subcommand.values()).map(Subcommand::toString).iterator();
        }
    }

    static final String SUMMARY = "Shows the help of a command.";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "COMMAND",
            completionCandidates = Names.class,
            description = "The command. By default, the list of the commands.")
    private @Nullable String command;

    @Override
    public Integer call() {
        CommandLine daxguard = spec.parent().commandLine();
        CommandLine shown =
                command == null ? daxguard : daxguard.getSubcommands().get(command);
        if (shown == null) {
            throw new UnmatchedArgumentException(daxguard, List.of(String.valueOf(command)));
        }
        shown.usage(daxguard.getOut());
        return ExitCode.CLEAN;
    }
}
