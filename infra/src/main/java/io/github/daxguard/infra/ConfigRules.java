package io.github.daxguard.infra;

import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.rule.Control;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.services.config.CfnConfigRule;
import software.constructs.Construct;

/** The AWS Config rules as resources of the stack. */
final class ConfigRules extends Construct {

    static final String EVENT_SOURCE = "aws.config";

    private final Map<Control, CfnConfigRule> periodic = new LinkedHashMap<>();

    ConfigRules(Construct scope, String id, List<RuleDefinition> definitions, String functionArn) {
        super(scope, id);
        for (RuleDefinition definition : definitions) {
            CfnConfigRule rule = CfnConfigRule.Builder.create(this, definition.id())
                    .configRuleName(definition.name())
                    .description(definition.description())
                    .inputParameters(definition.parameters())
                    .source(CfnConfigRule.SourceProperty.builder()
                            .owner("CUSTOM_LAMBDA")
                            .sourceIdentifier(functionArn)
                            .sourceDetails(sourceDetails(definition))
                            .build())
                    .scope(scope(definition))
                    .build();
            if (definition.frequency().isPresent()) {
                periodic.put(definition.control(), rule);
            }
        }
    }

    private static List<CfnConfigRule.SourceDetailProperty> sourceDetails(RuleDefinition definition) {
        return definition
                .frequency()
                .map(frequency -> List.of(CfnConfigRule.SourceDetailProperty.builder()
                        .eventSource(EVENT_SOURCE)
                        .messageType(RuleDefinition.SCHEDULED)
                        .maximumExecutionFrequency(frequency.configValue())
                        .build()))
                .orElseGet(() -> RuleDefinition.ITEM_CHANGES.stream()
                        .map(messageType -> CfnConfigRule.SourceDetailProperty.builder()
                                .eventSource(EVENT_SOURCE)
                                .messageType(messageType)
                                .build())
                        .toList());
    }

    /** AWS Config refuses a scope on a periodic rule. A change-triggered rule without a scope receives every recorded change. */
    private static CfnConfigRule.@Nullable ScopeProperty scope(RuleDefinition definition) {
        if (definition.frequency().isPresent()) {
            return null;
        }
        return CfnConfigRule.ScopeProperty.builder()
                .complianceResourceTypes(List.of(ResourceType.DAX_CLUSTER))
                .build();
    }

    /** The ARNs of the periodic rules: only their runs read previous evaluation results. */
    List<String> periodicArns() {
        return periodic.values().stream().map(CfnConfigRule::getAttrArn).toList();
    }

    /** References to the names of the periodic rules, by control. */
    Map<Control, String> periodicNames() {
        Map<Control, String> names = new LinkedHashMap<>();
        periodic.forEach((control, rule) -> names.put(control, rule.getRef()));
        return names;
    }
}
