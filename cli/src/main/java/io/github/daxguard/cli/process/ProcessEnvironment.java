package io.github.daxguard.cli.process;

import io.github.daxguard.aws.Pause;
import io.github.daxguard.cli.access.AwsAccess;
import io.github.daxguard.cli.terminal.Interruption;
import io.github.daxguard.cli.terminal.Operator;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;

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
 */
public record ProcessEnvironment(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Operator operator,
        Interruption interruption,
        AwsAccess access,
        InstantSource clock,
        Pause pause) {

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
                Pause.real());
    }
}
