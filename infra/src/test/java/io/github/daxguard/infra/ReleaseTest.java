package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of the release and the GitHub Action, and the rules for workflows. */
class ReleaseTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path REPORT =
            ROOT.resolve("cli/src/test/resources/io/github/daxguard/cli/format/templates.json");

    /** The reviewed commits. Dependabot proposes others. */
    private static final Map<String, String> ACTIONS = Map.ofEntries(
            Map.entry("actions/attest-build-provenance", "a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32"),
            Map.entry("actions/checkout", "3d3c42e5aac5ba805825da76410c181273ba90b1"),
            Map.entry("actions/dependency-review-action", "a1d282b36b6f3519aa1f3fc636f609c47dddb294"),
            Map.entry("actions/setup-java", "b6effb05e454b25005698d916606bdc6ffcbf961"),
            Map.entry("actions/setup-node", "48b55a011bda9f5d6aeb4c2d9c7362e8dae4041e"),
            Map.entry("actions/upload-artifact", "043fb46d1a93c77aae656e7c1c64a875d1fc6a0a"),
            Map.entry("aws-actions/configure-aws-credentials", "e6de054238d6b7531b4efff3b6587d9aade6a06c"),
            Map.entry("docker/build-push-action", "53b7df96c91f9c12dcc8a07bcb9ccacbed38856a"),
            Map.entry("docker/login-action", "4907a6ddec9925e35a0a9e82d7399ccc52663121"),
            Map.entry("docker/setup-buildx-action", "37fe631027851001ddb9b187196cc803df7f5f0e"),
            Map.entry("github/codeql-action/analyze", "5595ccaf912efad79be6eef63a5619ff05969be3"),
            Map.entry("github/codeql-action/init", "5595ccaf912efad79be6eef63a5619ff05969be3"),
            Map.entry("github/codeql-action/upload-sarif", "5595ccaf912efad79be6eef63a5619ff05969be3"),
            Map.entry("step-security/harden-runner", "bf7454d06d71f1098171f2acdf0cd4708d7b5920"));

    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path jar = Path.of("");

    @BeforeEach
    void writePackages() throws IOException {
        jar = folder.resolve("daxguard.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("a/B.class", "META-INF/LICENSE", "META-INF/NOTICE.txt")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        // Instead of Java, which writes the man pages with the real jar.
        Path java = write(
                "jdk/bin/java",
                "#!/bin/sh",
                "mkdir -p \"$4/share/man/man1\"",
                "umask 077",
                "echo \"$1 ${2##*/} $3 $5\" >\"$4/share/man/man1/daxguard.1\"");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        write("bin/daxguard", "#!/bin/sh");
        write("bin/daxguard.bat", "@echo off");
        write("lambda.zip", "zip");
        write("sbom/cli.cdx.json", "{}");
        write("sbom/lambda.cdx.json", "{}");
    }

    @Test
    @ExtendWith(RequiresZip.class)
    void archive_containsTheLayoutOfTheLauncher() throws Exception {
        assertThat(archive("out", "SOURCE_DATE_EPOCH", "1700000000").exitCode()).isZero();

        try (ZipFile zip = new ZipFile(folder.resolve("out/daxguard-0.1.0.zip").toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactly(
                            "daxguard-0.1.0/LICENSE",
                            "daxguard-0.1.0/README.md",
                            "daxguard-0.1.0/bin/daxguard",
                            "daxguard-0.1.0/bin/daxguard.bat",
                            "daxguard-0.1.0/lib/daxguard.jar",
                            "daxguard-0.1.0/licenses/LICENSE",
                            "daxguard-0.1.0/licenses/NOTICE.txt",
                            "daxguard-0.1.0/share/man/man1/daxguard.1");
            assertThat(zip.getInputStream(zip.getEntry("daxguard-0.1.0/share/man/man1/daxguard.1")))
                    .hasContent("-cp daxguard.jar io.github.daxguard.cli.ReleaseFiles 2023-11-14");
        }
        Ended list = run(
                Map.of(),
                "tar",
                "-tvzf",
                folder.resolve("out/daxguard-0.1.0.tar.gz").toString());
        assertThat(list.lines())
                .hasSize(15)
                .anyMatch(line -> line.startsWith("-rw-r--r-- 0/0") && line.endsWith("share/man/man1/daxguard.1"))
                .anyMatch(line -> line.startsWith("-rwxr-xr-x 0/0") && line.endsWith("daxguard-0.1.0/bin/daxguard"))
                .anyMatch(
                        line -> line.startsWith("-rw-r--r-- 0/0") && line.endsWith("daxguard-0.1.0/lib/daxguard.jar"));
    }

    @Test
    @ExtendWith(RequiresZip.class)
    void archive_extracted_isTheInput() throws Exception {
        assertThat(archive("out").exitCode()).isZero();
        for (String command :
                List.of("tar -xzf out/daxguard-0.1.0.tar.gz -C tar", "unzip -q out/daxguard-0.1.0.zip -d zip")) {
            Path target = Files.createDirectory(folder.resolve(command.substring(command.length() - 3)));

            assertThat(run(Map.of(), command.split(" ", -1)).exitCode()).isZero();

            assertThat(target.resolve("daxguard-0.1.0/lib/daxguard.jar")).hasSameBinaryContentAs(jar);
            assertThat(target.resolve("daxguard-0.1.0/bin/daxguard")).isExecutable();
        }
    }

    @Test
    @ExtendWith(RequiresZip.class)
    void archive_builtAgain_hasTheSameBytes() throws Exception {
        assertThat(archive("first").exitCode()).isZero();
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));

        assertThat(archive("second", "TZ", "Asia/Tokyo").exitCode()).isZero();

        for (String name : List.of("daxguard-0.1.0.tar.gz", "daxguard-0.1.0.zip")) {
            assertThat(folder.resolve("second").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("first").resolve(name));
        }
    }

    @Test
    @ExtendWith(RequiresZip.class)
    void archive_missingJar_isRefused() throws Exception {
        Files.delete(jar);

        Ended archive = archive("out");

        assertThat(archive.exitCode()).isEqualTo(1);
        assertThat(archive.output()).contains("daxguard.jar does not exist. Build it with: ./mvnw");
    }

    @Test
    @ExtendWith(RequiresZip.class)
    void assets_containChecksumsOfAllFilesAndTheFormulaOfTheArchive() throws Exception {
        Ended assets = script(
                "release/assets.sh",
                packages(),
                "0.1.0",
                "owner/daxguard",
                folder.resolve("out").toString());

        assertThat(assets.exitCode()).as(assets.output()).isZero();
        assertThat(folder.resolve("out"))
                .isDirectoryContaining("glob:**/SHA256SUMS")
                .isDirectoryContaining("glob:**/daxguard-lambda-0.1.0.zip")
                .isDirectoryContaining("glob:**/daxguard-0.1.0.cdx.json")
                .isDirectoryContaining("glob:**/daxguard-lambda-0.1.0.cdx.json");
        List<String> sums = Files.readAllLines(folder.resolve("out/SHA256SUMS"));
        assertThat(sums).hasSize(6).allMatch(line -> line.matches("[0-9a-f]{64} [ *][\\w.-]+"));
        String archive = sha256(folder.resolve("out/daxguard-0.1.0.tar.gz"));
        assertThat(sums).contains(archive + "  daxguard-0.1.0.tar.gz");
        assertThat(folder.resolve("out/daxguard.rb"))
                .content()
                .contains("sha256 \"" + archive + "\"")
                .contains("url \"https://github.com/owner/daxguard/releases/download/v0.1.0/daxguard-0.1.0.tar.gz\"")
                .contains("depends_on \"openjdk\"")
                .contains("man1.install Dir[\"share/man/man1/*.1\"]")
                .contains(
                        "bash_completion.install \"share/bash-completion/completions/daxguard\"",
                        "zsh_completion.install \"share/zsh/site-functions/_daxguard\"",
                        "fish_completion.install \"share/fish/vendor_completions.d/daxguard.fish\"")
                .doesNotContain("@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v0.1.0", "0.1", "0.1.0; true", "../0.1.0", "0.1.0-"})
    void scripts_invalidVersion_isRefused(String version) throws Exception {
        for (List<String> command : List.of(
                List.of("release/archive.sh", version, folder.resolve("out").toString()),
                List.of(
                        "release/assets.sh",
                        version,
                        "o/r",
                        folder.resolve("out").toString()),
                List.of("release/formula.sh", version, "o/r", jar.toString()),
                List.of("release/notes.sh", version))) {
            Ended ended = script(
                    command.get(0), Map.of(), command.subList(1, command.size()).toArray(String[]::new));

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.output()).contains("invalid version \"" + version + "\". Expected: three numbers");
        }
    }

    @Test
    void formula_invalidRepository_isRefused() throws Exception {
        Ended formula = script("release/formula.sh", Map.of(), "0.1.0", "owner/dax|guard", jar.toString());

        assertThat(formula.exitCode()).isEqualTo(1);
        assertThat(formula.output()).contains("invalid repository \"owner/dax|guard\". Expected: OWNER/NAME.");
    }

    @Test
    void version_tag_mustBeThatOfThePom() throws Exception {
        Path pom = write(
                "pom.xml",
                "<parent><version>9.9.9</version></parent>",
                "<artifactId>daxguard-parent</artifactId>",
                "<version>0.1.0</version>",
                "<version>8.8.8</version>");
        Map<String, String> environment = Map.of("DAXGUARD_POM", pom.toString());

        assertThat(script("release/version.sh", environment, "v0.1.0")).isEqualTo(new Ended(0, "0.1.0\n"));
        assertThat(script("release/version.sh", environment, "v0.2.0").output())
                .contains("the tag v0.2.0 and the version 0.1.0 in pom.xml differ.");
        assertThat(script("release/version.sh", environment, "0.1.0").output()).contains("invalid tag \"0.1.0\".");
        assertThat(script("release/version.sh", Map.of(), "v9.9.9").output()).contains("and the version 0.");
    }

    @Test
    void notes_section_isPrintedWithoutHeadingAndOtherSections() throws Exception {
        Path changelog = write(
                "CHANGELOG.md",
                "# Changelog",
                "## [Unreleased]",
                "- later",
                "## [0.1.0] - 2027-01-31",
                "",
                "### Added",
                "",
                "- A `rule`.",
                "",
                "## [0.0.9]",
                "- earlier",
                "",
                "[0.1.0]: https://example.com");

        assertThat(script("release/notes.sh", Map.of(), "0.1.0", changelog.toString()))
                .isEqualTo(new Ended(0, "### Added\n\n- A `rule`.\n"));
        assertThat(script("release/notes.sh", Map.of(), "0.0.9", changelog.toString()))
                .isEqualTo(new Ended(0, "- earlier\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"## [0.1.0]", "## [10.1.0]\n- a", "## [0.1.0-rc.1]\n- a", "## [0.1.0]\n\n## [0.0.9]\n- a"})
    void notes_missingOrEmptySection_isRefused(String content) throws Exception {
        Path changelog = write("CHANGELOG.md", content);

        Ended notes = script("release/notes.sh", Map.of(), "0.1.0", changelog.toString());

        assertThat(notes.exitCode()).isEqualTo(1);
        assertThat(notes.output()).contains("has no section \"## [0.1.0]\", or it is empty.");
    }

    @Test
    void changelog_hasTheUnreleasedSection() {
        assertThat(ROOT.resolve("CHANGELOG.md")).content().contains("\n## [Unreleased]\n");
    }

    @Test
    @ExtendWith(RequiresJq.class)
    void summary_report_listsFindingsAndUnreadFiles() throws Exception {
        Ended summary = summary(json.readTree(REPORT.toFile()));

        assertThat(summary.exitCode()).as(summary.output()).isZero();
        assertThat(summary.lines())
                .startsWith(
                        "## DAX encryption",
                        "",
                        "3 clusters: 2 NON_COMPLIANT, 1 COMPLIANT, 0 exempt, 0 NOT_APPLICABLE.")
                .contains("### Findings", "### Files that could not be read completely")
                .filteredOn(line -> line.startsWith("| ") && line.contains("DynamoDB"))
                .hasSize(4)
                .allMatch(line -> line.chars().filter(c -> c == '|').count() == 6);
    }

    @Test
    @ExtendWith(RequiresJq.class)
    void summary_configuredOptions_areListedAfterTheTotals() throws Exception {
        ObjectNode report = (ObjectNode) json.readTree(REPORT.toFile());
        ObjectNode configuration = report.putObject("configuration");
        configuration.put("file", "a|b\n# <i>");
        configuration.putArray("options").add("exempt-clusters").add("<b>");
        configuration.putArray("variables").add("DAXGUARD_EXEMPT_CLUSTERS").add("DAXGUARD_QUIET");

        assertThat(summary(report).lines())
                .containsSequence(
                        "3 clusters: 2 NON_COMPLIANT, 1 COMPLIANT, 0 exempt, 0 NOT_APPLICABLE.",
                        "",
                        "Options from a&#124;b &#35; &#60;i&#62;: exempt-clusters, &#60;b&#62;.",
                        "",
                        "Options from environment variables: DAXGUARD&#95;EXEMPT&#95;CLUSTERS, DAXGUARD&#95;QUIET.",
                        "");
        configuration.remove("file");
        configuration.putArray("options");
        assertThat(summary(report).lines())
                .filteredOn(line -> line.startsWith("Options from"))
                .hasSize(1);
    }

    @Test
    @ExtendWith(RequiresJq.class)
    void summary_hostileNames_areEscaped() throws Exception {
        JsonNode report = json.readTree(REPORT.toFile());
        String hostile =
                "a|b\n\n# <script>alert(1)</script> ![x](https://evil.example/x) `c` **d** @user www.evil.example \\| "
                        + "&lt; ~~e~~ \u202e \u001b[31m <!-- ";
        replaceTexts(report, "name", hostile);
        replaceTexts(report, "file", hostile);
        replaceTexts(report, "reason", hostile);
        replaceTexts(report, "remediation", hostile);

        Ended summary = summary(report);

        assertThat(summary.exitCode()).as(summary.output()).isZero();
        assertThat(summary.lines())
                .hasSameSizeAs(summary(json.readTree(REPORT.toFile())).lines())
                .filteredOn(line -> line.startsWith("| a"))
                .hasSize(5)
                .allMatch(line -> line.matches("\\|( [\\p{L}\\p{N} ,;&#:-]+ \\|){2,5}"), "no Markdown and no HTML");
        String text = summary.output().replaceAll("&#\\d+;", "");
        assertThat(text)
                .doesNotContain("<", ">", "`", "[", "!", "@", "\\", "~", "&", "\u202e", "\u001b", "://", "www.");
    }

    @Test
    @ExtendWith(RequiresJq.class)
    void summary_manyLongTexts_fitsIntoAJobSummary() throws Exception {
        ObjectNode report = (ObjectNode) json.readTree(REPORT.toFile());
        for (String member : List.of("name", "file", "reason", "remediation")) {
            replaceTexts(report, member, "~".repeat(1000));
        }
        ArrayNode clusters = (ArrayNode) report.get("clusters");
        ArrayNode targets = (ArrayNode) report.get("targets");
        JsonNode cluster = clusters.get(0);
        JsonNode target = targets.findParents("reason").get(0);
        while (clusters.size() < 300) {
            clusters.add(cluster);
            targets.add(target);
        }

        Ended summary = summary(report);

        assertThat(summary.output()).hasSizeBetween(800_000, 1 << 20);
        assertThat(summary.lines())
                .anyMatch(line -> line.matches("\\d+ further findings are in the report\\."))
                .anyMatch(line -> line.matches("\\d+ further files are in the report\\."));
    }

    @Test
    @ExtendWith(RequiresJq.class)
    void summary_noFindings_saysSo() throws Exception {
        ObjectNode report = (ObjectNode) json.readTree(REPORT.toFile());
        report.putArray("clusters");
        report.putArray("targets");

        assertThat(summary(report).lines()).contains("No findings.").noneMatch(line -> line.startsWith("###"));
    }

    @Test
    @ExtendWith(RequiresJq.class)
    void summary_otherFormatVersion_isRefused() throws Exception {
        ObjectNode report = (ObjectNode) json.readTree(REPORT.toFile());
        report.put("formatVersion", 3);

        Ended summary = summary(report);

        assertThat(summary.exitCode()).isNotZero();
        assertThat(summary.output()).contains("invalid report. Expected: the output of daxguard with --format json");
    }

    @Test
    @ExtendWith(RequiresJq.class)
    void check_inputs_arePassedAsSingleArguments() throws Exception {
        Path program = program(1);

        Ended check = script(
                ".github/action/check.sh",
                check(
                        program,
                        "infra/a b.yaml\r\n\n--help\n@arguments\n$(touch injected)",
                        "A=1 2\nB=$(touch injected)",
                        "error"));

        assertThat(check.exitCode()).as(check.output()).isZero();
        assertThat(Files.readAllLines(folder.resolve("arguments")))
                .startsWith("check-template", "--fail-on=error", "--parameter=A=1 2", "--parameter=B=$(touch injected)")
                .endsWith("--", "infra/a b.yaml", "--help", "./@arguments", "$(touch injected)");
        assertThat(Files.readAllLines(folder.resolve("github-output")))
                .containsExactly(
                        "exit-code=1",
                        "json=" + folder.resolve("daxguard.json"),
                        "sarif=" + folder.resolve("daxguard.sarif"));
        assertThat(folder.resolve("summary")).content().startsWith("## DAX encryption\n");
        assertThat(folder.resolve("injected")).doesNotExist();
    }

    @Test
    @ExtendWith(RequiresJq.class)
    void check_outputOfTheProgram_cannotBeAWorkflowCommand() throws Exception {
        Ended check = script(".github/action/check.sh", check(program(0), ".", "", "never"));

        List<String> lines = check.lines();
        assertThat(lines.get(0)).matches("::stop-commands::[0-9a-f]{32}");
        assertThat(lines.get(1)).isEqualTo("::error::from a template");
        assertThat(lines.get(2)).isEqualTo(lines.get(0).replace("stop-commands::", "") + "::");
    }

    /** A variable with the prefix of daxguard sets an option, and is refused if it is empty. */
    @Test
    void check_variablesOfTheStep_doNotSetOptions() throws Exception {
        String action = Files.readString(ROOT.resolve("action.yml"));

        assertThat(action.substring(action.indexOf("id: check")))
                .contains("ACTION_BASELINE: ")
                .doesNotContainPattern("(?m)^ +DAXGUARD_[A-Z_]+:");
    }

    @Test
    void check_invalidInputs_areRefused() throws Exception {
        assertThat(script(".github/action/check.sh", check(program(0), ".", "", "always")))
                .isEqualTo(new Ended(1, "::error::fail-on: invalid value. Expected: non-compliant, error or never.\n"));
        assertThat(script(".github/action/check.sh", check(program(0), " \n".strip(), "", "never")))
                .isEqualTo(new Ended(1, "::error::files: no value. Expected: files and folders, one per line.\n"));
    }

    @Test
    @ExtendWith(RequiresZip.class)
    void install_release_isVerifiedWithItsChecksum() throws Exception {
        assertThat(archive("releases/download/v0.1.0").exitCode()).isZero();
        String sha256 = sha256(folder.resolve("releases/download/v0.1.0/daxguard-0.1.0.tar.gz"));
        String other = sha256.replace(sha256.charAt(0), sha256.charAt(0) == '0' ? '1' : '0');

        Ended wrong = script(".github/action/install.sh", install("0.1.0", other));
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.output()).contains("::error::sha256: the checksum of daxguard-0.1.0.tar.gz differs.");
        assertThat(folder.resolve("github-output")).doesNotExist();
        Ended right = script(".github/action/install.sh", install("0.1.0", sha256));
        assertThat(right.exitCode()).as(right.output()).isZero();
        Path program = folder.resolve("daxguard-release/daxguard-0.1.0/bin/daxguard");
        assertThat(folder.resolve("github-output")).hasContent("program=" + program);
        assertThat(program).isExecutable();
        assertThat(script(".github/action/install.sh", install("0.2.0", sha256)).output())
                .contains("daxguard-0.2.0.tar.gz cannot be downloaded.");
    }

    @Test
    void install_path_isUsedWithoutADownload() throws Exception {
        Map<String, String> environment = new TreeMap<>(install("0.1.0", ""));
        environment.put("ACTION_PATH", jar.toString());

        assertThat(script(".github/action/install.sh", environment).exitCode()).isZero();
        assertThat(folder.resolve("github-output")).hasContent("program=" + jar);
        environment.put("ACTION_PATH", "missing");
        assertThat(script(".github/action/install.sh", environment).output())
                .contains("::error::daxguard-path: the file does not exist.");
    }

    @Test
    void diffSummary_backticks_cannotEndTheCodeBlock() throws Exception {
        Path diff = write("diff.txt", "[+] Role", "````", "# Heading");

        assertThat(script(".github/action/diff-summary.sh", Map.of(), diff.toString())
                        .lines())
                .containsExactly(
                        "## Changes of the deployment", "", "`````text", "[+] Role", "````", "# Heading", "", "`````");
    }

    @Test
    void diffSummary_longOutput_isCut() throws Exception {
        Path diff = write("diff.txt", "x".repeat(2_000_000));

        Ended summary = script(".github/action/diff-summary.sh", Map.of(), diff.toString());

        assertThat(summary.output()).hasSizeLessThan(1 << 20).endsWith("The log of the job contains all of it.\n");
    }

    @ParameterizedTest
    @MethodSource("workflowsAndAction")
    void actions_arePinnedToReviewedCommits(Path file) throws IOException {
        List<String> uses = new YAMLMapper().readTree(file.toFile()).findValuesAsText("uses");

        assertThat(uses)
                .isNotEmpty()
                .filteredOn(action -> !action.startsWith("./"))
                .allSatisfy(action -> {
                    String[] parts = action.split("@", -1);
                    assertThat(ACTIONS).containsEntry(parts[0], parts[1]);
                });
    }

    @ParameterizedTest
    @MethodSource("workflowsAndAction")
    void scripts_inWorkflows_containNoExpressions(Path file) throws IOException {
        assertThat(new YAMLMapper().readTree(file.toFile()).findValuesAsText("run"))
                .filteredOn(script -> script.contains("${{"))
                // A constant of the workflow.
                .allMatch(script -> script.contains("${{ matrix.java == '17' && '-Pfull' || '' }}"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void workflow_permissions_areReadOnlyExceptInSingleJobs(Path file) throws IOException {
        JsonNode workflow = new YAMLMapper().readTree(file.toFile());

        assertThat(workflow.get("permissions")).isNotNull();
        assertThat(workflow.get("permissions").toString()).isIn("{}", "{\"contents\":\"read\"}");
        Map<String, String> writers = new TreeMap<>();
        workflow.get("jobs")
                .properties()
                .forEach(job -> job.getValue().path("permissions").properties().forEach(permission -> {
                    if (permission.getValue().asText().equals("write")) {
                        writers.merge(job.getKey(), permission.getKey(), (a, b) -> a + " " + b);
                    }
                }));
        assertThat(writers)
                .isEqualTo(
                        switch (file.getFileName().toString()) {
                            case "release.yml" ->
                                Map.of(
                                        "attest", "attestations id-token",
                                        "image", "attestations id-token packages",
                                        "publish", "contents");
                            case "deploy.yml" -> Map.of("diff", "id-token", "deploy", "id-token");
                            case "codeql.yml" -> Map.of("analyze", "security-events");
                            default -> Map.of();
                        });
    }

    @Test
    void preCommitHook_callsTheCommandForTemplates() throws IOException {
        JsonNode hook = new YAMLMapper()
                .readTree(ROOT.resolve(".pre-commit-hooks.yaml").toFile())
                .get(0);

        assertThat(hook.get("entry").asText()).isEqualTo("daxguard check-template");
        assertThat(Stream.of("template.yaml", "a/b.yml", "cdk.out/App.template.json", "x.template"))
                .allMatch(Pattern.compile(hook.get("files").asText()).asPredicate());
    }

    private static List<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(".github/workflows"))) {
            return files.sorted().toList();
        }
    }

    private static List<Path> workflowsAndAction() throws IOException {
        return Stream.concat(workflows().stream(), Stream.of(ROOT.resolve("action.yml")))
                .toList();
    }

    private Map<String, String> packages() {
        return Map.of(
                "JAVA_HOME", folder.resolve("jdk").toString(),
                "DAXGUARD_JAR", jar.toString(),
                "DAXGUARD_BIN", folder.resolve("bin").toString(),
                "DAXGUARD_LAMBDA_ZIP", folder.resolve("lambda.zip").toString(),
                "DAXGUARD_SBOM", folder.resolve("sbom").toString());
    }

    private Ended archive(String out, String... variables) throws Exception {
        Map<String, String> environment = new TreeMap<>(packages());
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return script(
                "release/archive.sh", environment, "0.1.0", folder.resolve(out).toString());
    }

    private Ended summary(JsonNode report) throws Exception {
        Path file = folder.resolve("report.json");
        json.writeValue(file.toFile(), report);
        return run(
                Map.of(),
                "jq",
                "-r",
                "-f",
                ROOT.resolve(".github/action/summary.jq").toString(),
                file.toString());
    }

    /** A program that records its arguments, and writes reports as check-template does. */
    private Path program(int exitCode) throws IOException {
        Path program = write(
                "program",
                "#!/bin/sh",
                "printf '%s\\n' \"$@\" >'" + folder.resolve("arguments") + "'",
                "echo '::error::from a template'",
                "cp '" + REPORT + "' '" + folder.resolve("daxguard.json") + "'",
                "echo '{}' >'" + folder.resolve("daxguard.sarif") + "'",
                "exit " + exitCode);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    private Map<String, String> check(Path program, String files, String parameters, String failOn) {
        return Map.of(
                "ACTION_PROGRAM", program.toString(),
                "ACTION_FILES", files,
                "ACTION_PARAMETERS", parameters,
                "ACTION_FAIL_ON", failOn,
                "RUNNER_TEMP", folder.toString(),
                "GITHUB_OUTPUT", folder.resolve("github-output").toString(),
                "GITHUB_STEP_SUMMARY", folder.resolve("summary").toString());
    }

    private Map<String, String> install(String version, String sha256) {
        return Map.of(
                "ACTION_VERSION",
                version,
                "ACTION_SHA256",
                sha256,
                "ACTION_REPOSITORY",
                "owner/daxguard",
                "ACTION_RELEASES",
                folder.resolve("releases").toUri().toString().replaceAll("/$", ""),
                "RUNNER_TEMP",
                folder.toString(),
                "GITHUB_OUTPUT",
                folder.resolve("github-output").toString());
    }

    private static void replaceTexts(JsonNode node, String member, String text) {
        for (JsonNode parent : node.findParents(member)) {
            if (parent.get(member).isTextual() && !parent.get(member).asText().isEmpty()) {
                ((ObjectNode) parent).put(member, text);
            }
        }
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private Path write(String file, String... lines) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.write(path, List.of(lines));
    }

    private record Ended(int exitCode, String output) {

        List<String> lines() {
            return output.lines().toList();
        }
    }

    private Ended script(String script, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("bash", ROOT.resolve(script).toString()));
        command.addAll(Arrays.asList(arguments));
        return run(environment, command.toArray(String[]::new));
    }

    private Ended run(Map<String, String> environment, String... command) throws Exception {
        Path output = Files.createTempFile(folder, "output", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }

    /** Searches for the program that writes zip files. */
    static final class RequiresZip extends RequiredProgram {

        RequiresZip() {
            super(onPath("zip"), "zip is not on the PATH: install it to test the release archive");
        }
    }

    /** Searches for jq, which writes the job summary of the action. */
    static final class RequiresJq extends RequiredProgram {

        RequiresJq() {
            super(onPath("jq"), "jq is not on the PATH: install it to test the job summary");
        }
    }
}
