package io.github.daxguard.cli.options;

import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.process.Verbosity;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The configuration file and the verbosity of a command. */
public final class GeneralOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** {@link Configuration} reads its value before the command is created. */
    @Option(
            names = Configuration.FILE_OPTION,
            paramLabel = "FILE",
            description = {
                "The configuration file, in YAML. Default if XDG_CONFIG_HOME is not set, and if the file exists:",
                "~/.config/daxguard/config.yaml",
                "Environment variables such as DAXGUARD_REGION also set options. The command line takes precedence."
            })
    @SuppressWarnings("UnusedVariable")
    private Optional<String> file = Optional.empty();

    @Option(names = "--quiet", description = "Show only the result and errors: no progress, notes or next steps.")
    private boolean isQuiet;

    @Option(
            names = "--verbose",
            description = "Write each target, each request to AWS and each retry to standard error.")
    private boolean isVerbose;

    /**
     * The environment with the requested verbosity.
     *
     * @throws ParameterException if both options are set
     */
    public ProcessEnvironment in(ProcessEnvironment environment) {
        if (isQuiet && isVerbose) {
            throw new ParameterException(
                    spec.commandLine(), "--quiet: cannot be combined with --verbose. Specify only one of them.");
        }
        return isQuiet
                ? environment.with(Verbosity.QUIET)
                : isVerbose ? environment.with(Verbosity.VERBOSE) : environment;
    }
}
