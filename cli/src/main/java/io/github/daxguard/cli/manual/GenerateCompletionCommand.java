package io.github.daxguard.cli.manual;

import io.github.daxguard.cli.process.ExitCode;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code generate-completion}. */
@Command(
        name = "generate-completion",
        description = {
            GenerateCompletionCommand.SUMMARY,
            "",
            "The script completes commands, options, their values, and files. Generate it again after an update."
        },
        footerHeading = "%nInstallation:%n",
        footer = {
            "  bash, with the package bash-completion:",
            "    mkdir -p ~/.local/share/bash-completion/completions",
            "    daxguard generate-completion bash \\",
            "      > ~/.local/share/bash-completion/completions/daxguard",
            "  zsh, with the line \"fpath=(~/.zfunc $fpath)\" before compinit in ~/.zshrc:",
            "    mkdir -p ~/.zfunc",
            "    daxguard generate-completion zsh > ~/.zfunc/_daxguard",
            "  fish:",
            "    mkdir -p ~/.config/fish/completions",
            "    daxguard generate-completion fish \\",
            "      > ~/.config/fish/completions/daxguard.fish"
        },
        exitCodeList = {"0:The script was printed.", "3:The command line is invalid."})
public final class GenerateCompletionCommand implements Callable<Integer> {

    /** The first sentence of the help. A constant, so that the list of the commands does not load this class. */
    public static final String SUMMARY = "Prints the completion script of a shell.";

    private final @Nullable String loginShell;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "SHELL",
            description = "bash, zsh or fish. Default: the shell in the variable SHELL, or bash.")
    private @Nullable CompletionShell shell;

    /**
     * Creates the command.
     *
     * @param loginShell the value of the environment variable SHELL
     */
    public GenerateCompletionCommand(@Nullable String loginShell) {
        this.loginShell = loginShell;
    }

    @Override
    public Integer call() {
        CompletionShell selected = shell == null ? ofTheUser() : shell;
        CommandLine daxguard = spec.parent().commandLine();
        daxguard.getOut().print(selected.script(daxguard));
        daxguard.getOut().flush();
        return ExitCode.CLEAN;
    }

    private CompletionShell ofTheUser() {
        return Optional.ofNullable(loginShell)
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .flatMap(name -> Arrays.stream(CompletionShell.values())
                        .filter(candidate -> candidate.toString().equals(name))
                        .findFirst())
                .orElse(CompletionShell.BASH);
    }
}
