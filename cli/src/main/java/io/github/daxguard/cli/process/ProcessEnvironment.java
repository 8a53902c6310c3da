package io.github.daxguard.cli.process;

import io.github.daxguard.aws.Pause;
import io.github.daxguard.cli.access.AwsAccess;
import io.github.daxguard.cli.terminal.Interruption;
import io.github.daxguard.cli.terminal.Operator;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;

/**
 * All that a command has to do with besides its options.
 *
 * @param in what a command reads that is told to
 * @param err for what went wrong and for progress; all else goes to {@code out}
 * @param person who is asked
 * @param interruption how the person stops the program
 * @param access the way to AWS
 * @param clock tells what day it is, until when CloudWatch is asked for traffic, and how long one has waited
 * @param pause waits between two looks
 */
public record ProcessEnvironment(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Operator person,
        Interruption interruption,
        AwsAccess access,
        InstantSource clock,
        Pause pause) {

    /** Of a program that was started in a shell. */
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
