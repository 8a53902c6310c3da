package io.github.daxguard.infra;

import io.github.daxguard.contract.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.config.CfnConformancePack;
import software.constructs.Construct;

/**
 * The rules as a conformance pack. The ARN of the function is a parameter of its template, so that the same file can be
 * deployed by this stack and uploaded to another account.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/developerguide/custom-conformance-pack.html">Creating templates
 *     for custom conformance packs</a>
 */
final class ConformancePack extends Construct {

    static final String NAME = "daxguard";

    /**
     * The largest template that AWS Config accepts in a request, in bytes.
     *
     * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html">
     *     PutConformancePack</a>
     */
    static final int LARGEST_TEMPLATE = 51_200;

    private static final String FUNCTION_ARN = "FunctionArn";

    ConformancePack(Construct scope, String id, List<RuleDefinition> definitions, String functionArn) {
        super(scope, id);
        CfnConformancePack.Builder.create(this, "Pack")
                .conformancePackName(NAME)
                .templateBody(template(definitions))
                .conformancePackInputParameters(
                        List.of(CfnConformancePack.ConformancePackInputParameterProperty.builder()
                                .parameterName(FUNCTION_ARN)
                                .parameterValue(functionArn)
                                .build()))
                .build();
    }

    /** The template of the pack, in YAML. The same rules result in the same text. */
    static String template(List<RuleDefinition> definitions) {
        Map<String, Object> template = new LinkedHashMap<>();
        template.put(
                "Description",
                "AWS Config rules on the encryption of DynamoDB Accelerator (DAX) clusters, evaluated by daxguard");
        template.put(
                "Parameters",
                Map.of(
                        FUNCTION_ARN,
                        OrderedMap.of(
                                "Type",
                                "String",
                                "Description",
                                "ARN of the daxguard rule function in this Region. Its resource-based policy must allow"
                                        + " config.amazonaws.com to invoke it for this account.")));
        Map<String, Object> resources = new LinkedHashMap<>();
        for (RuleDefinition definition : definitions) {
            resources.put(
                    definition.id(),
                    OrderedMap.of("Type", "AWS::Config::ConfigRule", "Properties", properties(definition)));
        }
        template.put("Resources", resources);
        return YamlText.text(template);
    }

    private static Map<String, Object> properties(RuleDefinition definition) {
        Map<String, Object> properties = OrderedMap.of(
                "ConfigRuleName", definition.name(),
                "Description", definition.description());
        properties.put("InputParameters", definition.parameters());
        properties.put(
                "Source",
                OrderedMap.of(
                        "Owner", "CUSTOM_LAMBDA",
                        "SourceIdentifier", Map.of("Ref", FUNCTION_ARN),
                        "SourceDetails", sourceDetails(definition)));
        if (definition.frequency().isEmpty()) {
            properties.put("Scope", Map.of("ComplianceResourceTypes", List.of(ResourceType.DAX_CLUSTER)));
        }
        return properties;
    }

    private static List<Map<String, Object>> sourceDetails(RuleDefinition definition) {
        List<Map<String, Object>> details = new ArrayList<>();
        definition
                .frequency()
                .ifPresentOrElse(
                        frequency -> details.add(OrderedMap.of(
                                "EventSource", ConfigRules.EVENT_SOURCE,
                                "MessageType", RuleDefinition.SCHEDULED,
                                "MaximumExecutionFrequency", frequency.configValue())),
                        () -> RuleDefinition.ITEM_CHANGES.forEach(messageType -> details.add(
                                OrderedMap.of("EventSource", ConfigRules.EVENT_SOURCE, "MessageType", messageType))));
        return details;
    }
}
