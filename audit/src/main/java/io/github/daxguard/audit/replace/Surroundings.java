package io.github.daxguard.audit.replace;

import io.github.daxguard.audit.access.AwsAccess;
import io.github.daxguard.audit.terminal.Person;
import io.github.daxguard.aws.Pause;
import java.io.PrintStream;
import java.time.InstantSource;

/**
 * All that the command has to do with besides its options.
 *
 * @param err for what went wrong; all else goes to {@code out}
 * @param person who is asked
 * @param access the way to AWS
 * @param clock tells until when CloudWatch is asked for traffic, and how long one has waited
 * @param pause waits between two looks
 */
public record Surroundings(
        PrintStream out, PrintStream err, Person person, AwsAccess access, InstantSource clock, Pause pause) {

    /** Of a program that was started in a shell. */
    public static Surroundings ofTheShell(PrintStream out, PrintStream err) {
        return new Surroundings(
                out, err, Person.atTheConsole(), AwsAccess.bySettings(), InstantSource.system(), Pause.real());
    }
}
