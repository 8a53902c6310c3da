package io.github.daxguard.cli.packaged;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of this machine that tests run. */
public final class Programs {

    private Programs() {}

    /** Whether the test runs: in CI (the variable {@code CI} is set), its programs must be installed. */
    public static boolean areInstalledOrRequired(String... names) {
        return System.getenv().containsKey("CI")
                || Stream.of(names).allMatch(name -> onThePath(name).isPresent());
    }

    /** The program on the PATH; empty if there is none. */
    static Optional<Path> onThePath(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A process started in the background of a script ignores SIGINT, and its children do too. */
    static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        }
    }
}
