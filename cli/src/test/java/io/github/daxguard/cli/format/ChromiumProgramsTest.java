package io.github.daxguard.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChromiumProgramsTest {

    private static final Optional<Path> BROWSER = Optional.of(Path.of("/opt/chrome"));
    private static final Optional<Path> DRIVER = Optional.of(Path.of("/opt/driver"));

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"})
    void of_eachNameThatSystemsGiveIt_findsTheBrowser(String name) throws IOException {
        Path browser = executable(name);

        assertThat(ChromiumPrograms.of(Map.of("PATH", "/nowhere" + File.pathSeparator + directory))
                        .browser())
                .contains(browser);
    }

    @Test
    void of_variables_takesThemBeforeThePath() throws IOException {
        executable("chromium");
        executable("chromedriver");

        assertThat(ChromiumPrograms.of(Map.of(
                        "PATH", directory.toString(),
                        "DAXGUARD_CHROMIUM", "/opt/chrome",
                        "DAXGUARD_CHROMEDRIVER", "/opt/driver")))
                .isEqualTo(new ChromiumPrograms(BROWSER, DRIVER));
    }

    @Test
    void decide_withBothPrograms_runs() {
        assertThat(RequiresChromium.Condition.decide(new ChromiumPrograms(BROWSER, DRIVER), false)
                        .isDisabled())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, no Chromium and no chromedriver",
        "true,  false, no chromedriver",
        "false, true,  no Chromium"
    })
    void decide_withoutOne_skipsWithTheReasonButNotInCi(boolean hasBrowser, boolean hasDriver, String reason) {
        ChromiumPrograms programs =
                new ChromiumPrograms(BROWSER.filter(path -> hasBrowser), DRIVER.filter(path -> hasDriver));
        ConditionEvaluationResult decision = RequiresChromium.Condition.decide(programs, false);

        assertThat(decision.isDisabled()).isTrue();
        assertThat(decision.getReason().orElseThrow()).contains(reason + " on the PATH: install both");
        assertThat(RequiresChromium.Condition.decide(programs, true).isDisabled())
                .isFalse();
    }

    private Path executable(String name) throws IOException {
        Path file = Files.createFile(directory.resolve(name));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
