package io.github.daxguard.cli;

import io.github.daxguard.cli.manual.CompletionShell;
import io.github.daxguard.cli.manual.ManualPage;
import io.github.daxguard.cli.process.ProcessEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/**
 * Writes the man pages and the completion scripts below a folder, at the paths at which systems search for them below a prefix
 * such as {@code /usr/local}.
 *
 * <p>The script {@code release/archive.sh} runs it from the jar of the release.
 */
final class ReleaseFiles {

    private ReleaseFiles() {}

    /**
     * Writes the files.
     *
     * @param arguments the folder, and the date of the man pages in the form YYYY-MM-DD
     */
    public static void main(String... arguments) throws IOException {
        writeAll(Path.of(arguments[0]), arguments[1]);
    }

    static void writeAll(Path folder, String date) throws IOException {
        CommandLine daxguard = DaxguardCommand.complete(ProcessEnvironment.ofTheShell(System.out, System.err));
        for (CompletionShell shell : CompletionShell.values()) {
            write(folder.resolve(shell.file()), shell.script(daxguard));
        }
        for (Map.Entry<String, String> page : ManualPage.pages(daxguard, "daxguard " + ManifestVersion.number(), date)
                .entrySet()) {
            write(folder.resolve("share/man/man1").resolve(page.getKey() + ".1"), page.getValue());
        }
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
