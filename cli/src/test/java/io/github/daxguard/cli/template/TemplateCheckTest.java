package io.github.daxguard.cli.template;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.template.TemplateCheck.Findings;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases without a file in the folder templates: files that are not text, folders, standard input, and large input. */
class TemplateCheckTest {

    private static final String UNENCRYPTED = "Resources: {Orders: {Type: AWS::DAX::Cluster}}\n";

    /** A template without findings if its defaults are deployed. */
    private static final String CHILD = """
            Parameters:
              Sse: {Type: String, Default: 'true'}
              Tls: {Type: String, Default: TLS}
              Kind: {Type: String, Default: a, AllowedValues: [a, b]}
              Other: {Type: String, Default: x}
            Resources:
              Orders:
                Type: AWS::DAX::Cluster
                Properties:
                  SSESpecification: {SSEEnabled: !Ref Sse}
                  ClusterEndpointEncryptionType: !Ref Tls
            """;

    @TempDir
    private Path folder;

    @Test
    void check_textWithByteOrderMark_isRead() throws IOException {
        write("template.yaml", "\ufeff" + UNENCRYPTED);

        assertThat(targets(check("template.yaml"))).containsExactly(Map.entry("template.yaml", "1"));
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                arguments(
                        "half.json",
                        new byte[] {(byte) 0xFF, (byte) 0xFE, '{', 0, '}'},
                        "The file is not valid UTF-16.*"),
                arguments(
                        "latin.yaml",
                        "Description: gr\u00fcn\n".getBytes(ISO_8859_1),
                        "The file is not valid UTF-8\\. Expected: .*"),
                arguments(
                        "plan.bin",
                        new byte[] {'P', 'K', 3, 4, 20, 0},
                        "The binary plan format of Terraform is not supported\\..*terraform show -json plan\\.bin\\."),
                arguments(
                        "zero.yaml", new byte[] {0, 0, 0}, "Line 1: the character U\\+0000 is not accepted in YAML.*"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void check_bytesThatAreNotText_areNotRead(String name, byte[] content, String reason) throws IOException {
        Files.write(folder.resolve(name), content);

        assertThat(targets(check(name)).get(name)).matches(reason);
    }

    @Test
    void check_missingFiles_areNotRead() throws IOException {
        Files.createDirectory(folder.resolve("empty"));

        Findings findings = check("nowhere.yaml", "empty", "bad\0name");

        assertThat(targets(findings).values())
                .containsExactly(
                        "The file does not exist.",
                        "The folder does not contain a template, plan or state. Searched for: template.json, template.yaml, "
                                + "*.template.json, *.template.yaml, *.template, plans and states in JSON, and other files "
                                + "that contain AWS::DAX:: or aws_dax_cluster.",
                        "The path is not valid.");
        assertThat(findings.targets()).allMatch(ScannedTarget::isGap);
        assertThat(findings.clusters()).isEmpty();
    }

    @Test
    void check_sameFileTwice_isReadOnce() throws IOException {
        write("a/template.yaml", UNENCRYPTED);
        Files.createSymbolicLink(folder.resolve("a/loop"), folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("a/link.template"), folder.resolve("a/template.yaml"));

        Findings findings = check("a/template.yaml", "a/../a/template.yaml", "a", "a/");

        assertThat(targets(findings)).containsExactly(Map.entry("a/template.yaml", "1"));
        assertThat(findings.clusters()).hasSize(1);
    }

    @Test
    void check_folder_skipsPackagesAndHiddenFolders() throws IOException {
        write("app/x.template.yml", UNENCRYPTED);
        write("app/X.TEMPLATE.JSON", "{\"Resources\": {}}");
        write("app/node_modules/y/y.template.json", UNENCRYPTED);
        write("app/.git/z.template", UNENCRYPTED);
        write("app/other.yaml", "Description: no template");
        // Without the manifest of the CDK, this is an ordinary folder.
        write("app/asset.1/y.template.json", "{\"Resources\": {}}");

        assertThat(targets(check("app")).keySet())
                .containsExactly("app/X.TEMPLATE.JSON", "app/asset.1/y.template.json", "app/x.template.yml");
        // A folder that is specified explicitly is searched.
        assertThat(targets(check("app/node_modules/y")).keySet()).containsExactly("app/node_modules/y/y.template.json");
    }

    @Test
    void check_folder_includesFilesThatMentionTheType() throws IOException {
        write("app/template.yaml", "Resources: {}");
        for (String name :
                List.of("cache.yaml", "b.YML", "c.json", "src/d.yml", ".x/e.yaml", "node_modules/f.yaml", "g.md")) {
            write("app/" + name, UNENCRYPTED);
        }
        Files.write(folder.resolve("app/utf16.yaml"), UNENCRYPTED.getBytes(UTF_16));
        write("app/notes.yaml", "a: b");
        // Web applications also have a manifest.json.
        write("app/manifest.json", "{\"name\": \"Shop\"}");
        write("app/cdk.out/manifest.json", "{\"artifacts\": {\"Shop\": {\"type\": \"AWS::DAX::Cluster\"}}}");
        write("app/cdk.out/tree.json", "{\"type\": \"AWS::DAX::Cluster\"}");

        Map<String, String> targets = targets(check("app"));

        assertThat(targets.keySet())
                .containsExactly(
                        "app/b.YML",
                        "app/c.json",
                        "app/cache.yaml",
                        "app/src/d.yml",
                        "app/template.yaml",
                        "app/utf16.yaml");
        assertThat(targets).containsEntry("app/cache.yaml", "1").containsEntry("app/utf16.yaml", "1");
    }

    @Test
    void check_controlCharactersInFiles_areNotDisplayed() throws IOException {
        String name = "\\u001b[2J\\u0007\\r";
        write(
                "x\u001b[2J.template",
                "{\"Resources\": {\"a%1$s\": {\"Type\": \"AWS::CloudFormation::Stack\"}}}".formatted(name));
        write("twice.template", "\"a%1$s\": 1\n\"a%1$s\": 2\n".formatted(name));
        write("macro.template", "{\"Transform\": \"%s\", \"Resources\": {}}".formatted(name));
        write("mapping.template", "Resources: {A: {Type: {\"Fn::FindInMap\": [\"%s\", a, b]}}}".formatted(name));

        Findings findings = TemplateChecks.of(Map.of("p\u001b[2J", "x"))
                .check(List.of(folder.toString(), folder + "/no\u001b[2J"), InputStream.nullInputStream());

        List<String> shown = new ArrayList<>(findings.notes());
        findings.targets()
                .forEach(scannedTarget ->
                        shown.addAll(List.of(scannedTarget.target().name(), scannedTarget.explanation())));
        assertThat(findings.notes()).hasSize(2);
        assertThat(findings.targets()).hasSize(5);
        assertThat(shown).allSatisfy(text -> assertThat(text.chars()).noneMatch(Character::isISOControl));
    }

    @Test
    void check_standardInput_isReadOnceAndOnlyIfNamed() {
        Findings findings = check(List.of("-", "-"), new ByteArrayInputStream(UNENCRYPTED.getBytes(UTF_8)), Map.of());

        assertThat(findings.targets()).hasSize(1);
        assertThat(findings.clusters())
                .extracting(cluster -> cluster.target().name())
                .containsExactly("-");
    }

    @Test
    void check_standardInputThatFails_isNotRead() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("closed\nby peer");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };

        assertThat(reason(check(List.of("-"), failing, Map.of())))
                .isEqualTo("The file cannot be read: closed\ufffdby peer.");
    }

