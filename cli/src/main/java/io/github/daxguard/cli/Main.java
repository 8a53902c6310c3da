package io.github.daxguard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.cli.process.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/** The main class of {@code daxguard.jar}. */
public final class Main {

    private Main() {}

    public static void main(String... arguments) {
        // UTF-8 in every locale, so that output in a file does not depend on it.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        int exitCode = DaxguardCommand.execute(out, err, arguments);
        // A full disk or a closed pipe must not result in exit code 0.
        System.exit(exitCode == ExitCode.CLEAN && out.checkError() ? ExitCode.INCOMPLETE : exitCode);
    }
}
