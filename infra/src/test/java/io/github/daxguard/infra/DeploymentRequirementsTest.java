package io.github.daxguard.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.contract.CdkBootstrap;
import io.github.daxguard.contract.DeployedResource;
import io.github.daxguard.contract.DeployedResource.Part;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The requirements that {@code daxguard doctor} checks are those of the templates. */
@RequiresNode
class DeploymentRequirementsTest {

    static List<Map<String, String>> contexts() {
        return Contexts.all();
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void deployedResources_areTheTypesOfTheTemplate(Map<String, String> context) {
        Set<String> types = new TreeSet<>();
        for (String stack : Synthesis.stacks(context)) {
            Synthesis.template(context, stack)
                    .required("Resources")
                    .forEach(resource -> types.add(resource.required("Type").asText()));
        }
        Set<String> expected = DeployedResource.of(parts(context)).stream()
                .map(DeployedResource::type)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!context.containsKey("alarmEmail")) {
            expected.remove(DeployedResource.SUBSCRIPTION.type());
        }
        assertThat(types).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void bootstrapVersion_isThatOfTheTemplate(Map<String, String> context) {
        JsonNode template =
                Synthesis.template(context, Synthesis.stacks(context).get(0));
        JsonNode refused = template.at("/Rules/CheckBootstrapVersion/Assertions/0/Assert/Fn::Not/0/Fn::Contains/0");
        assertThat(refused)
                .extracting(JsonNode::asInt)
                .containsExactlyElementsOf(
                        IntStream.range(1, CdkBootstrap.MIN_VERSION).boxed().toList());
        assertThat(template.at("/Parameters/BootstrapVersion/Default").asText())
                .isEqualTo(CdkBootstrap.VERSION_PARAMETER);
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void roles_areThoseOfTheManifest(Map<String, String> context) {
        String account = "${AWS::AccountId}";
        // A stack for one of several Regions names its Region.
        String region =
                context.getOrDefault(ContextReader.REGIONS, "${AWS::Region}").split(",", -1)[0];
        String manifest = Synthesis.of(context).text("manifest.json");
        assertThat(List.of(
                        CdkBootstrap.deployRole(account, region),
                        CdkBootstrap.lookupRole(account, region),
                        CdkBootstrap.executionRole(account, region)))
                .allSatisfy(role -> assertThat(manifest).contains(":role/" + role + "\""));
        assertThat(Synthesis.of(context).text(Synthesis.stacks(context).get(0) + ".assets.json"))
                .contains(":role/" + CdkBootstrap.filePublishingRole(account, region) + "\"");
    }

    private static Set<Part> parts(Map<String, String> context) {
        if (Contexts.hasStackSets(context)) {
            return EnumSet.of(Part.STACK_SETS);
        }
        Set<Part> parts = EnumSet.of(Part.ALWAYS);
        if (Contexts.isCentral(context)) {
            parts.add(Part.ORGANIZATION);
            return parts;
        }
        parts.add(Part.ONE_ACCOUNT);
        parts.add(context.containsKey("packaging") ? Part.CONFORMANCE_PACK : Part.RULES);
        if (Contexts.hasRealTime(context)) {
            parts.add(Part.REAL_TIME);
        }
        if (Contexts.hasHook(context)) {
            parts.add(Part.HOOK);
        }
        if (Contexts.hasReplacement(context)) {
            parts.add(Part.REPLACEMENT);
        }
        if (Contexts.hasRemediation(context)) {
            parts.add(Part.REMEDIATION);
        }
        if (context.containsKey("recorder")) {
            parts.add(Part.RECORDER);
        }
        return parts;
    }
}