    @Test
    void check_endlessInput_isCutOff() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                Arrays.fill(buffer, offset, offset + length, (byte) ' ');
                return length;
            }
        };

        assertThat(reason(check(List.of("-"), endless, Map.of()))).isEqualTo("The file is larger than 100 MB.");
    }

    @Test
    void check_templateThatIsTooLarge_isNotRead() {
        String large = "{\"Resources\": {}, \"Metadata\": \"" + "x".repeat(21 * 1024 * 1024) + "\"}";

        assertThat(reason(read(large, Map.of())))
                .isEqualTo("The template is larger than 20 million characters. CloudFormation accepts at most 1 MB.");
    }

    @Test
    void check_planWithManyResources_isRead() {
        String bulk =
                "{\"address\":\"x.y\",\"mode\":\"managed\",\"type\":\"x\",\"change\":{\"actions\":[\"create\"],\"after\":{\"data\":\""
                        + "x".repeat(1000) + "\"}}},";
        String plan = "{\"format_version\":\"1.2\",\"planned_values\":{},\"resource_changes\":["
                + bulk.repeat(25_000)
                + "{\"address\":\"aws_dax_cluster.last\",\"type\":\"aws_dax_cluster\",\"change\":{\"actions\":[\"create\"],"
                + "\"after\":{\"server_side_encryption\":[{\"enabled\":true}]}}}]}";

        Findings findings = read(plan, Map.of());

        assertThat(findings.targets())
                .extracting(ScannedTarget::outcome)
                .containsExactly(new ScannedTarget.Outcome.Complete(1));
        assertThat(findings.clusters()).extracting(EvaluatedCluster::name).containsExactly("aws_dax_cluster.last");
    }

    @Test
    void check_namesThatAreTooLong_areStillUnique() {
        String start = "x".repeat(300);

        assertThat(read(
                                "Resources: {%1$sA: {Type: AWS::DAX::Cluster}, %1$sB: {Type: AWS::DAX::Cluster}}"
                                        .formatted(start),
                                Map.of())
                        .clusters())
                .extracting(EvaluatedCluster::name)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).hasSizeLessThanOrEqualTo(255));
    }

    /** Without limits, each of these functions would run indefinitely or exhaust the memory when nested 40 times. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "!Sub ['${a}${a}', {a: %s}]",
                "!Join [!Ref Flag, [x, %s]]",
                "!Split [!Ref Flag, %s]",
                "!Select [!Ref Flag, [%s, x]]",
                "!FindInMap [M, !Ref Flag, %s]"
            })
    void check_functionsThatMultiplyEachOther_end(String function) {
        String template = """
                Parameters: {Flag: {Type: String, AllowedValues: [a, b]}}
                Mappings: {M: {a: {x: x}, b: {x: x}}}
                Conditions: {On: !Equals [%1$s, x]}
                Resources:
                  Orders:
                    Type: AWS::DAX::Cluster
                    Condition: On
                    Properties: {SSESpecification: {SSEEnabled: %1$s}}
                """.formatted(nested(function));

        assertThat(atRest(read(template, Map.of()))).isEqualTo(Compliance.NON_COMPLIANT);
    }

    @Test
    void check_textThatDoubles_isNotKnown() {
        Findings findings = read(
                "Resources: {Orders: {Type: AWS::DAX::Cluster, Properties: {SSESpecification: {SSEEnabled: %s}}}}"
                        .formatted(nested("!Sub ['${a}${a}', {a: %s}]")),
                Map.of());

        assertThat(first(findings).reason()).contains("the result of too many functions");
    }

    private static String nested(String function) {
        String value = "'true'";
        for (int i = 0; i < 40; i++) {
            value = function.formatted(value);
        }
        return value;
    }

    @Test
    void check_conditionsThatReferToEachOtherTwice_areEvaluatedOnce() {
        StringBuilder template = new StringBuilder("Parameters: {Env: {Type: String}}\nConditions:\n");
        for (int i = 0; i < 80; i++) {
            template.append("  C%d: !And [!Condition C%d, !Condition C%d]\n".formatted(i, i + 1, i + 1));
        }
        template.append("  C80: !Equals [!Ref Env, prod]\n").append(ifCondition("C0"));

        assertThat(atRest(read(template.toString(), Map.of("Env", "prod")))).isEqualTo(Compliance.COMPLIANT);
        assertThat(atRest(read(template.toString(), Map.of()))).isEqualTo(Compliance.NON_COMPLIANT);
    }

    @Test
    void check_longChainOfConditions_isNotKnown() {
        StringBuilder template = new StringBuilder("Conditions:\n");
        for (int i = 0; i < 20_000; i++) {
            template.append("  C%d: !Not [!Condition C%d]\n".formatted(i, i + 1));
        }
        template.append("  C20000: !Equals [a, a]\n").append(ifCondition("C0"));

        assertThat(atRest(read(template.toString(), Map.of()))).isEqualTo(Compliance.NON_COMPLIANT);
    }

    @Test
    void check_oneControl_evaluatesOnlyThatControl() {
        Findings findings = TemplateChecks.of(
                        List.of(Control.ENCRYPTION_IN_TRANSIT), RuleParameters.parse(Map.of()), Map.of())
                .check(List.of("-"), new ByteArrayInputStream(UNENCRYPTED.getBytes(UTF_8)));

        assertThat(findings.clusters().get(0).evaluations())
                .extracting(ControlEvaluation::control)
                .containsExactly(Control.ENCRYPTION_IN_TRANSIT);
    }

    @Test
    void check_nestedStackWhoseFileIsChecked_hasNoNote() throws IOException {
        String parent =
                "Resources: {Cache: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./cache.yaml}}}\n";
        write("parent.yaml", parent);
        write("cache.yaml", UNENCRYPTED);

        assertThat(check("parent.yaml", "cache.yaml").notes()).isEmpty();
        assertThat(check("parent.yaml").notes())
                .containsExactly(
                        folder + "/parent.yaml, line 1: the template of the nested stack Cache is not evaluated. "
                                + "Check it too.");
    }

    @ParameterizedTest(name = "{0}, given {2}: {3}, {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Sse: 'false', Tls: NONE                 | ./child.yaml |           | NON_COMPLIANT | NON_COMPLIANT",
                "Sse: 'true', Tls: TLS                   | ./child.yaml |           | COMPLIANT     | COMPLIANT",
                "Sse: true                               | ./child.yaml |           | COMPLIANT     | COMPLIANT",
                "Sse: !Ref Own                           | ./child.yaml |           | COMPLIANT     | COMPLIANT",
                "Sse: !If [Live, 'true', 'false']        | ./child.yaml |           | NON_COMPLIANT | COMPLIANT",
                "Sse: !FindInMap [M, !Ref Stage, Rest]   | ./child.yaml |           | NON_COMPLIANT | COMPLIANT",
                "Sse: !FindInMap [M, !Ref Stage, Rest]   | ./child.yaml | Stage=live | COMPLIANT    | COMPLIANT",
                "Sse: !Ref Kind                          | ./child.yaml |           | NON_COMPLIANT | COMPLIANT",
                "Sse: !Ref Own                           | ./child.yaml | Own=true  | COMPLIANT     | COMPLIANT",
                "Sse: !Ref Own                           | ./child.yaml | Own=false | NON_COMPLIANT | COMPLIANT",
                "Sse: !GetAtt Other.Arn                  | ./child.yaml | Sse=true  | NON_COMPLIANT | COMPLIANT",
                "Sse: !Ref AWS::NoValue                  | ./child.yaml |           | COMPLIANT     | COMPLIANT",
                "Sse: !Ref AWS::NoValue                  | ./child.yaml | Sse=false | COMPLIANT     | COMPLIANT",
                "Other: x                                | ./child.yaml | Sse=false | COMPLIANT     | COMPLIANT",
                "'Fn::Transform': {Name: AWS::Include}   | ./child.yaml |           | NON_COMPLIANT | NON_COMPLIANT",
                "Kind: !Ref AWS::Region                  | ./child.yaml |           | COMPLIANT     | COMPLIANT",
                // The property names the file that is deployed.
                "Sse: 'false', Tls: NONE                 | other.yaml   |           | COMPLIANT     | COMPLIANT",
                "Sse: 'false', Tls: NONE                 | https://s3.amazonaws.com/x | | COMPLIANT   | COMPLIANT",
                "Sse: 'false', Tls: NONE                 | !Ref AWS::URLSuffix        | | COMPLIANT   | COMPLIANT",
                "Sse: 'false', Tls: NONE                 | !Sub 'https://s3.${AWS::Region}.${AWS::URLSuffix}/own/0a.json' | | COMPLIANT | COMPLIANT",
                // The CDK generates this URL for a nested stack in the assembly.
                "Sse: 'false', Tls: NONE                 | !Sub 'https://s3.${AWS::Region}.${AWS::URLSuffix}/cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}/0a1b.json' | | NON_COMPLIANT | NON_COMPLIANT"
            })
    void check_nestedStack_usesTheValuesThatItsParentSets(
            String set, String url, @Nullable String given, Compliance atRest, Compliance inTransit)
            throws IOException {
        write("a.template.yaml", """
                Parameters:
                  Own: {Type: String, Default: 'true'}
                  Stage: {Type: String, Default: live, AllowedValues: [live, trial]}
                  Kind: {Type: String, AllowedValues: ['true', 'false']}
                Conditions: {Live: !Equals [!Ref Stage, live]}
                Mappings: {M: {live: {Rest: 'true'}, trial: {Rest: 'false'}}}
                Resources:
                  Cache:
                    Type: AWS::CloudFormation::Stack
                    Metadata: {'aws:asset:path': child.yaml}
                    Properties: {TemplateURL: %s, Parameters: {%s}}
                """.formatted(url, set));
        write("child.yaml", CHILD);

        Map<String, String> parameters = given == null ? Map.of() : parameter(given.split("=", 2));
        Findings findings = check(parameters, "child.yaml", "a.template.yaml");

        assertThat(findings.clusters().get(0).evaluations())
                .extracting(ControlEvaluation::compliance)
                .containsExactly(atRest, inTransit);
        assertThat(findings.notes().stream()
                        .anyMatch(note -> note.contains("the template of the nested stack Cache is not evaluated")))
                .isEqualTo(!url.contains("child.yaml") && !url.contains("cdk-"));
    }

    @ParameterizedTest
    @CsvSource({
        "true,  true,  COMPLIANT",
        "true,  false, NON_COMPLIANT",
        "false, true,  NON_COMPLIANT",
        "false, false, NON_COMPLIANT"
    })
    void check_nestedStackWithSeveralParents_passesOnlyIfAllEnableEncryption(
            String one, String other, Compliance atRest) throws IOException {
        String parent = """
                Resources:
                  Cache:
                    Type: AWS::CloudFormation::Stack
                    Properties: {TemplateURL: child.yaml, Parameters: {Sse: '%s'}}
                """;
        write("a.yaml", parent.formatted(one));
        write("b.yaml", parent.formatted(other));
        write("child.yaml", CHILD);

        assertThat(atRest(check("a.yaml", "child.yaml", "b.yaml"))).isEqualTo(atRest);
    }

    @Test
    void check_nestedStackOfNestedStack_usesForwardedValues() throws IOException {
        String stack = """
                Parameters: {Sse: {Type: String, Default: 'true'}}
                Resources:
                  Cache:
                    Type: AWS::CloudFormation::Stack
                    Properties: {TemplateURL: %s, Parameters: {Sse: %s}}
                """;
        write("top.yaml", stack.formatted("middle.yaml", "'false'"));
        write("middle.yaml", stack.formatted("child.yaml", "!Ref Sse"));
        write("child.yaml", CHILD);

        assertThat(first(check(Map.of("Sse", "true"), "child.yaml", "middle.yaml", "top.yaml"))
                        .reason())
                .isEqualTo("SSESpecification is {SSEEnabled: false}.");
        ControlEvaluation withoutTop = first(check("child.yaml", "middle.yaml"));
        assertThat(withoutTop.compliance()).isEqualTo(Compliance.COMPLIANT);
        assertThat(withoutTop.reason()).contains("uses the default of parameter Sse of the parent stack");
    }

    @Test
    void check_stacksThatNestEachOther_areNotKnown() throws IOException {
        write("a.yaml", (CHILD + "  Me: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: a.yaml}}\n"));

        assertThat(atRest(check("a.yaml"))).isEqualTo(Compliance.NON_COMPLIANT);
    }

    @Test
    void check_givenValueThatParentSets_isNotedAsUnused() throws IOException {
        write(
                "a.yaml",
                "Resources: {Cache: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {Sse: 'true'}}}}");
        write("child.yaml", CHILD);

        assertThat(check(Map.of("Sse", "x"), "a.yaml", "child.yaml").notes())
                .containsExactly(
                        "--parameter Sse is not used: only nested stacks declare the parameter, and their parent stacks "
                                + "set it.");
    }

    @Test
    void check_deeplyNestedAliases_areNotRead() {
        StringBuilder template = new StringBuilder(UNENCRYPTED).append("Metadata:\n  a0: &a0 x\n");
        for (int i = 1; i < 1000; i++) {
            template.append("  a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
        }

        assertThat(reason(read(template.toString(), Map.of()))).endsWith("the YAML is nested too deeply.");
    }

    /** Conditions nested by reference and by function, so that the depths multiply. */
    @Test
    void check_deepConditionsThatReferToEachOther_areNotKnown() {
        StringBuilder template = new StringBuilder("Conditions:\n");
        for (int i = 0; i < 300; i++) {
            template.append(
                    "  C%d: %s!Condition C%d%s\n".formatted(i, "{'Fn::Not': [".repeat(80), i + 1, "]}".repeat(80)));
        }
        template.append("  C300: !Equals [a, a]\n").append(ifCondition("C0"));

        assertThat(atRest(read(template.toString(), Map.of()))).isEqualTo(Compliance.NON_COMPLIANT);
    }

    private static String ifCondition(String name) {
        return """
                Resources:
                  Orders:
                    Type: AWS::DAX::Cluster
                    Properties:
                      SSESpecification: {SSEEnabled: !If [%s, true, false]}
                """.formatted(name);
    }

    private static Compliance atRest(Findings findings) {
        return first(findings).compliance();
    }

    private static String reason(Findings findings) {
        return findings.targets().get(0).explanation();
    }

    private static ControlEvaluation first(Findings findings) {
        return findings.clusters().get(0).evaluations().get(0);
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("x").getParent());
        Files.writeString(file, content);
    }

    private Findings check(String... names) {
        return check(Map.of(), names);
    }

    private Findings check(Map<String, String> parameters, String... names) {
        List<String> paths =
                Arrays.stream(names).map(name -> folder + "/" + name).toList();
        return check(paths, InputStream.nullInputStream(), parameters);
    }

    private static Findings read(String text, Map<String, String> parameters) {
        return check(List.of("-"), new ByteArrayInputStream(text.getBytes(UTF_8)), parameters);
    }

    private static Findings check(List<String> paths, InputStream in, Map<String, String> parameters) {
        return TemplateChecks.of(parameters).check(paths, in);
    }

    /** The number of clusters in each file, or the reason why it is not known. */
    private Map<String, String> targets(Findings findings) {
        Map<String, String> targets = new LinkedHashMap<>();
        for (ScannedTarget scannedTarget : findings.targets()) {
            targets.put(
                    scannedTarget.target().name().replace(folder + "/", ""),
                    scannedTarget.outcome() instanceof ScannedTarget.Outcome.Complete complete
                            ? String.valueOf(complete.clusters())
                            : scannedTarget.explanation());
        }
        return targets;
    }

    private static Map<String, String> parameter(String[] nameAndValue) {
        return Map.of(nameAndValue[0], nameAndValue[1]);
    }
}
