package io.github.daxguard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.process.StandardOutput;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/** The main class of {@code daxguard.jar}. */
public final class Main {

    private Main() {}

    public static void main(String... arguments) {
        PrintStream out = StandardOutput.ofTheProcess();
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        int exitCode = DaxguardCommand.execute(out, err, arguments);
        // A full disk must not result in exit code 0. A reader that closes its pipe has what it needs.
        System.exit(exitCode == ExitCode.CLEAN && StandardOutput.hasFailed(out) ? ExitCode.INCOMPLETE : exitCode);
    }
}
