package io.github.daxguard.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.daxguard.contract.EnvironmentVariables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** The environment variables and permissions that a function needs to start the periodic rules, with cdk-nag reasons. */
record RuleStart(Map<String, String> environment, List<PolicyStatement> permissions, List<NagPackSuppression> reasons) {

    RuleStart {
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        permissions = List.copyOf(permissions);
        reasons = List.copyOf(reasons);
    }

    static RuleStart of(Settings settings, List<String> ruleArns) {
        Map<String, String> environment = new TreeMap<>();
        environment.put(
                EnvironmentVariables.RULE_NAMES,
                RuleDefinition.periodic(settings).stream()
                        .map(RuleDefinition::name)
                        .collect(Collectors.joining(",")));
        List<PolicyStatement> permissions = new ArrayList<>();
        permissions.add(RulePermissions.start(ruleArns));
        List<NagPackSuppression> reasons = new ArrayList<>();
        if (settings.packaging() == Packaging.CONFORMANCE_PACK) {
            environment.put(EnvironmentVariables.CONFORMANCE_PACK, ConformancePack.NAME);
            permissions.add(RulePermissions.findRulesOfPack());
            reasons.add(RulePermissions.reasonOfRuleArnsOfPacks());
            reasons.add(RulePermissions.reasonOfPackArn());
        }
        return new RuleStart(environment, permissions, reasons);
    }
}
