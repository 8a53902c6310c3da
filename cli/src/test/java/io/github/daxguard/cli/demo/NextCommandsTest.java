package io.github.daxguard.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.terminal.CapturedOutput;
import io.github.daxguard.cli.terminal.ColorChoice;
import io.github.daxguard.cli.terminal.Terminal;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "The paths are those of a POSIX system.")
class NextCommandsTest {

    private static final String PATH = String.join(File.pathSeparator, "/usr/bin", "/home/anna/.local/bin");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void of_launcherOnThePath_isItsName() {
        assertThat(called(Optional.of("/home/anna/.local/bin/daxguard"), "/opt/daxguard.jar"))
                .isEqualTo("daxguard");
    }

    @Test
    void of_launcherElsewhere_isThePathThatTheUserEntered() {
        assertThat(called(Optional.of("bin/daxguard"), "/opt/daxguard.jar")).isEqualTo("bin/daxguard");
        assertThat(called(Optional.of("./daxguard"), "/opt/daxguard.jar")).isEqualTo("./daxguard");
    }

    @Test
    void of_jar_isJavaWithTheJar() {
        assertThat(called(Optional.empty(), "cli/target/daxguard.jar")).isEqualTo("java -jar cli/target/daxguard.jar");
    }

    @Test
    void of_specialCharacters_areQuoted() {
        assertThat(called(Optional.empty(), "/home/anna's files/daxguard.jar"))
                .isEqualTo("java -jar '/home/anna'\\''s files/daxguard.jar'");
    }

    @Test
    void of_classesOfADevelopmentEnvironment_isTheName() {
        assertThat(called(Optional.empty(), "cli/target/classes" + File.pathSeparator + "picocli.jar"))
                .isEqualTo("daxguard");
    }

    @Test
    void print_inAClone_endsWithTheDeployment() throws Exception {
        Files.createDirectories(folder.resolve("cli/target"));
        Files.createFile(folder.resolve("cli/target/daxguard.jar"));
        Files.createFile(folder.resolve("cdk.json"));

        assertThat(printed()).contains("  " + NextCommands.DEPLOY).doesNotContain("--full");
    }

    /** The deployment must not be proposed in the folder of another CDK app. */
    @Test
    void print_elsewhere_endsWithTheCompleteDemo() throws Exception {
        Files.createFile(folder.resolve("cdk.json"));

        assertThat(printed()).contains("  daxguard demo --full").doesNotContain("cdk");
    }

    private String called(Optional<String> launcher, String classPath) {
        return NextCommands.of(launcher, classPath, PATH, folder).daxguard();
    }

    private String printed() {
        CapturedOutput out = new CapturedOutput();
        NextCommands.of(Optional.of("/usr/bin/daxguard"), "", PATH, folder)
                .print(new Terminal(out.stream(), ColorChoice.NEVER));
        return out.text();
    }
}
