package io.github.daxguard.cli.terminal;

import picocli.CommandLine.Option;

/** The option {@code --color}. */
public final class ColorOption {

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "Use color: ${COMPLETION-CANDIDATES}. By default (auto) if stdout is a terminal and the "
                    + "variable NO_COLOR is not set.")
    private ColorChoice color = ColorChoice.AUTO;

    public ColorChoice choice() {
        return color;
    }
}
