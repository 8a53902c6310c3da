package io.github.daxguard.cli.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the packaged command at a terminal, which {@code script} of util-linux provides. */
class TerminalIT {

    private static final String FILE = "src/test/resources/templates/several-clusters.yaml";

    @TempDir
    private Path directory;

    @Test
    void table_atATerminal_hasColorsSymbolsAndTheWidthOfColumns() throws Exception {
        String screen = screen(Map.of("LC_ALL", "C.UTF-8", "COLUMNS", "60"));

        assertThat(screen)
                .contains("\u001b[1m\u001b[31m\u2715 NON_COMPLIANT\u001b[0m", "\u001b[32m\u2713 COMPLIANT\u001b[0m");
        assertThat(screen.replaceAll("\u001b\\[[0-9;]*m", "").lines())
                .filteredOn(line -> !line.contains(FILE))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60))
                .anySatisfy(line -> assertThat(line).hasSizeGreaterThan(50));
    }

    @ParameterizedTest
    @ValueSource(ints = {48, 72, 120})
    void table_atATerminal_hasItsWidth(int columns) throws Exception {
        String screen = screen("stty cols " + columns + " && ", Map.of("LC_ALL", "C.UTF-8", "NO_COLOR", "1"));

        assertThat(screen.lines())
                .filteredOn(line -> !line.contains(FILE))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns))
                .anySatisfy(line -> assertThat(line).hasSizeGreaterThan(columns - 15));
    }

    @Test
    void table_atATerminal_requestsItsWidthOnce() throws Exception {
        Path calls = directory.resolve("calls");
        Path stty = Files.writeString(
                Files.createDirectory(directory.resolve("bin")).resolve("stty"),
                "#!/bin/sh\necho \"$*\" >>'" + calls + "'\necho 24 72\n");
        assertThat(stty.toFile().setExecutable(true)).isTrue();

        screen("PATH='" + stty.getParent() + "':$PATH ", Map.of("NO_COLOR", "1"));

        assertThat(calls).hasContent("size");
    }

    @Test
    void table_noColor_hasSymbolsOnly() throws Exception {
        assertThat(screen(Map.of("LC_ALL", "C.UTF-8", "NO_COLOR", "1")))
                .contains("\u2715 NON_COMPLIANT")
                .doesNotContain("\u001b");
    }

    @Test
    void table_localeWithoutUtf8_hasAsciiSymbols() throws Exception {
        assertThat(screen(Map.of("LC_ALL", "C", "NO_COLOR", "1")))
                .contains("x NON_COMPLIANT", "+ COMPLIANT")
                .matches("\\p{ASCII}*");
    }

    @Test
    void table_inAPipe_isNotWrappedAndHasNeitherColorsNorSymbols() throws Exception {
        String out = new PackagedCommand(directory)
                .run(Map.of("LC_ALL", "C.UTF-8", "COLUMNS", "60"), "check-template", FILE)
                .out();

        assertThat(out)
                .contains("  NON_COMPLIANT  ")
                .matches("\\p{ASCII}*")
                .doesNotContain("\u001b")
                .contains("the cached data that DAX writes to disk when it propagates changes to read replicas is");
    }

    private String screen(Map<String, String> variables) throws Exception {
        return screen("", variables);
    }

    private String screen(String before, Map<String, String> variables) throws Exception {
        // In CI, the program must be installed.
        assumeThat(System.getenv().containsKey("CI") || Files.exists(Path.of("/usr/bin/script")))
                .isTrue();
        assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("TERM", "xterm");
        String command =
                before + "%s -jar %s check-template %s".formatted(PackagedCommand.java(), PackagedCommand.jar(), FILE);
        return new PackagedCommand(directory)
                .start(environment, List.of("/usr/bin/script", "-qec", command, "/dev/null"))
                .result()
                .out();
    }
}
