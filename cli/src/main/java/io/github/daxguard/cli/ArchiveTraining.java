package io.github.daxguard.cli;

import io.github.daxguard.cli.demo.EmulatedAccount;
import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.process.ProcessEnvironment;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs the usual commands against the emulator, so that the JVM can archive the classes that they load.
 *
 * <p>The launcher {@code bin/daxguard} runs it with {@code -XX:ArchiveClassesAtExit}. It writes nothing to the standard
 * streams, makes no calls to AWS and needs no credentials. The exit code is 0 if each command had the expected exit code.
 */
final class ArchiveTraining {

    private ArchiveTraining() {}

    public static void main(String... arguments) throws IOException {
        System.exit(run() ? 0 : 1);
    }

    /** Whether each command had the expected exit code. */
    static boolean run() throws IOException {
        Path template = Files.createTempFile("template", ".yaml");
        try (EmulatedAccount account = EmulatedAccount.start()) {
            account.applySettings();
            Files.writeString(template, """
                    Resources:
                      Orders:
                        Type: AWS::DAX::Cluster
                        Properties:
                          ClusterName: orders
                          ReplicationFactor: 3
                    """);
            return execute(ExitCode.CLEAN, "--help")
                    && execute(ExitCode.CLEAN, "--version")
                    && execute(ExitCode.USAGE_ERROR, "scan", "--no-such-option")
                    && execute(ExitCode.FINDINGS, "check-template", template.toString())
                    && execute(ExitCode.FINDINGS, "scan")
                    && execute(ExitCode.CLEAN, "replace", "orders", "--dry-run");
        } finally {
            Files.delete(template);
        }
    }

    private static boolean execute(int expected, String... arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        // Without the settings of the user, which can be invalid.
        ProcessEnvironment environment =
                ProcessEnvironment.ofTheShell(nowhere, nowhere).with(Map.of());
        return DaxguardCommand.execute(environment, arguments) == expected;
    }
}
