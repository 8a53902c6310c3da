package io.github.daxguard.cli.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.Shell;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.process.Verbosity;
import io.github.daxguard.cli.report.ConfiguredOptions;
import io.github.daxguard.cli.terminal.CapturedOutput;
import io.github.daxguard.cli.terminal.Operator;
import io.github.daxguard.emulator.SettableClock;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTemplateCommandTest {

    private static final String GOOD = """
            Resources:
              Orders:
                Type: AWS::DAX::Cluster
                Properties:
                  ClusterEndpointEncryptionType: TLS
                  SSESpecification: {SSEEnabled: true}
            """;

    private static final String BAD = """
            Parameters:
              Encrypt: {Type: String}
            Resources:
              Orders:
                Type: AWS::DAX::Cluster
                Properties:
                  ClusterName: orders
                  ClusterEndpointEncryptionType: TLS
                  SSESpecification: {SSEEnabled: !Ref Encrypt}
            """;

    private static final Operator NO_OPERATOR = new Operator() {
        @Override
        public boolean isInteractive() {
            return false;
        }

        @Override
        public Optional<String> answer() {
            throw new AssertionError("A question is asked");
        }
    };

    private final CapturedOutput out = new CapturedOutput();
    private final CapturedOutput err = new CapturedOutput();

    @TempDir
    private Path directory;

    private final Map<String, String> variables = new HashMap<>();

    private int run(String standardInput, String... options) {
        List<String> arguments = new ArrayList<>(List.of("check-template"));
        arguments.addAll(List.of(options));
        return Shell.execute(
                new ProcessEnvironment(
                        new ByteArrayInputStream(standardInput.getBytes(UTF_8)),
                        out.stream(),
                        err.stream(),
                        NO_OPERATOR,
                        stop -> {
                            throw new AssertionError("A stop handler is registered");
                        },
                        (region, profile, interceptors) -> {
                            throw new AssertionError("AWS clients are requested");
                        },
                        SettableClock.at(Instant.parse("2027-01-31T06:00:00Z")),
                        pause -> {},
                        variables,
                        Verbosity.NORMAL,
                        ConfiguredOptions.NONE),
                arguments.toArray(String[]::new));
    }

    private String file(String name, String content) throws Exception {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    @Test
    void run_encryptedCluster_isClean() throws Exception {
        assertThat(run("", file("good.yaml", GOOD))).isZero();
        assertThat(out.text())
                .contains("COMPLIANT", "1 cluster (DynamoDB.3, DynamoDB.7): 1 COMPLIANT.", "Nothing to do.");
        assertThat(err.text()).isEmpty();
    }

    @Test
    void run_finding_showsFileLineAndRemediation() throws Exception {
        String file = file("bad.yaml", BAD);

        assertThat(run("", file)).isEqualTo(1);
        assertThat(out.lines().get(0)).matches("FILE +RESOURCE  AT REST +IN TRANSIT  VERDICT +REASON");
        assertThat(out.lines().get(1)).startsWith(file + ":9 ").contains("  Orders    ", "NON_COMPLIANT  DynamoDB.3: ");
        assertThat(out.text()).contains("Next: in " + file + ":9, Orders: Set SSESpecification: {SSEEnabled: true}");
    }

    @ParameterizedTest
    @CsvSource({
        "--parameter=Encrypt=true,                   0",
        "--parameter=Encrypt=false,                  1",
        "--control=encryption-in-transit,            0",
        "--exempt-clusters=orders@2027-01-31,        0",
        "--exempt-clusters=orders@2027-01-30,        1",
        "--exempt-resources=Orders@2027-01-31,       0",
        "--exempt-resources=Orders@2027-01-30,       1",
        "--strict,                                   1",
        "--fail-on=error,                            0",
        "--fail-on=never,                            0"
    })
    void run_option_determinesTheExitCode(String option, int exitCode) throws Exception {
        assertThat(run("", file("bad.yaml", BAD), option)).isEqualTo(exitCode);
    }

    @Test
    void run_standardInput_isRead() {
        assertThat(run(BAD, "-")).isEqualTo(1);
        assertThat(out.lines().get(1)).startsWith("-:9 ");
    }

    @Test
    void run_fileThatCannotBeRead_isAGap() throws Exception {
        assertThat(run("", file("good.yaml", GOOD), file("broken.yaml", "Resources: {"), "no-such-file.yaml"))
                .isEqualTo(2);
        assertThat(out.text())
                .contains(
                        "1 cluster",
                        "INCOMPLETE: 2 of 3 files could not be checked:",
                        "broken.yaml",
                        "no-such-file.yaml");
    }

    @Test
    void run_everyFormat_isWritten() throws Exception {
        List<String> options = new ArrayList<>(List.of(file("bad.yaml", BAD)));
        for (String name : List.of("r.json", "r.csv", "r.html", "r.sarif", "r.ocsf.jsonl", "r.xml", "r.txt")) {
            options.addAll(List.of("--output", directory.resolve(name).toString()));
        }

        assertThat(run("", options.toArray(String[]::new))).isEqualTo(1);
        assertThat(directory.resolve("r.sarif")).content().contains("\"startLine\"");
        assertThat(directory.resolve("r.html")).content().contains("Orders");
        assertThat(run(
                        "",
                        file("bad.yaml", BAD),
                        "--baseline",
                        directory.resolve("r.json").toString()))
                .isZero();
    }

    @Test
    void run_exemption_isVisibleInEveryFormat() throws Exception {
        String template = """
                Resources:
                  Orders:
                    Type: AWS::DAX::Cluster
                    Metadata:
                      aws:cdk:path: Shop/Orders/Resource
                      checkov: {skip: [{id: CKV_AWS_47, comment: Demo cache}]}
                """;
        List<String> options = new ArrayList<>(List.of(file("bad.yaml", template), "--honor-suppressions"));
        List<String> names = List.of("r.json", "r.csv", "r.html", "r.sarif", "r.ocsf.jsonl", "r.xml", "r.txt");
        for (String name : names) {
            options.addAll(List.of("--output", directory.resolve(name).toString()));
        }

        assertThat(run("", options.toArray(String[]::new))).isEqualTo(1);
        assertThat(names)
                .allSatisfy(name -> assertThat(directory.resolve(name))
                        .content()
                        .contains("Exempt indefinitely by checkov suppression CKV_AWS_47", "Demo cache"));
        assertThat(names)
                .filteredOn(name -> !name.equals("r.xml"))
                .allSatisfy(
                        name -> assertThat(directory.resolve(name)).content().contains("Shop/Orders/Resource"));
    }

    /** N: a note of the file; P: a given parameter that no template has. */
    @ParameterizedTest
    @CsvSource({"'', false, 0", "'', true, 0", "N, false, 0", "N, true, 2", "P, false, 0", "P, true, 2", "NP, true, 2"})
    void run_strict_treatsNotesAsGaps(String notes, boolean isStrict, int exitCode) throws Exception {
        String stack = "  Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: elsewhere.yaml}}\n";
        List<String> options = new ArrayList<>(List.of(
                file("good.yaml", GOOD + (notes.contains("N") ? stack : "")), file("other.yaml", "Resources: {}\n")));
        options.addAll(List.of("--output", directory.resolve("r.csv").toString()));
        if (notes.contains("P")) {
            options.add("--parameter=Typo=1");
        }
        if (isStrict) {
            options.add("--strict");
        }

        assertThat(run("", options.toArray(String[]::new))).isEqualTo(exitCode);
        assertThat(out.text().contains("Nothing to do.")).isEqualTo(exitCode == 0);
        // The table states each note once: as a note, or as the reason for incomplete files.
        assertThat(out.text().contains("nested stack Child is not evaluated")).isEqualTo(notes.contains("N"));
        assertThat(out.text().contains("--parameter Typo is not used")).isEqualTo(notes.contains("P"));
        assertThat(out.lines().stream().filter(line -> line.matches(".*good.yaml, line 7: .*|--parameter Typo .*")))
                .hasSize(exitCode == 0 ? notes.length() : 0);
        String csv = Files.readString(directory.resolve("r.csv"));
        assertThat(csv.split(",NOTE,", -1)).hasSize(notes.length() + 1);
        // A note without a file is a gap of both files.
        assertThat(csv.split(",NOT_READ,", -1)).hasSize(1 + (exitCode == 0 ? 0 : notes.contains("P") ? 2 : 1));
    }

    @Test
    void baseline_ofAScan_isUsageError() throws Exception {
        file("scan.json", "{\"format\": \"daxguard-report\", \"formatVersion\": 2, \"subject\": \"CLUSTERS\"}");

        assertThat(run(
                        "",
                        file("good.yaml", GOOD),
                        "--baseline",
                        directory.resolve("scan.json").toString()))
                .isEqualTo(3);
        assertThat(err.text()).contains("daxguard check-template: --baseline: The baseline");
    }

    @Test
    void baseline_withControlCharacters_isShownWithoutThem() throws Exception {
        String baseline = file("b\u001b[2J.json", "{\"format\": \"\u001b[2J\"");

        assertThat(run("", file("good.yaml", GOOD), "--baseline", baseline)).isEqualTo(3);
        assertThat(err.text()).contains("--baseline: ").doesNotContain("\u001b");
    }

    @Test
    void run_quietOrVerbose_changesOnlyTheDetails() throws Exception {
        String file = file("good.yaml", GOOD);

        assertThat(run("", file, "--verbose")).isZero();
        assertThat(err.text()).isEqualTo(file + ": COMPLETE." + System.lineSeparator());
        assertThat(run("", file, "--quiet")).isZero();
        assertThat(out.text()).containsOnlyOnce("Nothing to do.");
    }

    /** A pull request could add a file with this name. */
    @Test
    void check_fileWhoseNameBeginsWithAt_addsNoOptions() throws Exception {
        Path bad = Files.writeString(directory.resolve("bad.yaml"), BAD);
        Path options = Files.writeString(directory.resolve("options"), "--fail-on=never --exempt-resources=*");

        assertThat(run("", bad.toString(), "@" + options)).isEqualTo(2);
        assertThat(out.text())
                .contains("NON_COMPLIANT", "The file does not exist.")
                .doesNotContain("NOT_APPLICABLE");
    }

    @Test
    void check_outputIsACheckedFileByALinkOrInAFolder_isRefused() throws Exception {
        Path template = Files.writeString(directory.resolve("t.template.json"), "{\"Resources\": {}}");
        Path link = Files.createSymbolicLink(directory.resolve("report.csv"), template);

        assertThat(run("", template.toString(), "--output", link.toString())).isEqualTo(3);
        assertThat(run("", directory.toString(), "--output", template.toString()))
                .isEqualTo(3);
        assertThat(err.text()).contains("--output: ", "is also a file to check.");
        assertThat(template).hasContent("{\"Resources\": {}}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--control=encryption-at-rest  | FILE: missing. Expected: daxguard check-template FILE.",
                "a.yaml --parameter=Stage      | --parameter: invalid value: \"Stage\". Expected: NAME=VALUE.",
                "a.yaml --parameter==prod      | --parameter: invalid value: \"=prod\". Expected: NAME=VALUE.",
                "a.yaml --parameter=A=1 --parameter=A=2 | --parameter: \"A\" is specified twice.",
                "a.yaml --output=./a.yaml --format=json | --output: \"a.yaml\" is also a file to check.",
                "a.yaml --strict=              | --strict: the value is empty.",
                "a.yaml --\u001b[31mred        | unknown option \"--\ufffd[31mred\".",
                "a.yaml --region=eu-west-1     | unknown option \"--region=eu-west-1\".",
                "a.yaml --format=asff          | --format: asff is not supported for templates",
                "a.yaml --output=r.asff.json   | --format: asff is not supported for templates",
                "- -                           | FILE: - is specified twice.",
                "a.yaml --exemption-tag=       | --exemption-tag: the value is empty.",
                "a.yaml --exempt-resources=A@x | --exempt-resources: invalid value: \"A@x\". Expected: "
            })
    void run_usageError_showsTheProblem(String arguments, String message) {
        assertThat(run("", arguments.split(" "))).isEqualTo(3);
        assertThat(err.text())
                .contains("daxguard check-template: ", message, "Try \"daxguard check-template --help\".")
                .doesNotContain("\tat ");
        assertThat(out.text()).isEmpty();
    }
}
