package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares the output of a writer with a reviewed file.
 *
 * <p>{@code -Ddaxguard.updateGolden=true} writes the files again: review the differences before you commit them.
 */
final class Golden {

    private static final Path FOLDER = Path.of("src/test/resources/io/github/daxguard/cli/format");

    private Golden() {}

    static void assertMatches(String file, String written) throws IOException {
        Path golden = FOLDER.resolve(file);
        if (Boolean.getBoolean("daxguard.updateGolden")) {
            Files.writeString(golden, written);
        }
        assertThat(written).isEqualTo(Files.readString(golden, StandardCharsets.UTF_8));
    }
}
