package io.github.daxguard.cli.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.daxguard.cli.packaged.PackagedCommand.Result;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion scripts of the jar, in real shells that a program types into. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "The shells require a pseudo-terminal.")
@Tag("full")
class CompletionIT {

    private static final List<String> COMMANDS =
            List.of("check-template", "demo", "doctor", "generate-completion", "help", "replace", "scan");
    private static final Pattern OPTION = Pattern.compile("^ {2}(?:-\\w, | {4})(--[a-z-]+)", Pattern.MULTILINE);

    /** The key binding that inserts all candidates. */
    private static final String ALL = "\u0018a";

    private static final String FUNCTION = "daxguard() { printf '<<<'; printf '%s\\n' \"$@\"; printf '>>>'; }\n";

    /** The candidates for the last word of each line. */
    private static final Map<String, List<String>> EXPECTED = new LinkedHashMap<>();

    @TempDir
    private static Path shared = Path.of("");

    @TempDir
    private Path directory;

    private Path work = Path.of("");

    @BeforeEach
    void createFiles() throws Exception {
        work = Files.createDirectory(directory.resolve("work"));
        for (String file : List.of("my template.yaml", "report.json", "-template.yaml")) {
            Files.createFile(work.resolve(file));
        }
        Files.createDirectory(work.resolve("infra"));
    }

    @TestFactory
    Stream<DynamicTest> bash_completes() throws Exception {
        return tests("bash", this::inBash);
    }

    /** Some programs remove the equals sign from the characters that separate words, such as the completion of npm. */
    @TestFactory
    Stream<DynamicTest> bash_withoutEqualsSignAsSeparator_completes() throws Exception {
        return tests("bash", lines -> inBash(lines, "COMP_WORDBREAKS=${COMP_WORDBREAKS//=/}\n"));
    }

    @TestFactory
    Stream<DynamicTest> zsh_scriptInFpath_completes() throws Exception {
        return tests("zsh", this::inZsh);
    }

    @TestFactory
    Stream<DynamicTest> zsh_sourcedScript_completes() throws Exception {
        return tests("zsh", lines -> inZsh(lines, "", "source " + script("zsh") + "\n"));
    }

    @TestFactory
    Stream<DynamicTest> fish_completes() throws Exception {
        return tests("fish", this::inFish);
    }

    private interface Completion {
        /** The candidates for the last word of each line. */
        List<List<String>> of(List<String> lines) throws Exception;
    }

    private static Stream<DynamicTest> tests(String shell, Completion completion) throws Exception {
        // In CI, the shells must be installed.
        assumeThat(Programs.areInstalledOrRequired(shell, "python3"))
                .as("%s and python3 are on the PATH", shell)
                .isTrue();
        List<String> lines = List.copyOf(EXPECTED.keySet());
        List<List<String>> completed = completion.of(lines);
        assertThat(completed).hasSameSizeAs(lines);
        return lines.stream()
                .map(line -> dynamicTest(
                        line + "<TAB>",
                        () -> assertThat(completed.get(lines.indexOf(line)))
                                .containsExactlyInAnyOrderElementsOf(expected(line))));
    }

    private static List<String> expected(String line) {
        return Objects.requireNonNull(EXPECTED.get(line));
    }

    @BeforeAll
    static void collectCompletions() throws Exception {
        EXPECTED.put("daxguard ", COMMANDS);
        EXPECTED.put("daxguard sc", List.of("scan"));
        EXPECTED.put("daxguard help ", COMMANDS);
        EXPECTED.put("daxguard help de", List.of("demo"));
        EXPECTED.put("daxguard generate-completion ", List.of("bash", "fish", "zsh"));
        EXPECTED.put("daxguard --v", List.of("--version"));
        for (String command : COMMANDS) {
            EXPECTED.put("daxguard " + command + " --", options(command));
        }
        EXPECTED.put(
                "daxguard scan --format ", List.of("asff", "csv", "html", "json", "junit", "ocsf", "sarif", "table"));
        EXPECTED.put("daxguard scan --format=j", List.of("json", "junit"));
        EXPECTED.put("daxguard scan --format=json --output=report.json --format=s", List.of("sarif"));
        EXPECTED.put("daxguard check-template --fail-on ", List.of("error", "never", "non-compliant"));
        EXPECTED.put("daxguard check-template --control=", List.of("encryption-at-rest", "encryption-in-transit"));
        EXPECTED.put("daxguard demo --color=a", List.of("always", "auto"));
        EXPECTED.put("daxguard replace orders --endpoint-encryption T", List.of("TLS"));
        EXPECTED.put("daxguard replace orders --accept-differences subnet", List.of("subnetGroup"));
        EXPECTED.put("daxguard replace orders --endpoint-encryption t", List.of("TLS"));
        EXPECTED.put("daxguard replace orders --endpoint-encryption=k", List.of("keep"));
        EXPECTED.put(
                "daxguard replace orders --accept-differences subnetGroup,secu", List.of("subnetGroup,securityGroups"));
        EXPECTED.put("daxguard check-template m", List.of("my template.yaml"));
        EXPECTED.put("daxguard check-template --strict report.json inf", List.of("infra"));
        EXPECTED.put("daxguard check-template -- -t", List.of("-template.yaml"));
        for (String command : List.of("scan", "check-template")) {
            for (String option : List.of("--output", "--baseline")) {
                EXPECTED.put("daxguard " + command + " " + option + " rep", List.of("report.json"));
                EXPECTED.put("daxguard " + command + " " + option + "=rep", List.of("report.json"));
            }
        }
        EXPECTED.put("daxguard scan --role demo --organ", List.of("--organization"));
        // No files where a file is not accepted.
        EXPECTED.put("daxguard scan rep", List.of());
        EXPECTED.put("daxguard scan --profile rep", List.of());
        EXPECTED.put("daxguard replace rep", List.of());
    }

