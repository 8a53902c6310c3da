package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackProps;
import io.github.cdklabs.cdknag.NagReportFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;

/** The stacks with cdk-nag's AwsSolutions rules: each finding is suppressed with a reason at its construct. */
@RequiresNode
class CdkNagTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("io.github.daxguard.infra.Contexts#everyStack")
    void stack_inEveryMode_hasOnlyFindingsWithAReasonAndNoUnusedReason(Map<String, String> context) throws IOException {
        Path assembly = synthesise(context);
        List<JsonNode> templates = new ArrayList<>();
        List<JsonNode> report = new ArrayList<>();
        for (String file : Synthesis.templates(context)) {
            Path template = assembly.resolve(file);
            templates.add(JSON.readTree(template.toFile()));
            String stack = template.getFileName().toString().replace(".template.json", "");
            JSON.readTree(template.resolveSibling("AwsSolutions-" + stack + "-NagReport.json")
                            .toFile())
                    .get("lines")
                    .forEach(report::add);
        }

        // A rule that cdk-nag could not apply is "UNKNOWN".
        assertThat(report)
                .allSatisfy(line -> assertThat(line.get("compliance").asText())
                        .as(line.toString())
                        .isIn("Compliant", "Suppressed"));
        assertThat(report)
                .filteredOn(line -> line.get("ruleId").asText().equals("AwsSolutions-L1"))
                .hasSameSizeAs(templates.stream()
                        .flatMap(template ->
                                StackTemplate.of(template).resources("AWS::Lambda::Function").keySet().stream())
                        .toList());
        List<String> suppressed = report.stream()
                .filter(line -> line.get("compliance").asText().equals("Suppressed"))
                .map(line -> line.get("resourceId").asText() + ", "
                        + line.get("ruleId").asText() + ": "
                        + line.get("exceptionReason").asText().replaceFirst("^\\[.*] ", ""))
                .distinct()
                .toList();
        List<String> declared = new ArrayList<>();
        for (JsonNode template : templates) {
            for (JsonNode resource : template.get("Resources")) {
                for (JsonNode suppression : resource.at("/Metadata/cdk_nag/rules_to_suppress")) {
                    assertThat(suppression.get("reason").asText()).matches("[A-Z].{30,}\\.");
                    declared.add(resource.at("/Metadata/aws:cdk:path").asText() + ", "
                            + suppression.get("id").asText() + ": "
                            + suppression.get("reason").asText());
                }
            }
        }
        assertThat(declared).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(suppressed);
        // cdk-nag does not have a rule for a policy of an organization.
        assertThat(report.isEmpty()).isEqualTo(context.equals(Contexts.PREVENTION));
        assertThat(declared.isEmpty()).isEqualTo(context.equals(Contexts.PREVENTION));
    }

    private Path synthesise(Map<String, String> context) throws IOException {
        Path zip = Files.writeString(directory.resolve("function.zip"), "stand-in for the packaged function");
        Map<String, String> withPaths = new HashMap<>(context);
        withPaths.put("aws:cdk:enable-path-metadata", "true");
        App app = Synthesis.app(withPaths, directory.resolve("cdk.out"));
        Aspects.of(app)
                .add(new AwsSolutionsChecks(NagPackProps.builder()
                        .reportFormats(List.of(NagReportFormat.JSON))
                        .build()));
        return Path.of(DaxGuardApp.synth(app, Optional.empty(), () -> new FunctionCode(zip, "0".repeat(64)))
                .getDirectory());
    }
}
