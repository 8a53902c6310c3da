package io.github.daxguard.cli.template;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.template.TemplateCheck.Findings;
import io.github.daxguard.rule.Compliance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in a folder that are read, that are listed as not read, and that are skipped. */
class TemplateFilesTest {

    private static final String CLUSTER = "{\"Resources\": {\"Orders\": {\"Type\": \"AWS::DAX::Cluster\"}}}";
    private static final String PLAN =
            "{\"format_version\": \"1.2\", \"terraform_version\": \"1.9.5\", \"resource_changes\": ["
                    + "{\"address\": \"aws_dax_cluster.orders\", \"type\": \"aws_dax_cluster\", \"change\": {\"actions\": [\"create\"]}}]}";
    private static final String STATE = "{\"format_version\": \"1.0\", \"terraform_version\": \"1.9.5\", \"values\": "
            + "{\"root_module\": {\"resources\": [{\"address\": \"aws_dax_cluster.orders\", \"type\": \"aws_dax_cluster\"}]}}}";
    private static final String CONFIGURATION = "resource \"aws_dax_cluster\" \"orders\" {}";

    @TempDir
    private Path folder;

    @BeforeEach
    void aTemplateWithoutClusters() throws IOException {
        write("template.yaml", "Resources: {Topic: {Type: AWS::SNS::Topic}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cache.json",
                "CACHE.YML",
                "cache.cfn",
                "cache.stack",
                ".serverless/cloudformation-template-update-stack.json",
                ".aws-sam/build/cache.yaml",
                ".aws-sam/build/template.yaml",
                ".ebextensions/cache.config",
                "manifest/cache.json",
                "manifest/tree.json",
                "manifest/manifest.json",
                "manifest/asset.1/cache.json",
                "manifest/asset.1/template.json",
                "manifest/asset.2.json",
                ".serverless/serverless-state.json",
                "serverless-state.json",
                "cache"
            })
    void check_template_isRead(String name) throws IOException {
        write("manifest/manifest.json", "{\"artifacts\": {}}");
        write(".serverless/cloudformation-template-update-stack.json", "{\"Resources\": {}}");

        assertThat(clusters(name, CLUSTER)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci/tfplan.json", "PLAN.JSON", "state.json", "x.tfplan", "plan.out", "tfplan"})
    void check_planOrState_isRead(String name) throws IOException {
        assertThat(clusters(name, PLAN)).isEqualTo(1);
        assertThat(clusters(name, STATE)).isEqualTo(1);
    }

    @Test
    void check_planWithoutClusters_isRead() throws IOException {
        assertThat(clusters(
                        "plan.json",
                        "{\"format_version\": \"1.2\", \"terraform_version\": \"1.9.5\", \"planned_values\": {}}"))
                .isZero();
    }

    /** AWS accepts each of these for a cluster. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cache.json | {\"Resources\": {\"A\": {\"Type\": \"AWS::\\u0044AX::Cluster\"}}}",
                "cache.json | {\"Resources\": {\"A\": {\"Type\": \"\\u0041\\u0057\\u0053\\u003a\\u003A\\u0044\\u0041\\u0058::Cluster\"}}}",
                "cache.yaml | Resources: {A: {Type: \"AWS::\\x44AX::Cluster\"}}",
                "cache.yaml | Resources: {A: {Type: \"AWS::\\u0044AX::Cluster\"}}",
                "cache.yaml | Resources: {A: {Type: \"AWS::\\U00000044AX::Cluster\"}}",
                "cache.yaml | `Resources:\n  A:\n    Type: \"AWS::D\\\n      AX::Cluster\"`",
                "cache.yaml | Resources: {'Fn::ForEach::A': [Service, [DAX, ECS], {'${Service}A': {Type: 'AWS::${Service}::Cluster'}}]}",
                "cache.yaml | Resources: {'Fn::ForEach::A': [T, ['D', 'E'], {'${T}A': {Type: !Sub 'AWS::${T}AX::Cluster'}}]}",
                "cache.yaml | Resources: {'Fn::ForEach::A': [T, [AWS], {'${T}A': {Type: '${T}::DAX::Cluster'}}]}",
                "cache.yaml | Resources: {A: {Type: !Join ['::', [AWS, DAX, Cluster]]}}",
                "cache     | `%YAML 1.1\n---\nResources:\n  A:\n    Type: AWS::DAX::Cluster`",
                "cache     | `#!/usr/bin/env rain\nHooks: {}\nResources:\n  A:\n    Type: AWS::DAX::Cluster`",
                "cache     | `---\n? Resources\n: {A: {Type: AWS::DAX::Cluster}}`",
                "set.json  | `{\"Resources\": {\"S\": {\"Type\": \"AWS::CloudFormation::StackSet\", \"Properties\": {\"TemplateBody\": \"{\\\"Resources\\\": {\\\"C\\\": {\\\"Type\\\": \\\"AWS::D\\\\u0041X::Cluster\\\"}}}\"}}}}`",
                "cache.yaml | Resources: {A: {Type: !Sub ['AWS::${S}::Cluster', {S: DAX}]}}"
            })
    void check_typeInAnotherNotation_isFound(String name, String content) throws IOException {
        assertThat(clusters(name, content)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "network/cache.tf  | resource \"aws_dax_cluster\" \"orders\" {}               | terraform show -json",
                "CACHE.TOFU        | resource \"aws_dax_cluster\" \"orders\" {}               | terraform show -json",
                "main.tf           | module \"cache\" { source = \"acme/dax/aws\" }           | terraform show -json",
                "main.tf           | module \"orders_dax\" { source = \"../cache\" }          | terraform show -json",
                "main.tf           | resource \"aws_cloudcontrolapi_resource\" \"a\" { type_name = \"AWS::DAX::Cluster\" } | terraform show -json",
                "terragrunt.hcl    | terraform { source = \"../modules//dax\" }               | terraform show -json",
                "cache.jsonnet     | {resource: {aws_dax_cluster: {orders: {}}}}              | program",
                ".cache.cue        | aws_dax_cluster: orders: {}                              | program",
                "cdktf.out/stacks/a/cdk.tf.json | {\"resource\": {\"aws_dax_cluster\": {\"a\": {}}}} | terraform show -json",
                "main.tf.json      | {\"resource\": {\"aws\\u005fdax_cluster\": {\"a\": {}}}} | terraform show -json",
                "terraform.tfstate | {\"terraform_version\": \"1.9.5\", \"resources\": [{\"type\": \"aws_dax_cluster\"}]} | terraform show -json",
                "terraform.tfstate.backup | {\"terraform_version\": \"1.9.5\", \"resources\": [{\"type\": \"aws_dax_cluster\"}]} | terraform show -json",
                "manifest/a.json   | {\"terraform_version\": \"1.9.5\", \"resources\": [{\"type\": \"aws_dax_cluster\"}]} | terraform show -json",
                "terraform.tfstate | {\"encrypted_data\": \"eA==\", \"encryption_version\": \"v0\"} | tofu show -json",
                "serverless.ts     | const cache = {Type: 'AWS::DAX::Cluster'}                | serverless package",
                "serverless.js     | const cache = require('./resources/dax')                 | serverless package",
                "serverless.yml    | {service: a, provider: aws, resources: '${file(dax.yml)}'} | serverless package",
                "serverless.yml    | {service: a, provider: aws, resources: {Resources: {A: '${file(dax.yml)}'}}} | does not have a Type",
                "serverless-state.json | {\"service\": {\"a\": \"AWS::DAX::Cluster\"}, \"package\": {}} | serverless package",
                "Pulumi.yaml       | {name: a, runtime: yaml, resources: {a: {type: 'aws:dax:Cluster'}}} | Pulumi",
                "stack.json        | {\"version\": 3, \"deployment\": {\"resources\": [{\"type\": \"aws:dax/cluster:Cluster\"}]}} | Pulumi",
                "cache.yaml        | {apiVersion: dax.aws.upbound.io/v1beta1, kind: Cluster}   | Kubernetes",
                "cache.yaml.j2     | Resources: {A: {Type: AWS::DAX::Cluster}}                 | Run the program",
                "a.template.json.j2 | {\"Type\": \"AWS::DAX::Cluster\"}                        | Run the program",
                "cache.jsonnet     | {Type: 'AWS::DAX::Cluster'}                               | Run the program",
                "part.yaml         | Type: AWS::DAX::Cluster                                   | The section Resources is missing.",
                "macro.json        | `{\"Transform\":{\"Name\":\"AWS::Include\"},\"Resources\":{\"T\":{\"Type\":\"AWS::SNS::Topic\"}}}` | macro",
                "macro.yaml        | `Transform: # ours\n  - Mine\nResources: {A: {Type: AWS::SNS::Topic}}` | macro",
                "macro.yaml        | `Transform: >-\n  Mine\nResources: {A: {Type: AWS::SNS::Topic}}` | macro",
                "tag.yaml          | `Resources: !Mine\n  Type: AWS::DAX::Cluster`            | not known before the deployment",
                "serverless.yml    | {service: a, Resources: {}, resources: {Resources: {A: {Type: AWS::DAX::Cluster}}}} | is not in the section resources",
                "serverless.yml    | {service: a, resources: '${file(infra/cache.js)}'}        | serverless package",
                "cdk.tf.json       | {\"module\": {\"net\": {}, \"dax\": {\"source\": \"./mod\"}}} | terraform show -json",
                "main.tf           | module dax { source = \"./mod\" }                       | terraform show -json",
                "macro.yaml        | {Transform: Mine, Resources: {A: {Type: AWS::SNS::Topic}}} | macro",
                "plan.json         | `[command]/opt/terraform-bin show -json\n{\"format_version\": \"1.2\", \"a\": \"aws_dax_cluster\"}` | Line 1: this text is not part of the plan",
                "plan.json         | `\n::debug::a\n{\"format_version\": \"1.2\", \"a\": \"aws_dax_cluster\"}` | Line 2: this text is not part of the plan",
                "plan.json         | `{\"format_version\": \"1.2\", \"a\": \"aws_dax_cluster\"}\n::debug::a` | terraform_wrapper: false",
            })
    void check_declarationThatIsNotRead_isListedWithAdvice(String name, String content, String advice)
            throws IOException {
        write("manifest/manifest.json", "{\"artifacts\": {}}");
        write(name, content);

        assertThat(scannedTarget(check(folder), name)).hasValueSatisfying(scannedTarget -> {
            assertThat(scannedTarget.isGap()).isTrue();
            assertThat(scannedTarget.explanation()).contains(advice);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "README.md         | The type is AWS::DAX::Cluster, in Terraform \"aws_dax_cluster\".",
                "README            | The type is AWS::DAX::Cluster.",
                "deploy            | `#!/bin/sh\naws cloudformation list-types --filters AWS::DAX::Cluster`",
                "src/rule.py       | TYPE = 'AWS::DAX::Cluster'",
                "lib/stack.ts      | new CfnResource(this, 'A', {type: 'AWS::DAX::Cluster'})",
                "serverless.ts     | const actions = ['dax:GetItem']",
                "access.tf         | data \"aws_iam_policy_document\" \"a\" { statement { actions = [\"dax:*\"] } }",
                "network.tf        | resource \"aws_vpc\" \"a\" {}",
                "package.json      | {\"dependencies\": {\"amazon-dax-client\": \"1.2.9\"}}",
                "values.yaml       | daxEndpoint: dax://a.dax-clusters.eu-west-1.amazonaws.com",
                "policy.json       | {\"Resource\": \"arn:aws:dax:eu-west-1:111122223333:cache/a\"}",
                "mkdocs.yml        | `nav:\n  - AWS: aws.md\n  - Transform: a.md\n  - Resources: b.md`",
                "labels.json       | {\"textTransform\": \"uppercase\", \"title\": \"AWS Resources\"}",
                "app.yaml          | endpoint: dax.aws.example.com",
                "NOTES             | Description: AWS::DAX::Cluster notes",
                "blob              | PK\u0003\u0004 no archive AWS::DAX::Cluster",
                "topic.yaml        | Resources: {A: {Type: AWS::SNS::Topic}}",
                ".git/cache.yaml   | Resources: {A: {Type: AWS::DAX::Cluster}}",
                "manifest/tree.json | {\"tree\": {\"type\": \"AWS::DAX::Cluster\"}}",
                "manifest/A.metadata.json | {\"/A\": [{\"type\": \"AWS::DAX::Cluster\"}]}",
                "manifest/asset.1/template.json | {\"TemplateName\": \"mail\"}",
                ".serverless/serverless-state.json | {\"service\": {\"type\": \"AWS::DAX::Cluster\"}, \"package\": {}}",
                ".serverless/meta.json | {\"unknown\": \"AWS::DAX::Cluster\"}"
            })
    void check_otherFile_isSkipped(String name, String content) throws IOException {
        write("manifest/manifest.json", "{\"artifacts\": {\"type\": \"AWS::DAX::Cluster\"}}");
        write(".serverless/cloudformation-template-update-stack.json", "{\"Resources\": {}}");
        write(name, content);

        Findings findings = check(folder);

        assertThat(scannedTarget(findings, name)).isEmpty();
        assertThat(findings.targets()).noneMatch(ScannedTarget::isGap);
    }

    @Test
    void check_manyCommentsInAFileWithoutExtension_areSkipped() throws IOException {
        write("hosts", "# 127.0.0.1 localhost\n".repeat(3000));
        write("stack", "# generated\n".repeat(3000) + CLUSTER);

        assertThat(check(folder).clusters()).hasSize(1);
    }

    /** The parent stack determines the parameters, regardless of the name of its file. */
    @ParameterizedTest
    @CsvSource({"AWS::CloudFormation::Stack, TemplateURL", "AWS::Serverless::Application, Location"})
    void check_parentUnderAnyName_isRead(String type, String property) throws IOException {
        write("cache.yaml", """
                Parameters: {Rest: {Type: String, Default: 'true'}}
                Resources:
                  C:
                    Type: AWS::DAX::Cluster
                    Properties: {SSESpecification: {SSEEnabled: !Ref Rest}}
                """);
        write(
                "main.yaml",
                "Resources: {N: {Type: %s, Properties: {%s: cache.yaml, Parameters: {Rest: 'false'}}}}"
                        .formatted(type, property));

        assertThat(check(folder).clusters())
                .singleElement()
                .satisfies(cluster ->
                        assertThat(cluster.evaluations().get(0).compliance()).isEqualTo(Compliance.NON_COMPLIANT));
    }

    @Test
    @Timeout(60)
    void check_linksBetweenManyFolders_areFollowedOnce() throws IOException {
        for (int i = 0; i < 40; i++) {
            Path next = Files.createDirectories(folder.resolve("d" + (i + 1)));
            Path here = Files.createDirectories(folder.resolve("d" + i));
            Files.createSymbolicLink(here.resolve("a"), next);
            Files.createSymbolicLink(here.resolve("b"), next);
        }
        write("d40/cache.yaml", CLUSTER);

        assertThat(check(folder).clusters()).hasSize(1);
    }

    @Test
    void check_stackParametersOfServerless_areAGap() throws IOException {
        write("serverless.yml", """
                service: shop
                provider: {name: aws, stackParameters: [{ParameterKey: Rest, ParameterValue: 'false'}]}
                resources:
                  Parameters: {Rest: {Type: String, Default: 'true'}}
                  Resources: {A: {Type: AWS::DAX::Cluster, Properties: {SSESpecification: {SSEEnabled: !Ref Rest}}}}
                """);

        assertThat(scannedTarget(check(folder), "serverless.yml"))
                .hasValueSatisfying(
                        scannedTarget -> assertThat(scannedTarget.isGap()).isTrue());
    }

    @Test
    void check_skippedFilesAndFolders_areCountedInANote() throws Exception {
        write(".git/a", "");
        write("a/.idea/b", "");
        write("node_modules/c", "");
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("large.json").toFile(), "rw")) {
            large.setLength(101L * 1024 * 1024);
        }

        assertThat(check(folder).notes())
                .containsExactly(
                        "Not searched in " + folder + ": folders node_modules (1), hidden folders (2).",
                        "Not searched in " + folder + ": the rest of files larger than 100 MB (1).");
    }

