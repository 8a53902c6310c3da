package io.github.daxguard.infra;

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
        List<RuleDefinition> definitions = RuleDefinition.all(settings);
        List<?> ruleNames = settings.packaging() == Packaging.CONFORMANCE_PACK
                ? conformancePack(definitions, function, before)
                : configRules(definitions, function, before);

        Notifications notifications = new Notifications(this, "Notifications", settings, ruleNames);
        new Monitoring(this, "Monitoring", settings, function, notifications.topic());

        Outputs.of(this, function, notifications);
    }

    /** The rules as they are; answers with EventBridge's patterns of their names. */
    private List<?> configRules(List<RuleDefinition> definitions, RuleFunction function, List<IDependable> before) {
        ConfigRules rules = new ConfigRules(
                this, "ConfigRules", definitions, function.invoked().getFunctionArn());
        rules.getNode().addDependency(before.toArray(IDependable[]::new));
        // After the rules, which give the ARNs, and so perhaps after the first run: Lambda tries that one again.
        readOldResults(function, rules.periodicArns());
        return definitions.stream().map(RuleDefinition::name).toList();
    }

    /** The rules inside a pack, which gives their names a suffix; answers with EventBridge's patterns of these. */
    private List<?> conformancePack(List<RuleDefinition> definitions, RuleFunction function, List<IDependable> before) {
        String rulesOfPacks = RulePermissions.ruleArnsOf("config-conforms");
        Policy readOldResults = readOldResults(function, List.of(rulesOfPacks));
        NagSuppressions.addResourceSuppressions(
                readOldResults,
                List.of(NagReason.ofWildcard(
                        rulesOfPacks,
                        "AWS Config names the rules of a conformance pack itself, after the pack is deployed.")));
        ConformancePack pack = new ConformancePack(
                this, "ConformancePack", definitions, function.invoked().getFunctionArn());
        pack.getNode().addDependency(before.toArray(IDependable[]::new));
        pack.getNode().addDependency(readOldResults);
        return definitions.stream()
                .map(rule -> Map.of("prefix", rule.name() + "-conformance-pack-"))
                .toList();
    }

    /** Not among the role's own policies: the rules' ARNs are known only when the rules are there, which need the role. */
    private Policy readOldResults(RuleFunction function, List<String> ruleArns) {
        return Policy.Builder.create(this, "ReadOldResults")
                .roles(List.of(function.role()))
                .statements(List.of(RulePermissions.readOldResults(ruleArns)))
                .build();
    }
}
