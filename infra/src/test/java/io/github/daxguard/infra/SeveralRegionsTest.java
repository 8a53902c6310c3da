package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stacks of the context value {@code regions}: one for each Region. */
@RequiresNode
class SeveralRegionsTest {

    /** Contexts whose templates together contain every resource type, each for two Regions. */
    static List<Map<String, String>> contexts() {
        return List.of(Contexts.REGIONS, Map.of("regions", "eu-west-1,us-west-2", "packaging", "conformance-pack"));
    }

    @Test
    void stacks_ofTwoRegions_haveTheirNamesAndRegionsAndNoAccount() {
        assertThat(stacks(Contexts.REGIONS))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "DaxGuard-us-east-1", "aws://unknown-account/us-east-1",
                        "DaxGuard-eu-west-1", "aws://unknown-account/eu-west-1"));
        assertThat(stacks(Map.of("regions", "eu-west-1")))
                .isEqualTo(Map.of("DaxGuard-eu-west-1", "aws://unknown-account/eu-west-1"));
    }

    @Test
    void stack_withoutRegions_hasNeitherRegionNorAccount() {
        assertThat(stacks(Contexts.DEFAULT)).isEqualTo(Map.of("DaxGuard", "aws://unknown-account/unknown-region"));
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void templates_differOnlyInTheRegion(Map<String, String> context) {
        List<String> stacks = Synthesis.stacks(context);
        String first = template(context, stacks.get(0));
        String second = template(context, stacks.get(1));

        assertThat(second).isNotEqualTo(first);
        assertThat(second.replace(region(stacks.get(1)), region(stacks.get(0)))).isEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void template_hasTheResourcesAndOutputsOfAStackWithoutRegion(Map<String, String> context) {
        Map<String, String> oneStack = new LinkedHashMap<>(context);
        oneStack.remove("regions");
        JsonNode expected = Synthesis.template(oneStack);
        JsonNode template = Synthesis.template(context);

        assertThat(fields(template.get("Resources"))).isEqualTo(fields(expected.get("Resources")));
        assertThat(fields(template.get("Outputs"))).isEqualTo(fields(expected.get("Outputs")));
    }

    /** Names of roles and dashboards are unique in an account, and names of buckets in all accounts. */
    @ParameterizedTest
    @MethodSource("contexts")
    void namesOfGlobalResources_areGeneratedOrContainTheRegion(Map<String, String> context) {
        for (String stack : Synthesis.stacks(context)) {
            StackTemplate template = StackTemplate.of(Synthesis.of(context).json(stack + ".template.json"));

            assertThat(template.resources().values())
                    .allSatisfy(resource -> assertThat(resource.get("Type").asText())
                            .doesNotContain("IAM::User", "IAM::Group", "IAM::ManagedPolicy", "IAM::InstanceProfile"));
            assertThat(template.resources("AWS::IAM::Role").values())
                    .isNotEmpty()
                    .allSatisfy(role ->
                            assertThat(role.get("Properties").has("RoleName")).isFalse());
            assertThat(template.resources("AWS::S3::Bucket").values())
                    .allSatisfy(bucket -> assertThat(bucket.get("Properties").has("BucketName"))
                            .isFalse());
            assertThat(template.resources("AWS::CloudWatch::Dashboard").values())
                    .singleElement()
                    .satisfies(dashboard -> assertThat(
                                    dashboard.at("/Properties/DashboardName").asText())
                            .isEqualTo(stack));
        }
    }

    @Test
    void conformancePack_ofSeveralRegions_isThatOfOneStack() {
        Map<String, String> context = Map.of("regions", "eu-west-1,us-west-2");

        assertThat(Synthesis.of(context).text(DaxGuardApp.PACK_FILE))
                .isEqualTo(Synthesis.of(Contexts.DEFAULT).text(DaxGuardApp.PACK_FILE));
    }

    /** The stacks of the assembly, each with its environment. */
    private static Map<String, String> stacks(Map<String, String> context) {
        Map<String, String> stacks = new LinkedHashMap<>();
        Synthesis.of(context)
                .json("manifest.json")
                .get("artifacts")
                .properties()
                .forEach(artifact -> {
                    if (artifact.getValue().get("type").asText().equals("aws:cloudformation:stack")) {
                        stacks.put(
                                artifact.getKey(),
                                artifact.getValue().get("environment").asText());
                    }
                });
        return stacks;
    }

    private static String template(Map<String, String> context, String stack) {
        return Synthesis.of(context).text(stack + ".template.json");
    }

    private static String region(String stack) {
        return stack.substring("DaxGuard-".length());
    }

    private static Set<String> fields(JsonNode object) {
        Set<String> names = new TreeSet<>();
        for (Iterator<String> fields = object.fieldNames(); fields.hasNext(); ) {
            names.add(fields.next());
        }
        return names;
    }
}
