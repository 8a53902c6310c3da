package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChromiumProgramsTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"})
    void of_usualNames_findsTheBrowser(String name) throws IOException {
        Path browser = executable(name);

        assertThat(ChromiumPrograms.of(Map.of("PATH", "/nowhere" + File.pathSeparator + directory))
                        .browser())
                .contains(browser);
    }

    @Test
    void of_variables_takePrecedenceOverThePath() throws IOException {
        executable("chromium");
        executable("chromedriver");

        assertThat(ChromiumPrograms.of(Map.of(
                        "PATH", directory.toString(),
                        "DAXGUARD_CHROMIUM", "/opt/chrome",
                        "DAXGUARD_CHROMEDRIVER", "/opt/driver")))
                .isEqualTo(
                        new ChromiumPrograms(Optional.of(Path.of("/opt/chrome")), Optional.of(Path.of("/opt/driver"))));
    }

    @ParameterizedTest
    @CsvSource({"'', '', false", "chromium, '', false", "'', chromedriver, false", "chromium, chromedriver, true"})
    void areInstalledOrRequired_withoutBoth_isTrueOnlyInCi(String browser, String driver, boolean areInstalled)
            throws IOException {
        for (String name : new String[] {browser, driver}) {
            if (!name.isEmpty()) {
                executable(name);
            }
        }
        String path = directory.toString();

        assertThat(ChromiumPrograms.areInstalledOrRequired(Map.of("PATH", path)))
                .isEqualTo(areInstalled);
        assertThat(ChromiumPrograms.areInstalledOrRequired(Map.of("PATH", path, "CI", "true")))
                .isTrue();
    }

    private Path executable(String name) throws IOException {
        Path file = Files.createFile(directory.resolve(name));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
