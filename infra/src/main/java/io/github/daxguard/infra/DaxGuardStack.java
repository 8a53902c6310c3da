package io.github.daxguard.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.constructs.Construct;
import software.constructs.IDependable;

/** daxguard in one account and Region: the function, its Config rules, and what watches them. */
final class DaxGuardStack extends Stack {

    static final String NAME = "DaxGuard";

    DaxGuardStack(Construct scope, Settings settings, FunctionCode code) {
        super(
                scope,
                NAME,
                StackProps.builder()
                        .description("daxguard: AWS Config rules that keep DynamoDB Accelerator (DAX) encrypted")
                        .build());
        List<RuleDefinition> definitions = RuleDefinition.all(settings);
        RuleFunction function = new RuleFunction(
                this,
                "Rule",
                settings,
                code,
                RulePermissions.evaluateAndReport(settings),
                RulePermissions.reasons(settings));
        CfnPermission invoke = ConfigPermission.of(this, "InvokeByConfig", function, getAccount());

        // AWS Config tries out a rule when it is made: recorder and permission must be there before.
        List<IDependable> before = new ArrayList<>(List.of(invoke));
        if (settings.recorder() == RecorderMode.CREATE) {
            before.add(new Recorder(this, "Recorder"));
        }
        String functionArn = function.invoked().getFunctionArn();
        List<String> ruleArns;
        List<NagPackSuppression> reasons = new ArrayList<>();
        List<?> ruleNames;
        if (settings.packaging() == Packaging.CONFORMANCE_PACK) {
            ConformancePack pack = new ConformancePack(this, "ConformancePack", definitions, functionArn);
            pack.getNode().addDependency(before.toArray(IDependable[]::new));
            String rulesOfPacks = RulePermissions.ruleArnsOf("config-conforms");
            ruleArns = List.of(rulesOfPacks);
            reasons.add(NagReason.ofWildcard(
                    rulesOfPacks,
                    "AWS Config names the rules of a conformance pack itself, after the pack is deployed."));
            ruleNames = definitions.stream()
                    .map(rule -> Map.of("prefix", rule.name() + "-conformance-pack-"))
                    .toList();
        } else {
            ConfigRules rules = new ConfigRules(this, "ConfigRules", definitions, functionArn);
            rules.getNode().addDependency(before.toArray(IDependable[]::new));
            ruleArns = rules.arns();
            ruleNames = definitions.stream().map(RuleDefinition::name).toList();
        }
        readOldResults(function, ruleArns, reasons);

        Notifications notifications = new Notifications(this, "Notifications", settings, ruleNames);
        new Monitoring(this, "Monitoring", settings, function, notifications.topic());

        Outputs.of(this, function, notifications);
    }

    /** A policy of its own: the rules' ARNs are known only when the rules are there, which need the function's role. */
    private void readOldResults(RuleFunction function, List<String> ruleArns, List<NagPackSuppression> reasons) {
        Policy policy = Policy.Builder.create(this, "ReadOldResults")
                .roles(List.of(function.role()))
                .statements(List.of(RulePermissions.readOldResults(ruleArns)))
                .build();
        NagSuppressions.addResourceSuppressions(policy, reasons);
    }
}
