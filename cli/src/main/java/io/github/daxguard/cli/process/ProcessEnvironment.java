package io.github.daxguard.cli.process;

import io.github.daxguard.aws.Pause;
import io.github.daxguard.cli.access.AwsAccess;
import io.github.daxguard.cli.report.ConfiguredOptions;
import io.github.daxguard.cli.terminal.ColorChoice;
import io.github.daxguard.cli.terminal.Interruption;
import io.github.daxguard.cli.terminal.Operator;
import io.github.daxguard.cli.terminal.Terminal;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;

/**
 * The environment of a command, in addition to its options.
 *
 * @param in the standard input, for commands that read it
 * @param out the standard output, for results
 * @param err the standard error, for errors and progress
 * @param operator the operator who answers questions
 * @param interruption how the operator stops the program
 * @param access creates the AWS clients
 * @param clock determines the current day, the end of CloudWatch's time range, and the time that a command has waited
 * @param pause waits between two polls
 * @param variables the environment variables
 * @param verbosity of the messages in addition to results and errors
 * @param configured the options that are not on the command line
 */
public record ProcessEnvironment(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Operator operator,
        Interruption interruption,
        AwsAccess access,
        InstantSource clock,
        Pause pause,
        Map<String, String> variables,
        Verbosity verbosity,
        ConfiguredOptions configured) {

    public ProcessEnvironment {
        variables = Map.copyOf(variables);
    }

    /** The environment of a program that was started in a shell. */
    public static ProcessEnvironment ofTheShell(PrintStream out, PrintStream err) {
        return new ProcessEnvironment(
                System.in,
                out,
                err,
                Operator.atTheConsole(),
                Interruption.ofTheProcess(),
                AwsAccess.bySettings(),
                InstantSource.system(),
                Pause.real(),
                System.getenv(),
                Verbosity.NORMAL,
                ConfiguredOptions.NONE);
    }

    /** The same environment for a command with options that are not on the command line. */
    public ProcessEnvironment with(ConfiguredOptions options) {
        return new ProcessEnvironment(
                in, out, err, operator, interruption, access, clock, pause, variables, verbosity, options);
    }

    /** The same environment with other environment variables. */
    public ProcessEnvironment with(Map<String, String> others) {
        return new ProcessEnvironment(
                in, out, err, operator, interruption, access, clock, pause, others, verbosity, configured);
    }

    /** The same environment with another verbosity. If it is {@link Verbosity#VERBOSE}, requests to AWS are logged. */
    public ProcessEnvironment with(Verbosity other) {
        return new ProcessEnvironment(
                in,
                out,
                err,
                operator,
                interruption,
                other == Verbosity.VERBOSE ? access.logged(err) : access,
                clock,
                pause,
                variables,
                other,
                configured);
    }

    /** Text output to a stream of this process, for the operator's terminal or a pipe. */
    public Terminal terminal(PrintStream stream, ColorChoice color) {
        return Terminal.of(stream, color, operator.isInteractive(), variables);
    }

    public boolean isQuiet() {
        return verbosity == Verbosity.QUIET;
    }

    /** Writes a line to standard error, if the command is verbose. */
    public void detail(String line) {
        if (verbosity == Verbosity.VERBOSE) {
            err.println(line);
        }
    }
}
