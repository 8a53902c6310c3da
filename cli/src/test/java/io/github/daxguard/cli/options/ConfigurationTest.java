package io.github.daxguard.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.cli.Shell;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.terminal.CapturedOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options from the configuration file and from environment variables, with {@code check-template} on an unencrypted cluster. */
class ConfigurationTest {

    private static final int FINDINGS = 1;
    private static final int USAGE_ERROR = 3;

    private final Map<String, String> variables = new HashMap<>();
    private CapturedOutput out = new CapturedOutput();
    private CapturedOutput err = new CapturedOutput();

    @TempDir
    private Path folder;

    private Path template = Path.of("");

    @BeforeEach
    void writeTemplate() throws Exception {
        template = Files.writeString(
                Files.createDirectory(folder.resolve("checked")).resolve("template.yaml"), """
                Resources:
                  Orders:
                    Type: AWS::DAX::Cluster
                    Properties:
                      ClusterName: orders
                      ReplicationFactor: 3
                """);
        variables.put("HOME", folder.resolve("home").toString());
    }

    private int check(String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "check-template";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = template.toString();
        return run(arguments);
    }

    private int run(String... arguments) {
        out = new CapturedOutput();
        err = new CapturedOutput();
        return Shell.execute(
                ProcessEnvironment.ofTheShell(out.stream(), err.stream()).with(variables), arguments);
    }

    /** Writes the file of the user. */
    private Path configuration(String... lines) throws Exception {
        return write(folder.resolve("home/.config/daxguard/config.yaml"), String.join("\n", lines));
    }

