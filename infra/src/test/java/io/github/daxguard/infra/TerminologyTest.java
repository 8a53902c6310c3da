package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/Terminology.java}, which checks the terminology of this repository, run on other files and with another table. */
@ExtendWith(TerminologyTest.Installed.class)
class TerminologyTest {

    private static final Path CHECK =
            Path.of("..", ".ci", "Terminology.java").toAbsolutePath().normalize();

    /** The compiled check. Compiling it for each test would take most of the time. */
    @TempDir
    private static Path classes;

    @TempDir
    private Path root;

    @BeforeAll
    static void compile() {
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), CHECK.toString()))
                .isZero();
    }

    @BeforeEach
    void writeTable() throws IOException {
        write(".ci/terminology.tsv", "# comment", "", "blue moons?\trare event", "commend\tpraise");
    }

    @Test
    void markdown_proseHeadingsTablesAndWrappedLines_areSearched() throws Exception {
        write(
                "a.md",
                "# The Blue Moon",
                "| a | blue moons |",
                "> A **blue",
                "> moon**, and [blue moon](blue%20moon.md)",
                "",
                "ends with blue",
                "",
                "moon");

        assertFindings(
                "a.md:1: \"Blue Moon\": write \"rare event\"",
                "a.md:2: \"blue moons\": write \"rare event\"",
                "a.md:3: \"blue moon\": write \"rare event\"",
                "a.md:4: \"blue moon\": write \"rare event\"",
                "1 files, 4 findings");
    }

    @Test
    void markdown_codeLinkTargetsAndOtherWords_areNotSearched() throws Exception {
        write(
                "a.md",
                "```",
                "blue moon",
                "```",
                "- ~~~sh",
                "  blue moon",
                "  ~~~",
                "`blue moon` and ``blue ` moon`` and blue `x` moon",
                "[a](<blue moon> 'title') <img src='blue moon'> https://commend",
                "We recommend and commended blue_moon, a blue moonlight.");

        assertFindings("1 files, 0 findings");
    }

    @Test
    void java_commentsAndStrings_areSearched() throws Exception {
        write(
                "A.java",
                "/** Javadoc of a blue",
                " * moon and <b>blue</b> moon, {@link Moon blue moon}. */",
                "class A { // A blue",
                "    // moon.",
                "    String a = \"a blue moon\" + 'c' + \"a blue \"",
                "            + \"moon\";",
                "    String b = \"\"\"",
                "            a \"blue\" blue",
                "            moon\"\"\";",
                "}");

        assertFindings(
                "A.java:1: \"blue moon\": write \"rare event\"",
                "A.java:2: \"blue moon\": write \"rare event\"",
                "A.java:2: \"blue moon\": write \"rare event\"",
                "A.java:3: \"blue moon\": write \"rare event\"",
                "A.java:5: \"blue moon\": write \"rare event\"",
                "A.java:5: \"blue moon\": write \"rare event\"",
                "A.java:8: \"blue moon\": write \"rare event\"",
                "1 files, 7 findings");
    }

    @Test
    void java_identifiersAndInlineCode_areNotSearched() throws Exception {
        write(
                "A.java",
                "/** {@code blue moon {}} {@link Blue moon} recommend",
                " * @param commend blue",
                " *",
                " * moon */",
                "class A { // blue",
                "    Blue moon = commend(\"blue\", \"moon\"); // moon",
                "    String a = \"blue\" + commend + \"moon\" + '\"' + commend;",
                "}");

        assertFindings("1 files, 0 findings");
    }

    @Test
    void resources_textsForPeople_areSearched() throws Exception {
        write("a.properties", "# commend", "commend = Commend");
        write("a.yaml", "commend: blue  # commend", "description: >", "  a blue", "  moon");
        write(
                "a.mustache",
                "<p class='commend' title='commend'>a <b>blue</b>",
                "moon {{commend}}</p> <!-- commend -->");
        write("a.css", ".commend { content: 'x' } /* commend */");
        write("a.sh", "commend # commend", "echo \"commend\" commend");
        write("test-events/a.json", "{\"commend\": \"commend\", \"description\": \"commend\"}");
        write("a.json", "{\"description\": \"commend\"}");
        write("a.bin", "commend");

        assertFindings(
                "a.css:1: \"commend\": write \"praise\"",
                "a.mustache:1: \"commend\": write \"praise\"",
                "a.mustache:1: \"blue moon\": write \"rare event\"",
                "a.mustache:2: \"commend\": write \"praise\"",
                "a.properties:1: \"commend\": write \"praise\"",
                "a.properties:2: \"Commend\": write \"praise\"",
                "a.sh:1: \"commend\": write \"praise\"",
                "a.sh:2: \"commend\": write \"praise\"",
                "a.yaml:1: \"commend\": write \"praise\"",
                "a.yaml:3: \"blue moon\": write \"rare event\"",
                "test-events/a.json:1: \"commend\": write \"praise\"",
                "6 files, 11 findings");
    }

    @Test
    void table_invalidRow_isReported() throws Exception {
        write(".ci/terminology.tsv", "blue moon");

        Ended check = check();

        assertThat(check.exitCode()).isEqualTo(2);
        assertThat(check.output()).singleElement().asString().endsWith("a tab and the better wording: blue moon");
    }

    private void assertFindings(String... lines) throws Exception {
        Ended check = check();

        assertThat(check.output()).containsExactly(lines);
        assertThat(check.exitCode()).isEqualTo(lines.length == 1 ? 0 : 1);
    }

    private void write(String file, String... lines) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, List.of(lines));
    }

    private record Ended(int exitCode, List<String> output) {}

    private Ended check() throws Exception {
        assertThat(run("git", "init", "--quiet").exitCode()).isZero();
        assertThat(run("git", "add", ".").exitCode()).isZero();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return run(java, "-cp", classes.toString(), "Terminology", root.toString());
    }

    private Ended run(String... command) throws Exception {
        Path output = root.resolve("output");
        Process process = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readAllLines(output));
    }

    /** Searches for Git. */
    static final class Installed extends RequiredProgram {

        Installed() {
            super(onPath("git"), "git is not on the PATH: install Git to test the terminology check");
        }
    }
}
