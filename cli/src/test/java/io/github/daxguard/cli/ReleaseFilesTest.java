package io.github.daxguard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.daxguard.cli.packaged.Programs;
import io.github.daxguard.cli.process.ProcessEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ReleaseFilesTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        ReleaseFiles.writeAll(folder, "2026-11-29");
    }

    @Test
    void files_areWhereSystemsSearchForThem() throws IOException {
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            assertThat(files.map(file -> folder.relativize(file).toString().replace('\\', '/')))
                    .containsExactlyInAnyOrder(
                            "share/bash-completion/completions/daxguard",
                            "share/zsh/site-functions/_daxguard",
                            "share/fish/vendor_completions.d/daxguard.fish",
                            "share/man/man1/daxguard.1",
                            "share/man/man1/daxguard-scan.1",
                            "share/man/man1/daxguard-check-template.1",
                            "share/man/man1/daxguard-replace.1",
                            "share/man/man1/daxguard-doctor.1",
                            "share/man/man1/daxguard-demo.1",
                            "share/man/man1/daxguard-generate-completion.1",
                            "share/man/man1/daxguard-help.1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void page_ofACommand_hasItsOptionsAndExitCodes(Subcommand subcommand) throws IOException {
        CommandLine daxguard = DaxguardCommand.complete(ProcessEnvironment.ofTheShell(System.out, System.err));
        CommandSpec command = Objects.requireNonNull(daxguard.getSubcommands().get(subcommand.toString()))
                .getCommandSpec();
        String page = page("daxguard-" + subcommand);

        assertThat(page)
                .startsWith(".TH DAXGUARD\\-")
                .contains(" 1 2026-11-29 ", "\n.SH NAME\n", "\n.SH SYNOPSIS\n\\fBdaxguard ", "\\fBdaxguard\\fR(1)");
        assertThat(command.options())
                .allSatisfy(option ->
                        assertThat(page).contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR"));
        assertThat(command.usageMessage().exitCodeList().keySet())
                .allSatisfy(code -> assertThat(page).contains("\n.TP\n\\fB" + code + "\\fR\n"));
    }

    @Test
    void page_examples_canBeCopied() throws IOException {
        assertThat(page("daxguard-scan"))
                .contains(".SH EXAMPLES\n")
                .contains(".nf\ndaxguard scan \\-\\-profile shop \\-\\-profile lab \\-\\-output report.html\n.fi");
    }

    @Test
    void page_ofTheProgram_listsTheCommands() throws IOException {
        assertThat(page("daxguard"))
                .contains(".SH COMMANDS\n", "\\fBdaxguard check\\-template\\fR\n", "\\fBdaxguard\\-scan\\fR(1),\n");
    }

    @Test
    void page_ofACommand_listsTheVariablesOfItsOptionsAndTheConfigurationFile() throws IOException {
        assertThat(page("daxguard-scan"))
                .contains(".SH ENVIRONMENT", ".SH FILES")
                .contains("\\fBDAXGUARD_EXEMPT_CLUSTERS\\fR\nSets \\-\\-exempt\\-clusters.")
                .contains("\\fBDAXGUARD_CONFIG\\fR", "\\fBXDG_CONFIG_HOME\\fR", "config.yaml")
                .doesNotContain("DAXGUARD_SEND_TO_SECURITY_HUB", "DAXGUARD_HELP", "DAXGUARD_STRICT");
        assertThat(page("daxguard-check-template")).contains("DAXGUARD_STRICT", "DAXGUARD_FORMAT");
        assertThat(page("daxguard-replace"))
                .contains("DAXGUARD_QUIET_MINUTES")
                .doesNotContain("DAXGUARD_FORMAT", "DAXGUARD_YES", "DAXGUARD_CONFIRM", "DAXGUARD_REPLACEMENT_NAME");
        assertThat(page("daxguard-demo")).doesNotContain(".SH ENVIRONMENT", ".SH FILES");
    }

    @Test
    void page_ofTheProgram_listsTheVariablesAndFilesOfTheLauncher() throws IOException {
        String page = page("daxguard");

        assertThat(launcherVariables())
                .contains("DAXGUARD_JAVA_HOME", "DAXGUARD_OPTS", "DAXGUARD_ARCHIVE")
                .allSatisfy(variable -> assertThat(page).contains("\\fB" + variable + "\\fR"));
        assertThat(page)
                .contains("\\fBJAVA_OPTS\\fR", "\\fBXDG_CACHE_HOME\\fR", "\\fBXDG_CONFIG_HOME\\fR")
                .contains(".SH FILES", "config.yaml", ".cache/daxguard");
    }

    /** The variables in the first lines of the launcher. */
    private static List<String> launcherVariables() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("../bin/daxguard"))) {
            return lines.filter(line -> line.matches("#   [A-Z_]+  .*"))
                    .map(line -> line.substring(4, line.indexOf("  ", 4)))
                    .toList();
        }
    }

    @Test
    void pages_haveNoWarningsOfMandoc() throws Exception {
        // In CI, mandoc must be installed.
        assumeThat(Programs.areInstalledOrRequired("mandoc"))
                .as("mandoc is on the PATH")
                .isTrue();
        try (Stream<Path> pages = Files.list(folder.resolve("share/man/man1"))) {
            for (Path page : (Iterable<Path>) pages::iterator) {
                assertThat(warnings(page)).as(page.toString()).isEmpty();
            }
        }
    }

    private String warnings(Path page) throws Exception {
        Path output = folder.resolve("output");
        Process mandoc = new ProcessBuilder("mandoc", "-T", "lint", "-W", "warning", page.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(mandoc.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return Files.readString(output);
    }

    private String page(String name) throws IOException {
        return Files.readString(folder.resolve("share/man/man1").resolve(name + ".1"));
    }
}