    private static Path write(Path file, String text) throws Exception {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HOME", "XDG_CONFIG_HOME", "DAXGUARD_CONFIG"})
    void file_pathThatIsNotValid_exitsWith3(String variable) {
        variables.remove("XDG_CONFIG_HOME");
        variables.put(variable, "/home/\0");

        assertThat(check()).isEqualTo(3);
        assertThat(err.text()).contains(": invalid value: \"/home/").doesNotContain("\tat ");
    }

    @Test
    void file_ofTheUser_setsOptionsOfItsCommand() throws Exception {
        configuration("check-template:", "  exempt-resources: [Other, Orders]", "scan:", "  fail-on: error");

        assertThat(check()).isZero();
        assertThat(out.text()).contains("1 exempt");
    }

    @Test
    void file_inXdgConfigHome_isReadInstead() throws Exception {
        configuration("common:", "  exempt-resources: Orders");
        assertThat(check()).isZero();

        variables.put("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
        assertThat(check()).isEqualTo(FINDINGS);

        write(folder.resolve("xdg/daxguard/config.yaml"), "common:\n  exempt-resources: Orders");
        assertThat(check()).isZero();

        // The specification of these folders ignores a relative one.
        variables.put("XDG_CONFIG_HOME", "xdg");
        assertThat(check()).isZero();
    }

    @Test
    void file_specified_replacesThatOfTheUser() throws Exception {
        configuration("common:", "  exempt-resources: Orders");
        Path file = write(folder.resolve("other.yaml"), "check-template:\n  honor-suppressions: true");

        assertThat(check("--config", file.toString())).isEqualTo(FINDINGS);
        assertThat(out.text()).contains("Options from " + file + ": honor-suppressions.");

        variables.put("DAXGUARD_CONFIG", file.toString());
        assertThat(check()).isEqualTo(FINDINGS);
        assertThat(out.text()).contains("Options from " + file + ": honor-suppressions.");
    }

    /** A pull request can add such files. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".daxguard.yaml",
                "daxguard.yaml",
                "config.yaml",
                "daxguard/config.yaml",
                ".config/daxguard/config.yaml",
                ".daxguard/config.yaml"
            })
    void file_inTheCheckedFolder_isNotRead(String name) throws Exception {
        write(template.resolveSibling(name), "common:\n  exempt-resources: Orders");

        assertThat(run("check-template", folder.resolve("checked").toString())).isNotZero();
        assertThat(out.text()).contains("1 NON_COMPLIANT").doesNotContain("exempt", "Options from");
    }

    @Test
    void precedence_isCommandLineThenVariableThenCommandThenCommon() throws Exception {
        assertThat(check()).isEqualTo(FINDINGS);
        configuration("common:", "  fail-on: never");
        assertThat(check()).isZero();
        configuration("common:", "  fail-on: never", "check-template:", "  fail-on: non-compliant");
        assertThat(check()).isEqualTo(FINDINGS);
        variables.put("DAXGUARD_FAIL_ON", "never");
        assertThat(check()).isZero();
        assertThat(check("--fail-on", "non-compliant")).isEqualTo(FINDINGS);
        assertThat(out.text()).doesNotContain("Options from");
    }

    @Test
    void flag_ofTheFile_isResetByTheVariableAndTheCommandLine() throws Exception {
        template = write(folder.resolve("checked/suppressed.yaml"), """
                Resources:
                  Orders:
                    Type: AWS::DAX::Cluster
                    Metadata: {checkov: {skip: [{id: CKV_AWS_47, comment: Demo}, {id: CKV_AWS_239, comment: Demo}]}}
                    Properties: {ClusterName: orders, ReplicationFactor: 3}
                """);
        configuration("check-template:", "  honor-suppressions: true");
        assertThat(check()).isZero();
        assertThat(check("--honor-suppressions=false")).isEqualTo(FINDINGS);
        variables.put("DAXGUARD_HONOR_SUPPRESSIONS", "false");
        assertThat(check()).isEqualTo(FINDINGS);
        assertThat(check("--honor-suppressions")).isZero();
    }

    @Test
    void outputs_ofTheFile_areWrittenInTheirFormats() throws Exception {
        Path json = folder.resolve("report.txt");
        Path html = folder.resolve("report.html");
        configuration("check-template:", "  format: [json, html]", "  output: ['" + json + "', '" + html + "']");

        assertThat(check()).isEqualTo(FINDINGS);
        assertThat(json).content().contains("\"daxguard-report\"");
        assertThat(html).content().startsWith("<!DOCTYPE html>");

        Files.delete(html);
        assertThat(check("--format", "csv")).isEqualTo(FINDINGS);
        assertThat(out.text()).startsWith("account,");
        assertThat(html).doesNotExist();
    }

    @Test
    void list_inCommon_isAcceptedIfACommandAcceptsIt() throws Exception {
        Path file = configuration(
                "common:",
                "  region: [eu-west-1, us-east-1]",
                "  profile: [nosuch, lab]",
                "  exempt-clusters: [a, orders]");
        assertThat(check()).isZero();
        assertThat(out.text()).contains("1 exempt", "Options from " + file + ": exempt-clusters.");
        assertThat(run("scan")).isEqualTo(USAGE_ERROR);
        assertThat(err.text())
                .contains("--profile: the profile \"nosuch\" does not exist", "is set by " + file + ", line 3.");

        assertThat(run("replace", "orders", "--profile", "nosuch")).isEqualTo(USAGE_ERROR);
        assertThat(err.text()).contains(file + ", line 2: common.region for replace: invalid value: a list.");
        assertThat(run("replace", "orders", "--profile", "nosuch", "--region", "eu-west-1"))
                .isEqualTo(USAGE_ERROR);
        assertThat(err.text()).contains("--profile: the profile \"nosuch\" does not exist");
    }

    @Test
    void formats_inCommon_areThoseOfTheOutputs() throws Exception {
        Path json = folder.resolve("report.txt");
        Path csv = folder.resolve("other.txt");
        configuration("common:", "  format: [json, csv]", "  output: ['" + json + "', '" + csv + "']");

        assertThat(check()).isEqualTo(FINDINGS);
        assertThat(json).content().contains("\"daxguard-report\"");
        assertThat(csv).content().startsWith("account,");
    }

    @Test
    void section_ofTheCommand_replacesPairsOfCommon() throws Exception {
        Path json = folder.resolve("report.json");
        Path html = folder.resolve("report.html");
        configuration(
                "common: {quiet: true, format: csv}",
                "check-template: {verbose: true, output: ['" + json + "', '" + html + "']}");

        assertThat(check()).isEqualTo(FINDINGS);
        assertThat(json).content().contains("\"daxguard-report\"");
        assertThat(html).content().startsWith("<!DOCTYPE html>");
        assertThat(err.text()).contains(template.toString());
        assertThat(out.text()).contains(": verbose, output.");
    }

    /** The values of {@code --format} of {@code replace} are others. */
    @Test
    void format_ofReports_doesNotApplyToReplace() throws Exception {
        variables.put("DAXGUARD_FORMAT", "html");
        Path file = configuration("common: {format: html}");
        assertThat(run("replace", "orders", "--profile", "nosuch")).isEqualTo(USAGE_ERROR);
        assertThat(err.text()).contains("--profile: the profile \"nosuch\"").doesNotContain("format");

        configuration("replace: {format: html}");
        assertThat(run("replace", "orders", "--profile", "nosuch")).isEqualTo(USAGE_ERROR);
        assertThat(err.text()).contains("--format: invalid value: \"html\".", "--format is set by " + file);
    }

    @ParameterizedTest(name = "{0}: {1}={2}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "scan,           DAXGUARD_PROFILE, nosuch, --profile: the profile \"nosuch\" does not exist",
                "replace orders, DAXGUARD_PROFILE, nosuch, --profile: the profile \"nosuch\" does not exist",
                "scan,           DAXGUARD_REGION, Ireland, --region: invalid Region \"Ireland\".",
                "replace orders, DAXGUARD_REGION, `eu-west-1,us-east-1`, --region: invalid Region \"eu-west-1"
            })
    void access_refused_namesTheVariable(String command, String variable, String value, String message) {
        variables.put(variable, value);

        assertThat(run(command.split(" "))).isEqualTo(USAGE_ERROR);
        assertThat(err.text()).contains(message, " is set by " + variable + ".");
        assertThat(out.text()).isEmpty();
    }

    @Test
    void report_ofEachFormat_namesTheSources() throws Exception {
        Path file =
                configuration("common:", "  exempt-clusters: orders", "check-template:", "  exempt-resources: Orders");
        variables.put("DAXGUARD_FAIL_ON", "error");
        String[] names = {"r.json", "r.csv", "r.html", "r.sarif", "r.xml", "r.txt"};
        String[] options = new String[2 * names.length];
        for (int i = 0; i < names.length; i++) {
            options[2 * i] = "--output";
            options[2 * i + 1] = folder.resolve(names[i]).toString();
        }

        assertThat(check(options)).isZero();
        assertThat(out.text())
                .contains(
                        "Options from " + file + ": exempt-resources, exempt-clusters.",
                        "Options from environment variables: DAXGUARD_FAIL_ON.");
        for (String name : names) {
            assertThat(folder.resolve(name)).content().contains(file.toString(), "DAXGUARD_FAIL_ON");
        }
        JsonNode configuration =
                new ObjectMapper().readTree(folder.resolve("r.json").toFile()).path("configuration");
        assertThat(configuration.path("file").asText()).isEqualTo(file.toString());
        assertThat(configuration.path("options"))
                .extracting(JsonNode::asText)
                .containsExactly("exempt-resources", "exempt-clusters");
        assertThat(configuration.path("variables")).extracting(JsonNode::asText).containsExactly("DAXGUARD_FAIL_ON");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "scn: {region: eu-west-1}          | line 1: command: invalid value: \"scn\". Expected: check-template, doctor, replace, scan or common.",
                "common: {}\\nscan:\\n  regoin: x  | line 3: scan: invalid value: \"regoin\". Expected: an option: ",
                "check-template: {region: x}       | line 1: check-template: invalid value: \"region\".",
                "common: {regoin: x}               | line 1: common: invalid value: \"regoin\".",
                "replace: {yes: true}              | line 1: replace.yes: --yes is accepted only on the command line.",
                "scan: {send-to-security-hub: true} | line 1: scan.send-to-security-hub: --send-to-security-hub is accepted only",
                "replace: {confirm: orders}        | line 1: replace.confirm: --confirm is accepted only",
                "common: {without-metrics: true}   | line 1: common.without-metrics: --without-metrics is accepted only",
                "replace: {accept-differences: iamRole} | line 1: replace.accept-differences: --accept-differences is accepted only",
                "replace: {endpoint-parameter: /dax} | line 1: replace.endpoint-parameter: --endpoint-parameter is accepted only",
                "common: {replacement-name: new}   | line 1: common.replacement-name: --replacement-name is accepted only",
                "common: {fail-on: [a, b]}         | line 1: common.fail-on: invalid value: a list. Expected: text",
                "common: {region: []}              | line 1: common.region: invalid value: an empty list. Expected: at least one value.",
                "common: {format: csv, output: [a, b]} | line 1: the number of formats, 1, differs from the number of outputs, 2. Specify one format for each output.",
                "scan: {config: other.yaml}        | line 1: scan.config: --config is accepted only",
                "scan: {region: [a, [b]]}          | line 1: scan.region: invalid value: a list. Expected: text",
                "scan: {region: []}                | line 1: scan.region: invalid value: an empty list. Expected: at least one value.",
                "scan: {region: }                  | line 1: scan.region: invalid value: no value.",
                "scan: {region: ''}                | line 1: scan.region: invalid value: \"\".",
                "scan: {region: no}                | line 1: scan.region: invalid value: \"no\".",
                "scan: {region: {a: b}}            | line 1: scan.region: invalid value: an object.",
                "scan: {role: [a, b]}              | line 1: scan.role: invalid value: a list. Expected: text",
                "scan: {organization: maybe}       | line 1: scan.organization: invalid value: \"maybe\". Expected: true or false.",
                "scan: {organization: [true]}      | line 1: scan.organization: invalid value: a list. Expected: true or false.",
                "scan: {region: a}\\nscan: {}      | line 2: scan: is specified twice, first in line 1.",
                "scan: {region: a, region: b}      | line 1: region: is specified twice, first in line 1.",
                "scan: {region: !!java.net.URL x}  | line 1: the YAML is not valid: Global tag is not allowed",
                "[scan]                            | line 1: the file: invalid value: a list. Expected: an object.",
                "scan: [region]                    | line 1: scan: invalid value: a list. Expected: an object.",
                "scan: {region: &a [*a]}           | line 1: scan.region: invalid value: a list.",
                "scan: {<<: {region: a}}           | line 1: scan: invalid value: \"<<\".",
                "scan: {region: a                  | the YAML is not valid",
                "a: 1\\n---\\nb: 1                 | the YAML is not valid"
            })
    void file_invalid_isRefusedWithItsLine(String content, String message) throws Exception {
        Path file = configuration(content.replace("\\n", "\n"));

        assertThat(check()).isEqualTo(USAGE_ERROR);
        assertThat(err.text())
                .contains("daxguard check-template: " + file, message)
                .doesNotContain("\tat ");
        assertThat(out.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# no options", "scan:", "common: {}"})
    void file_withoutOptions_isAccepted(String content) throws Exception {
        configuration(content);

        assertThat(check()).isEqualTo(FINDINGS);
        assertThat(out.text()).doesNotContain("Options from");
    }

    @Test
    void file_tooLargeOrNotText_isRefused() throws Exception {
        Path file = configuration("#".repeat(70_000));
        assertThat(check()).isEqualTo(USAGE_ERROR);
        assertThat(err.text()).contains(file + ": the file is too large.");

        Files.write(file, new byte[] {'#', (byte) 0xff});
        assertThat(check()).isEqualTo(USAGE_ERROR);
        assertThat(err.text()).contains(file + ": the file is not encoded in UTF-8.");

        Files.delete(file);
        Files.createDirectory(file);
        assertThat(check()).isEqualTo(USAGE_ERROR);
        assertThat(err.text()).contains(file + ": is a directory. Expected: a file.");

        Files.delete(file);
        Files.createSymbolicLink(file, file);
        assertThat(check()).isEqualTo(USAGE_ERROR);
        assertThat(err.text()).contains(file + ": the file cannot be read: ").doesNotContain("Exception");
    }

    @Test
    void file_missing_isRefusedOnlyIfItIsSpecified() throws Exception {
        assertThat(check()).isEqualTo(FINDINGS);
        assertThat(check("--config", "missing.yaml")).isEqualTo(USAGE_ERROR);
        assertThat(err.text()).contains("--config: missing.yaml: the file does not exist.");
        assertThat(check("--config", "")).isEqualTo(USAGE_ERROR);
        assertThat(err.text()).contains("--config: the value is empty.");
        variables.put("DAXGUARD_CONFIG", "missing.yaml");
        assertThat(check()).isEqualTo(USAGE_ERROR);
        assertThat(err.text()).contains("DAXGUARD_CONFIG: missing.yaml: the file does not exist.");
        variables.put("DAXGUARD_CONFIG", " ");
        assertThat(check()).isEqualTo(USAGE_ERROR);
        assertThat(err.text()).contains("DAXGUARD_CONFIG: the value is empty.");
        variables.remove("DAXGUARD_CONFIG");

        // A dangling link is a file that cannot be read.
        Path file = configuration("");
        Files.delete(file);
        Files.createSymbolicLink(file, folder.resolve("missing"));
        assertThat(check()).isEqualTo(USAGE_ERROR);

        // The home folder of a service is often not a folder.
        variables.put("HOME", template.toString());
        assertThat(check()).isEqualTo(FINDINGS);
        variables.put("HOME", "");
        assertThat(check()).isEqualTo(FINDINGS);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "DAXGUARD_FAIL_ON            | ``      | DAXGUARD_FAIL_ON: the value is empty. Specify a value, or unset the variable.",
                "DAXGUARD_EXEMPT_CLUSTERS    | ` `     | DAXGUARD_EXEMPT_CLUSTERS: the value is empty.",
                "DAXGUARD_STRICT             | yes     | DAXGUARD_STRICT: invalid value: \"yes\". Expected: true or false.",
                "DAXGUARD_FAIL_ON            | warning | --fail-on: invalid value: \"warning\".",
                "DAXGUARD_FAIL_ON            | warning | --fail-on is set by DAXGUARD_FAIL_ON.",
                "DAXGUARD_EXEMPT_CLUSTERS    | a@2027-02-30 | --exempt-clusters is set by DAXGUARD_EXEMPT_CLUSTERS.",
                "DAXGUARD_MAX_EXEMPTION_DAYS | 1.5     | --max-exemption-days is set by DAXGUARD_MAX_EXEMPTION_DAYS."
            })
    void variable_invalid_isRefused(String variable, String value, String message) {
        variables.put(variable, value);

        assertThat(check()).isEqualTo(USAGE_ERROR);
        assertThat(err.text()).contains(message);
        assertThat(out.text()).isEmpty();
    }

    @Test
    void file_withInvalidValue_isNamedWithItsLine() throws Exception {
        Path file = configuration("check-template:", "  strict: true", "  max-exemption-days: 0");

        assertThat(check()).isEqualTo(USAGE_ERROR);
        assertThat(err.text())
                .contains("--max-exemption-days: invalid value: \"0\".")
                .contains("--max-exemption-days is set by " + file + ", line 3.")
                .doesNotContain("--strict is set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DAXGUARD_YES",
                "DAXGUARD_CONFIRM",
                "DAXGUARD_WITHOUT_METRICS",
                "DAXGUARD_ACCEPT_DIFFERENCES",
                "DAXGUARD_ENDPOINT_PARAMETER",
                "DAXGUARD_REPLACEMENT_NAME"
            })
    void variable_thatWouldConfirmAChange_isRefused(String variable) {
        variables.put(variable, "true");

        assertThat(run("replace", "orders", "--dry-run")).isEqualTo(USAGE_ERROR);
        assertThat(err.text()).contains(variable + ": ", " is accepted only on the command line.");
    }

    @Test
    void variable_thatWouldChangeDataInAws_isRefused() {
        variables.put("DAXGUARD_SEND_TO_SECURITY_HUB", "true");

        assertThat(run("scan")).isEqualTo(USAGE_ERROR);
        assertThat(err.text())
                .contains(
                        "DAXGUARD_SEND_TO_SECURITY_HUB: --send-to-security-hub is accepted only on the command line.");
    }

    @Test
    void variable_ofAnotherCommandOrProgram_isIgnored() {
        variables.put("DAXGUARD_REGION", "eu-west-1");
        variables.put("DAXGUARD_VERSION", "0.1.0");
        variables.put("DAXGUARD_OPTS", "-Xmx128m");
        variables.put("DAXGUARD_CONTROLS", "encryption-at-rest");

        assertThat(check()).isEqualTo(FINDINGS);
        assertThat(out.text()).contains("(DynamoDB.3, DynamoDB.7)").doesNotContain("Options from");
    }

    @Test
    void help_withInvalidSettings_isShown() throws Exception {
        configuration("unknown: 1");
        variables.put("DAXGUARD_FAIL_ON", "");

        assertThat(run("check-template", "--help")).isZero();
        assertThat(out.text())
                .contains("--config=FILE", "DAXGUARD_REGION", "~/.config/daxguard/config.yaml\n")
                .doesNotContain("docs/");
        assertThat(run("--help", "check-template")).isZero();
        assertThat(run("--version", "scan")).isZero();
        assertThat(run("help", "scan")).isZero();
        assertThat(run("--version")).isZero();
        assertThat(err.text()).isEmpty();
    }

    @Test
    void variable_withSeveralNames_isSplitLikeTheOption() {
        variables.put("DAXGUARD_CONTROL", "encryption-at-rest,encryption-in-transit");
        variables.put("DAXGUARD_EXEMPT_RESOURCES", "Other,Orders");

        assertThat(check()).isZero();
        assertThat(out.text())
                .contains("Options from environment variables: ")
                .contains("DAXGUARD_CONTROL", "DAXGUARD_EXEMPT_RESOURCES");
    }

    /** The launcher and the functions have variables with the same prefix. */
    @ParameterizedTest
    @ValueSource(strings = {"scan", "check-template", "replace"})
    void variables_ofOptions_haveNoOtherMeaning(String command) {
        run(command, "--help");
        List<String> variables = out.text()
                .lines()
                .flatMap(line -> java.util.regex.Pattern.compile("--([a-z-]+)")
                        .matcher(line)
                        .results())
                .map(match -> ConfigurableOption.variable(match.group(1)))
                .toList();

        assertThat(variables)
                .contains("DAXGUARD_CONTROL")
                .doesNotContain(
                        "DAXGUARD_JAVA_HOME",
                        "DAXGUARD_OPTS",
                        "DAXGUARD_ARCHIVE",
                        "DAXGUARD_CONTROLS",
                        "DAXGUARD_RULE_NAMES",
                        "DAXGUARD_CONFORMANCE_PACK",
                        "DAXGUARD_MIN_QUIET_MINUTES",
                        "DAXGUARD_REQUIRE_METRICS",
                        "DAXGUARD_FREQUENCY_HOURS");
    }
}
