package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares what a writer writes with a file that somebody has looked at.
 *
 * <p>With {@code -Ddaxguard.updateGolden=true} it writes the files anew: look at what has changed in them before you
 * commit it.
 */
final class Golden {

    private static final Path FOLDER = Path.of("src/test/resources/io/github/daxguard/cli/format");

    private Golden() {}

    static void assertIsAsBefore(String file, String written) throws IOException {
        Path golden = FOLDER.resolve(file);
        if (Boolean.getBoolean("daxguard.updateGolden")) {
            Files.writeString(golden, written);
        }
        assertThat(written).isEqualTo(Files.readString(golden, StandardCharsets.UTF_8));
    }
}
