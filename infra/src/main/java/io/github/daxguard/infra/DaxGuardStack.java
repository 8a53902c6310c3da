package io.github.daxguard.infra;

import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        CfnPermission invoke = function.permitConfig(this, "InvokeByConfig", getAccount());

        // AWS Config tries out a rule when it is made: recorder and permission must be there before.
        List<IDependable> before = new ArrayList<>(List.of(invoke));
        if (settings.recorder() == RecorderMode.CREATE) {
            before.add(new Recorder(this, "Recorder"));
        }
        List<RuleDefinition> definitions = RuleDefinition.all(settings);
        Rules rules = settings.packaging() == Packaging.CONFORMANCE_PACK
                ? conformancePack(definitions, function, before)
                : configRules(definitions, function, before);
        Optional<RealTime> realTime = settings.realTime()
                ? Optional.of(new RealTime(this, "RealTime", settings, code, rules.periodicArns()))
                : Optional.empty();
        Optional<EncryptionHook> hook = settings.hook() == HookMode.OFF
                ? Optional.empty()
                : Optional.of(new EncryptionHook(this, "Hook", settings, code));

        Notifications notifications = new Notifications(this, "Notifications", settings, rules.names());
        new Monitoring(this, "Monitoring", settings, function, realTime, hook, notifications.topic());
        Optional<ReplacementAutomation> replacement = settings.replacement()
                .map(value -> new ReplacementAutomation(
                        this, "Replacement", settings, value, code, rules.periodicArns(), notifications.key()));
        replacement.ifPresent(runbook -> rules.remediable().forEach(runbook::offerFor));

        Outputs outputs = new Outputs(this);
        outputs.of(function, notifications);
        realTime.ifPresent(outputs::of);
        hook.ifPresent(outputs::of);
        replacement.ifPresent(outputs::of);
    }

    /**
     * The rules, whatever they are deployed as.
     *
     * @param names EventBridge's patterns of the names of all of them
     * @param periodicArns ARNs of the periodic ones; they alone look for old results, and can be started
     * @param remediable names of the periodic rules that support a remediation, by control
     */
    private record Rules(List<?> names, List<String> periodicArns, Map<Control, String> remediable) {}

    private Rules configRules(List<RuleDefinition> definitions, RuleFunction function, List<IDependable> before) {
        ConfigRules rules = new ConfigRules(
                this, "ConfigRules", definitions, function.handler().arn());
        rules.getNode().addDependency(before.toArray(IDependable[]::new));
        // After the rules, which give the ARNs, and so perhaps after the first run: Lambda tries that one again.
        readOldResults(function, rules.periodicArns());
        return new Rules(
                definitions.stream().map(RuleDefinition::name).toList(), rules.periodicArns(), rules.periodicNames());
    }

    /** The rules inside a pack, which gives their names a suffix. */
    private Rules conformancePack(List<RuleDefinition> definitions, RuleFunction function, List<IDependable> before) {
        List<String> ruleArns = List.of(RulePermissions.ruleArnsOfPacks());
        Policy readOldResults = readOldResults(function, ruleArns);
        NagReason.give(readOldResults, RulePermissions.reasonOfRuleArnsOfPacks());
        ConformancePack pack = new ConformancePack(
                this, "ConformancePack", definitions, function.handler().arn());
        pack.getNode().addDependency(before.toArray(IDependable[]::new));
        pack.getNode().addDependency(readOldResults);
        return new Rules(
                definitions.stream()
                        .map(rule -> Map.of("prefix", rule.name() + "-conformance-pack-"))
                        .toList(),
                ruleArns,
                Map.of());
    }

    /** Not among the role's own policies: the rules' ARNs are known only when the rules are there, which need the role. */
    private Policy readOldResults(RuleFunction function, List<String> ruleArns) {
        return Policy.Builder.create(this, "ReadOldResults")
                .roles(List.of(function.handler().role()))
                .statements(List.of(RulePermissions.readOldResults(ruleArns)))
                .build();
    }
}
