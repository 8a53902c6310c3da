package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@RequiresNode
class ConformancePackTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void pack_isCreatedAfterFunctionPermissionsAndRecorder() {
        JsonNode pack = StackTemplate.of(Contexts.PACK).resource("ConformancePack");

        assertThat(pack.get("DependsOn"))
                .extracting(JsonNode::asText)
                .contains("InvokeByConfig", "ReadPreviousResults", "Recorder", "RecorderDeliveryChannel");
        assertThat(pack.at("/Properties/ConformancePackName").asText()).isEqualTo("daxguard");
        assertThat(pack.at("/Properties/ConformancePackInputParameters"))
                .isEqualTo(json("[{\"ParameterName\": \"FunctionArn\", \"ParameterValue\": \"${RuleFunction.Arn}\"}]"));
    }

    @Test
    void pack_replacesTheIndividualRules() {
        assertThat(StackTemplate.of(Contexts.PACK).resources("AWS::Config::ConfigRule"))
                .isEmpty();
        assertThat(StackTemplate.of(Contexts.DEFAULT).resources("AWS::Config::ConformancePack"))
                .isEmpty();
    }

    @Test
    void template_hasTheSameRulesAsTheStack() throws IOException {
        Map<String, JsonNode> inPack = new LinkedHashMap<>();
        packOf(Contexts.PACK)
                .resources("AWS::Config::ConfigRule")
                .forEach((id, rule) -> inPack.put("ConfigRules" + id, rule.get("Properties")));

        Map<String, JsonNode> inStack = new LinkedHashMap<>();
        StackTemplate.of(Contexts.RULES).resources("AWS::Config::ConfigRule").forEach((id, rule) -> {
            ((ObjectNode) rule.at("/Properties/Source")).put("SourceIdentifier", "${FunctionArn}");
            inStack.put(id, rule.get("Properties"));
        });

        assertThat(inPack).isEqualTo(inStack).hasSize(4);
    }

    @Test
    void template_hasOnlyTheFunctionAsParameter() throws IOException {
        JsonNode template = YAML.readTree(bodyOf(Contexts.PACK));

        assertThat(template.get("Parameters").fieldNames()).toIterable().containsExactly("FunctionArn");
        assertThat(template.at("/Parameters/FunctionArn/Type").asText()).isEqualTo("String");
    }

    @Test
    void file_nextToTheStackTemplate_isThePackTemplate() {
        assertThat(Synthesis.of(Contexts.PACK).text("daxguard.conformance-pack.yaml"))
                .isEqualTo(bodyOf(Contexts.PACK));
    }

    @Test
    void file_withoutAPackInTheStack_isAlsoWritten() {
        assertThat(Synthesis.of(Contexts.DEFAULT).text("daxguard.conformance-pack.yaml"))
                .contains("dax-cluster-encrypted-at-rest", "dax-cluster-encrypted-in-transit")
                .doesNotContain("on-change");
    }

    @Test
    void template_withTheLongestParameters_isWithinTheLimitOfAwsConfig() {
        int remaining =
                RuleDefinition.LONGEST_PARAMETERS - "{'control':'encryption-in-transit','exemptClusters':''}".length();
        String exemptions = IntStream.rangeClosed(1, (remaining + 1) / 21)
                .mapToObj("cluster-of-20-ch-%03d"::formatted)
                .collect(Collectors.joining(","));
        Map<String, String> context = new HashMap<>(Contexts.PACK);
        context.put("exemptClusters", exemptions);

        String body = bodyOf(context);

        assertThat(body).contains(exemptions);
        assertThat(body.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(51_200);
    }

    private static StackTemplate packOf(Map<String, String> context) throws IOException {
        return StackTemplate.of(YAML.readTree(bodyOf(context)));
    }

    private static String bodyOf(Map<String, String> context) {
        return StackTemplate.of(context)
                .properties("ConformancePack")
                .get("TemplateBody")
                .asText();
    }
}
