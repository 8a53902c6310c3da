package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.App;

/** The stack of the service control policy, and the file of the policy. */
@RequiresNode
class DaxGuardPreventionStackTest {

    @TempDir
    private Path directory;

    @Test
    void template_isTheAttachedPolicyWithoutParametersAndRules() throws IOException {
        ObjectNode expected = (ObjectNode) json("""
                {
                  "Description": "daxguard: a service control policy that restricts how DAX clusters are created",
                  "Resources": {
                    "CreationPolicy": {
                      "Type": "AWS::Organizations::Policy",
                      "Properties": {
                        "Name": "daxguard-cluster-creation",
                        "Description": "Denies the creation of DAX clusters that CloudFormation does not create",
                        "Type": "SERVICE_CONTROL_POLICY",
                        "TargetIds": ["ou-ab12-11111111", "111122223333"]
                      }
                    }
                  }
                }""");
        ((ObjectNode) expected.at("/Resources/CreationPolicy/Properties"))
                .set("Content", json(Synthesis.of(Contexts.PREVENTION).text(CreationPolicy.FILE)));

        assertThat(Synthesis.template(Contexts.PREVENTION)).isEqualTo(expected);
    }

    /** The management account requires no bootstrap resources, and no other stack can be deployed to it by mistake. */
    @Test
    void assembly_hasOnlyThisStack_withoutRolesAndAssets() throws IOException {
        Synthesis synthesis = Synthesis.of(Contexts.PREVENTION);

        assertThat(files(synthesis, ".template.json")).containsExactly("DaxGuardPrevention.template.json");
        assertThat(files(synthesis, ".assets.json")).isEmpty();
        assertThat(files(synthesis, ".yaml")).isEmpty();
        assertThat(synthesis.text("manifest.json")).doesNotContain(":role/", "bootstrap");
    }

    /** An earlier synthesis in the same directory may have written a conformance pack. */
    @Test
    void synth_afterOneWithRules_removesTheConformancePack() throws IOException {
        Path output = Files.createDirectories(directory.resolve("cdk.out"));
        Files.writeString(output.resolve(DaxGuardApp.PACK_FILE), "from an earlier synthesis");

        App app = Synthesis.app(Contexts.PREVENTION, output);
        DaxGuardApp.synth(app, Optional.of("us-east-1"), () -> {
            throw new AssertionError("The policy does not require the packaged function");
        });

        assertThat(output.resolve(DaxGuardApp.PACK_FILE)).doesNotExist();
        assertThat(output.resolve(CreationPolicy.FILE)).exists();
    }

    static List<Map<String, String>> contexts() {
        return List.of(
                Contexts.DEFAULT, Contexts.REPLACEMENT, Contexts.REGIONS, Contexts.ORGANIZATION, Contexts.PREVENTION);
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void file_inEveryMode_isThePolicyOfTheSettings(Map<String, String> context) {
        Map<String, Object> values = Synthesis.cdkJsonContext();
        values.putAll(context);

        assertThat(Synthesis.of(context).text(CreationPolicy.FILE))
                .isEqualTo(ContextReader.read(values).creationPolicy().json());
    }

    static List<Map<String, String>> withReplacement() {
        return List.of(Contexts.REPLACEMENT, Contexts.REGIONS);
    }

    /** CloudFormation generates {@code STACK-LOGICALID-RANDOM}. The only accepted role is that of the replacement function. */
    @ParameterizedTest
    @MethodSource("withReplacement")
    void acceptedRoles_ofTheStack_areOnlyTheRoleThatCreatesClusters(Map<String, String> context) {
        String stack = Synthesis.stacks(context).get(0);
        Map<String, JsonNode> roles = new TreeMap<>();
        Synthesis.template(context).required("Resources").properties().stream()
                .filter(resource -> resource.getValue().get("Type").asText().equals("AWS::IAM::Role"))
                .forEach(resource -> roles.put(resource.getKey(), resource.getValue()));

        List<String> accepted = roles.keySet().stream()
                .filter(id -> !CreationPolicyTest.denies(roleArn(stack, id), null, "dax:CreateCluster"))
                .toList();
        List<String> creating = roles.keySet().stream()
                .filter(id -> String.valueOf(roles.get(id)).contains("dax:CreateCluster"))
                .toList();

        assertThat(accepted).hasSize(1).isEqualTo(creating);
    }

    /** CloudFormation shortens a generated name of more than 64 characters, and the pattern would no longer match. */
    @Test
    void nameOfTheReplacementRole_inEveryRegion_isNotShortened() {
        String id = Synthesis.template(Contexts.REPLACEMENT).required("Resources").properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> name.startsWith("ReplacementRole"))
                .collect(Collectors.joining());

        assertThat(RegionCheck.regionsWithDax())
                .hasSize(36)
                .allSatisfy(region -> assertThat(
                                roleArn(DaxGuardStack.nameIn(region), id).replaceFirst(".*/", ""))
                        .hasSizeLessThanOrEqualTo(64));
    }

    private static String roleArn(String stack, String logicalId) {
        return "arn:aws:iam::111122223333:role/" + stack + "-" + logicalId + "-aBcDeFgHiJkL";
    }

    private static List<String> files(Synthesis synthesis, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(synthesis.directory())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .toList();
        }
    }
}