    @Test
    void check_mentionInALargeFileAndAcrossBlocks_isFound() throws IOException {
        for (int length = 65_500; length < 65_560; length += 7) {
            write(
                    "cache.yaml",
                    "# " + "x".repeat(length) + "\nResources: {A: {Type: \"AWS::\\x44\\x41\\x58::Cluster\"}}");
            assertThat(scannedTarget(check(folder), "cache.yaml"))
                    .as("%d", length)
                    .isPresent();
        }
        write("cache.json", "{\"Description\": \"" + "x".repeat(30 * 1024 * 1024) + "\"," + CLUSTER.substring(1));
        assertThat(scannedTarget(check(folder), "cache.json"))
                .hasValueSatisfying(
                        scannedTarget -> assertThat(scannedTarget.isGap()).isTrue());
    }

    @Test
    @Timeout(60)
    void check_pipe_isReadOnlyIfItIsSpecified() throws Exception {
        Path pipe = folder.resolve("cache.template.json");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Files.createSymbolicLink(folder.resolve("link.yaml"), pipe);

        assertThat(check(folder).notes()).containsExactly("Not searched in " + folder + ": pipes and devices (2).");

        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            try {
                Files.writeString(pipe, CLUSTER);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(check(pipe).clusters()).hasSize(1);
        writing.join();
    }

    @ParameterizedTest
    @ValueSource(strings = {CLUSTER, PLAN, STATE, "Resources: {A: {Type: AWS::DAX::Cluster}}\n"})
    void check_utf16_isRead(String content) throws IOException {
        for (Charset charset : List.of(UTF_16LE, UTF_16BE)) {
            Files.write(folder.resolve("a.json"), ("\ufeff" + content).getBytes(charset));
            Files.write(folder.resolve("b.yaml"), ("\ufeff" + content).getBytes(charset));

            assertThat(check(folder).clusters()).hasSize(2);
            assertThat(check(folder.resolve("a.json")).clusters()).hasSize(1);
        }
    }

    @Test
    void check_archives_areListed() throws IOException {
        ByteArrayOutputStream plan = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(plan)) {
            zip.putNextEntry(new ZipEntry("tfplan"));
            zip.putNextEntry(new ZipEntry("tfconfig/m-/main.tf"));
            zip.write(CONFIGURATION.getBytes(UTF_8));
        }
        Files.write(folder.resolve("plan.bin"), plan.toByteArray());
        try (OutputStream zip = new GZIPOutputStream(Files.newOutputStream(folder.resolve("plan.json.gz")))) {
            zip.write(PLAN.getBytes(UTF_8));
        }

        Findings findings = check(folder);

        assertThat(scannedTarget(findings, "plan.bin").orElseThrow().explanation())
                .contains("terraform show -json");
        assertThat(scannedTarget(findings, "plan.json.gz").orElseThrow().explanation())
                .contains("gzip");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "resources: {Resources: {A: {Type: AWS::DAX::Cluster}}}                                       | 1 | false",
                "resources: [{Resources: {A: {Type: AWS::DAX::Cluster}}}, {Resources: {B: {Type: AWS::SNS::Topic}}}] | 1 | false",
                "resources: [{Resources: {A: {Type: AWS::DAX::Cluster}}}, '${file(b.yml)}']                   | 1 | true",
                "resources: [{Resources: {A: {Type: AWS::DAX::Cluster}}}, {Resources: {A: {Type: AWS::SNS::Topic}}}] | 1 | true",
                "resources: {Resources: {A: {Type: '${self:custom.type}'}}}                                    | 0 | true",
                "resources: {Resources: '${file(b.yml)}'}                                                     | 0 | true",
                "resources: {Resources: {}, extensions: {A: {Properties: {}}}}                                 | 0 | true",
                "resources: {Outputs: {}}                                                                     | 0 | false",
                "functions: {}                                                                                | 0 | true"
            })
    void check_serverlessConfiguration_countsItsResources(String content, int clusters, boolean isGap)
            throws IOException {
        write("serverless.yml", "service: shop\nprovider: {name: aws}\n" + content);

        Findings findings = check(folder.resolve("serverless.yml"));

        assertThat(findings.clusters()).hasSize(clusters);
        assertThat(findings.targets().get(0).isGap()).isEqualTo(isGap);
    }

    /** Only the Serverless Framework resolves its variables. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSESpecification: {SSEEnabled: '${self:custom.encrypt}'}",
                "SSESpecification: '${file(b.yml):encryption}'",
                "SSESpecification: {SSEEnabled: !If [IsTest, false, true]}",
                "SSESpecification: {SSEEnabled: !FindInMap [Encrypt, '${sls:stage}', on]}",
                "SSESpecification: {SSEEnabled: !Sub '${self:custom.encrypt}'}"
            })
    void check_serverlessVariable_isNotKnown(String property) throws IOException {
        write("serverless.yml", """
                service: shop
                provider: aws
                resources:
                  Mappings: {Encrypt: {'${sls:stage}': {on: true}, test: {on: false}}}
                  Conditions: {IsTest: !Equals ['${sls:stage}', test]}
                  Resources:
                    Orders:
                      Type: AWS::DAX::Cluster
                      Properties: {%s}
                """.formatted(property));

        assertThat(check(folder).clusters())
                .singleElement()
                .satisfies(cluster ->
                        assertThat(cluster.evaluations().get(0).remediation()).isNotEmpty());
    }

    private int clusters(String name, String content) throws IOException {
        write(name, content);
        Findings findings = check(folder);
        assertThat(scannedTarget(findings, name))
                .hasValueSatisfying(
                        scannedTarget -> assertThat(scannedTarget.isGap()).isFalse());
        return findings.clusters().size();
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("x").getParent());
        Files.writeString(file, content);
    }

    private Optional<ScannedTarget> scannedTarget(Findings findings, String name) {
        return findings.targets().stream()
                .filter(scannedTarget -> scannedTarget.target().name().equals(folder + "/" + name))
                .findFirst();
    }

    private static Findings check(Path path) {
        return TemplateChecks.of(Map.of()).check(List.of(path.toString()), InputStream.nullInputStream());
    }
}
