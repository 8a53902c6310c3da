package io.github.daxguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.terminal.CapturedOutput;
import io.github.daxguard.replacement.Attribute;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DaxguardCommandTest {

    private final CapturedOutput out = new CapturedOutput();
    private final CapturedOutput err = new CapturedOutput();

    private int execute(String... arguments) {
        return DaxguardCommand.execute(out.stream(), err.stream(), arguments);
    }

    @Test
    void execute_noArguments_printsHelp() {
        assertThat(execute()).isZero();
        assertThat(out.text()).contains("Usage: daxguard", "demo", "replace", "Exit codes:");
        assertThat(err.text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--help,Usage: daxguard [-hV] COMMAND", "-h,Usage: daxguard", "--version,daxguard ", "-V,daxguard "})
    void execute_standardOption_printsItToStdout(String option, String expected) {
        assertThat(execute(option)).isZero();
        assertThat(out.text()).contains(expected);
        assertThat(out.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(err.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan", "check-template", "replace", "doctor", "demo", "generate-completion", "help"})
    void execute_help_showsTheSameHelpAsTheOption(String command) {
        assertThat(execute("help", command)).isZero();
        String help = out.text();
        CapturedOutput option = new CapturedOutput();
        assertThat(DaxguardCommand.execute(option.stream(), err.stream(), command, "--help"))
                .isZero();

        assertThat(help).isEqualTo(option.text()).contains("Usage: daxguard " + command);
        assertThat(err.text()).isEmpty();
    }

    @Test
    void execute_helpWithoutCommand_listsTheCommands() {
        assertThat(execute("help")).isZero();
        assertThat(out.text())
                .contains("Usage: daxguard [-hV] COMMAND")
                .contains(
                        "  scan  ",
                        "  check-template  ",
                        "  replace  ",
                        "  doctor  ",
                        "  demo  ",
                        "  generate-completion  ",
                        "  help  ");
    }

    @Test
    void execute_helpOfDemo_describesTheCommandAndItsExitCodes() {
        assertThat(execute("demo", "--help")).isZero();
        assertThat(out.text())
                .contains("Usage: daxguard demo", "without an AWS account", "--color", "auto, always, never")
                .contains("--full", "--act=N", "Every act had the expected results.");
        assertThat(out.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void execute_helpOfReplace_hasOptionsExamplesAndExitCodes() {
        assertThat(execute("replace", "--help")).isZero();
        assertThat(out.text())
                .contains("Usage: daxguard replace", "--dry-run", "--endpoint-parameter=NAME", "--confirm=CLUSTER")
                .contains("daxguard replace orders --yes --confirm orders --no-wait")
                .contains("The replacement is not finished.");
        assertThat(out.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan", "check-template", "replace", "doctor"})
    void execute_help_hasEachExampleOnOneLine(String command) {
        assertThat(execute(command, "--help")).isZero();

        List<String> examples = out.lines().stream()
                .filter(line -> line.startsWith("    ") && line.contains("daxguard " + command + " "))
                .toList();
        assertThat(examples)
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(example -> assertThat(example).matches(".* [^ \\\\]+"));
        assertThat(out.text()).doesNotContain("\\\n");
    }

    @ParameterizedTest
    @CsvSource({
        "scan,           --organization, daxguard scan --baseline last-week.json",
        "check-template, --parameter=NAME=VALUE, terraform show -json plan.bin | daxguard check-template -"
    })
    void execute_helpOfScanOrCheck_hasOptionsFormatsExamplesAndExitCodes(
            String command, String option, String example) {
        assertThat(execute(command, "--help")).isZero();
        assertThat(out.text().replaceAll("\\s+", " "))
                .contains("Usage: daxguard " + command, option, example)
                .contains("table (the default), json, csv, html, sarif, ocsf, asff (scan only) or junit")
                .contains("--exempt-clusters=LIST", "--baseline=FILE", "--fail-on=LEVEL")
                .containsPattern(
                        "Exit codes: 0 .+ 1 .+ 2 .+ 3 The command line, the configuration file or a variable is invalid");
        assertThat(out.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void execute_helpOfReplace_listsAllAttributes() {
        assertThat(execute("replace", "--help")).isZero();
        assertThat(out.text().replaceAll("\\s+", " "))
                .contains(Arrays.stream(Attribute.values())
                        .map(Attribute::jsonName)
                        .collect(Collectors.joining(", ", "separated by commas: ", ". Default: none.")));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "demoo,            unknown command \"demoo\".,   daxguard --help",
                "--nope,           unknown option \"--nope\".,   daxguard --help",
                "demo extra,       unknown argument \"extra\".,  daxguard demo --help",
                "demo --nope,      unknown option \"--nope\".,   daxguard demo --help",
                "demo --color=red, --color: invalid value: \"red\".,     daxguard demo --help",
                "help scna,        unknown command \"scna\".,   daxguard --help",
                "help scan extra,  unknown argument \"extra\".,  daxguard help --help",
                "help --nope,      unknown option \"--nope\".,   daxguard help --help",
                "generate-completion powershell, Expected: bash,          daxguard generate-completion --help",
                "generate-completion bash extra, unknown argument \"extra\"., daxguard generate-completion --help",
                "generate-completion --nope,     unknown option \"--nope\"., daxguard generate-completion --help",
                "demo --color,     --color: missing. Expected: --color=WHEN., daxguard demo --help"
            })
    void execute_invalidCommandLine_reportsTheProblemOnStderrAndExitsWith3(
            String arguments, String message, String help) {
        assertThat(execute(arguments.split(" "))).isEqualTo(3);
        assertThat(err.text()).contains(message, "Try \"" + help + "\".").doesNotContain("\tat ");
        assertThat(out.text()).isEmpty();
    }

    @Test
    void execute_misspelledCommand_suggestsTheCommand() {
        execute("demoo");

        assertThat(err.text()).contains("Did you mean", "daxguard demo");
    }

    @Test
    @Tag("full")
    void execute_completeDemo_showsAllActsAndExitsWith0() {
        assertThat(execute("demo", "--full", "--color=never")).isZero();
        assertThat(out.text()).contains("Act 1:", "All 10 acts had the expected results");
        assertThat(err.text()).isEmpty();
    }
}
