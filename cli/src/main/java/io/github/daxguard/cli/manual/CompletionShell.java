package io.github.daxguard.cli.manual;

import java.util.Locale;
import picocli.CommandLine;

/** A shell for which a completion script can be generated. */
public enum CompletionShell {
    BASH("share/bash-completion/completions/daxguard"),
    ZSH("share/zsh/site-functions/_daxguard"),
    FISH("share/fish/vendor_completions.d/daxguard.fish");

    private final String file;

    CompletionShell(String file) {
        this.file = file;
    }

    /** The path below a prefix such as {@code /usr/local} at which the shell finds the script. */
    public String file() {
        return file;
    }

    /** The script for a command with all its subcommands. */
    public String script(CommandLine program) {
        return switch (this) {
            case BASH -> BashCompletion.script(program);
            case ZSH -> ZshCompletion.script(program);
            case FISH -> FishCompletion.script(program);
        };
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