    /** The options in the help of a command. */
    private static List<String> options(String command) throws Exception {
        return OPTION.matcher(daxguard(Map.of(), command, "--help").out())
                .results()
                .map(match -> match.group(1))
                // An example can look the same.
                .distinct()
                .toList();
    }

    private List<List<String>> inBash(List<String> lines) throws Exception {
        return inBash(lines, "");
    }

    private List<List<String>> inBash(List<String> lines, String setting) throws Exception {
        Path settings = Files.writeString(
                directory.resolve("bashrc"),
                "PS1='READY>'\n" + "bind '\"\\C-xa\": insert-completions'\n" + "source " + script("bash") + "\n"
                        + setting + FUNCTION);
        return type(lines, Map.of(), "bash", "--noprofile", "--rcfile", settings.toString(), "-i");
    }

    private List<List<String>> inZsh(List<String> lines) throws Exception {
        return inZsh(lines, "fpath=(" + script("zsh").getParent() + " $fpath)\n", "");
    }

    private List<List<String>> inZsh(List<String> lines, String before, String after) throws Exception {
        Files.writeString(
                directory.resolve(".zshrc"),
                before + "autoload -U compinit && compinit -u -D\n" + after + FUNCTION
                        // An example in the manual of zsh.
                        + """
                        zle -C all-matches complete-word _generic
                        bindkey '^Xa' all-matches
                        zstyle ':completion:all-matches:*' insert yes
                        zstyle ':completion:all-matches::::' completer _all_matches _complete
                        PS1='READY>'
                        """);
        return type(lines, Map.of("ZDOTDIR", directory.toString()), "zsh", "-o", "no_global_rcs", "-i");
    }

    private List<List<String>> type(List<String> lines, Map<String, String> variables, String... shell)
            throws Exception {
        Path program = directory.resolve("type_lines.py");
        try (InputStream source = CompletionIT.class.getResourceAsStream("type_lines.py")) {
            Files.copy(Objects.requireNonNull(source), program);
        }
        List<String> typed = lines.stream()
                .map(line -> line + (expected(line).size() > 1 ? ALL : "\t"))
                .toList();
        List<String> command = new ArrayList<>(List.of("python3", program.toString()));
        command.addAll(List.of(shell));
        Map<String, String> all = new LinkedHashMap<>(variables);
        all.put("TERM", "dumb");
        List<String> arguments = run(all, typed, command);
        List<List<String>> completed = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            // The arguments before the last word, without the name of the program.
            long before = lines.get(i).split(" ", -1).length - 2L;
            completed.add(candidates(lines.get(i), words(arguments.get(i)).skip(before)));
        }
        return completed;
    }

    private List<List<String>> inFish(List<String> lines) throws Exception {
        // The candidates have descriptions, after a tab.
        String program = "source " + script("fish")
                + "; while read -l line; echo (complete -C $line | string replace -r '\\t.*' '' | string join \\t); end";
        List<String> output = run(Map.of(), lines, List.of("fish", "--no-config", "-c", program));
        List<List<String>> completed = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            completed.add(candidates(lines.get(i), words(output.get(i))));
        }
        return completed;
    }

    private static Stream<String> words(String line) {
        return Stream.of(line.split("\t", -1));
    }

    /** Without the option before an equals sign, which not all shells repeat. The word as it was typed is not a candidate. */
    private static List<String> candidates(String line, Stream<String> words) {
        String typed = line.substring(line.lastIndexOf(' ') + 1);
        return words.filter(word -> !word.isEmpty() && !word.equals(typed))
                .map(word -> word.replaceFirst("^--[a-z-]+=", "").replaceFirst("/$", ""))
                .toList();
    }

    private Path script(String shell) throws Exception {
        Path script = directory.resolve("scripts").resolve("_daxguard");
        Files.createDirectories(script.getParent());
        return Files.writeString(
                script, daxguard(Map.of(), "generate-completion", shell).out());
    }

    /** Runs the program with these lines as its standard input, and returns those of its output. */
    private List<String> run(Map<String, String> variables, List<String> input, List<String> command) throws Exception {
        Path lines = Files.write(directory.resolve("lines"), input);
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectInput(lines.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        boolean ended = process.waitFor(PackagedCommand.TIMEOUT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("the shell ends; %s", Files.readString(output)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readAllLines(output);
    }

    @ParameterizedTest
    @CsvSource({"/usr/bin/fish, fish", "/bin/dash, bash", "'', bash"})
    void generateCompletion_withoutShell_usesThatOfTheUser(String variable, String shell) throws Exception {
        Result script = daxguard(Map.of("SHELL", variable), "generate-completion");

        assertThat(script.exitCode()).isZero();
        assertThat(script.out()).contains("Completion of daxguard for " + shell + ".");
    }

    private static Result daxguard(Map<String, String> variables, String... arguments) throws Exception {
        return new PackagedCommand(shared).run(variables, arguments);
    }
}
