package io.github.daxguard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.cli.process.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/** Where {@code java -jar daxguard.jar} starts. */
public final class Main {

    private Main() {}

    public static void main(String... arguments) {
        // In UTF-8 whatever the locale says: an output that is piped into a file must not depend on it.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        int exitCode = DaxguardCommand.commandLine(out, err).execute(arguments);
        // An output that could not be written, to a full disk or a pipe that nobody reads, must not pass for "nothing
        // wrong".
        System.exit(exitCode == ExitCode.CLEAN && out.checkError() ? ExitCode.INCOMPLETE : exitCode);
    }
}
