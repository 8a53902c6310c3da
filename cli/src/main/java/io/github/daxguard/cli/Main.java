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
        System.exit(run(out, err, arguments));
    }

    private static int run(PrintStream out, PrintStream err, String... arguments) {
        int exitCode;
        try {
            exitCode = DaxguardCommand.execute(out, err, arguments);
        } catch (RuntimeException | Error e) {
            // The JVM would end with 1, the exit code of findings.
            err.println("daxguard: unexpected error. Please report it:");
            e.printStackTrace(err);
            return ExitCode.INCOMPLETE;
        }
        // A full disk must not look like a complete result. A reader that closes its pipe has what it needs.
        if ((exitCode == ExitCode.CLEAN || exitCode == ExitCode.FINDINGS) && StandardOutput.hasFailed(out)) {
            err.println("daxguard: the output could not be written: stdout is closed or full.");
            return ExitCode.INCOMPLETE;
        }
        return exitCode;
    }
}
