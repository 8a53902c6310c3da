package io.github.daxguard.infra;

import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.DefaultStackSynthesizer;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.lambda.Code;
import software.constructs.Construct;
import software.constructs.IDependable;

/** daxguard in one account and Region: the functions, the AWS Config rules, and their monitoring. */
final class DaxGuardStack extends Stack {

    static final String NAME = "DaxGuard";

    /** The stack without a Region, which can be deployed to any Region. */
    DaxGuardStack(Construct scope, Settings settings, FunctionCode code) {
        this(scope, NAME, props().build());
        add(settings, code.asAsset(), Optional.empty());
    }

    /** The stack of one of several Regions. Its template has no account, which the credentials of the deployment determine. */
    DaxGuardStack(Construct scope, String region, Settings settings, FunctionCode code) {
        this(
                scope,
                nameIn(region),
                props().env(Environment.builder().region(region).build()).build());
        add(settings, code.asAsset(), Optional.empty());
    }

    private DaxGuardStack(Construct scope, String name, StackProps props) {
        super(scope, name, props);
    }

    /**
     * The stack of a member account of an organization, for any account and Region. Its template refers to nothing that the CDK
     * creates in an account, because the accounts are not bootstrapped.
     */
    static DaxGuardStack ofMember(Construct scope, Settings organization, String codeKey) {
        DaxGuardStack stack = new DaxGuardStack(
                scope,
                NAME,
                props().synthesizer(DefaultStackSynthesizer.Builder.create()
                                .generateBootstrapVersionRule(false)
                                .build())
                        .build());
        MemberParameters parameters = new MemberParameters(stack, organization);
        stack.add(parameters.settings(), parameters.code(codeKey), Optional.of(parameters));
        return stack;
    }

    /** Adds all resources; with {@code member} those of a member account of an organization. */
    private void add(Settings settings, Code code, Optional<MemberParameters> member) {
        boolean withExemptionTag = settings.exemptionTag().isPresent() && member.isEmpty();
        RuleFunction function = new RuleFunction(
                this,
                "Rule",
                settings,
                code,
                RulePermissions.evaluateAndReport(withExemptionTag),
                RulePermissions.reasons(withExemptionTag));
        member.ifPresent(
                parameters -> parameters.permitExemptionTags(function.handler().role()));
        CfnPermission invoke = function.permitConfig(this, "InvokeByConfig", getAccount());

        // AWS Config invokes a rule as soon as it exists: recorder and permission must exist before.
        List<IDependable> prerequisites = new ArrayList<>(List.of(invoke));
        if (settings.recorder() == RecorderMode.CREATE) {
            prerequisites.add(new Recorder(this, "Recorder"));
        }
        List<RuleDefinition> definitions = RuleDefinition.all(settings);
        Rules rules = settings.packaging() == Packaging.CONFORMANCE_PACK
                ? conformancePack(definitions, function, prerequisites)
                : configRules(definitions, function, prerequisites);
        Optional<RealTime> realTime = settings.realTime()
                ? Optional.of(new RealTime(this, "RealTime", settings, code, rules.periodicArns()))
                : Optional.empty();
        Optional<EncryptionHook> hook = settings.hook() == HookMode.OFF
                ? Optional.empty()
                : Optional.of(new EncryptionHook(this, "Hook", settings, code));

        // A topic and its key in each account and Region would cost more than all other resources.
        Optional<Notifications> notifications = member.isPresent()
                ? Optional.empty()
                : Optional.of(new Notifications(this, "Notifications", settings, rules.names()));
        Optional<Forwarding> forwarding = settings.eventBus().map(bus -> new Forwarding(this, "Forwarding", bus));
        Monitoring monitoring = new Monitoring(
                this,
                "Monitoring",
                settings,
                function,
                realTime,
                hook,
                forwarding,
                notifications.map(Notifications::topic));
        forwarding.ifPresent(events -> events.forward(rules.names(), monitoring.alarmNames()));
        Optional<ReplacementAutomation> replacement = settings.replacement()
                .map(value -> new ReplacementAutomation(
                        this,
                        "Replacement",
                        settings,
                        value,
                        code,
                        rules.periodicArns(),
                        notifications.orElseThrow().key()));
        replacement.ifPresent(runbook -> rules.remediable().forEach(runbook::addRemediation));

        Outputs outputs = new Outputs(this);
        outputs.of(function);
        notifications.ifPresent(outputs::of);
        realTime.ifPresent(outputs::of);
        forwarding.ifPresent(outputs::of);
        hook.ifPresent(outputs::of);
        replacement.ifPresent(outputs::of);
    }

    /** The name of the stack of one of several Regions. */
    static String nameIn(String region) {
        return NAME + "-" + region;
    }

    private static StackProps.Builder props() {
        return StackProps.builder()
                .description("daxguard: AWS Config rules on the encryption of DynamoDB Accelerator (DAX) clusters");
    }

    /**
     * The rules, independent of their packaging.
     *
     * @param names EventBridge patterns of the names of all rules
     * @param periodicArns ARNs of the periodic rules, which read previous results and can be started
     * @param remediable names of the periodic rules that support a remediation, by control
     */
    private record Rules(List<?> names, List<String> periodicArns, Map<Control, String> remediable) {}

    private Rules configRules(
            List<RuleDefinition> definitions, RuleFunction function, List<IDependable> prerequisites) {
        ConfigRules rules = new ConfigRules(
                this, "ConfigRules", definitions, function.handler().arn());
        rules.getNode().addDependency(prerequisites.toArray(IDependable[]::new));
        // Created after the rules, because it contains their ARNs. If the first run is earlier, it fails and Lambda
        // retries it.
        readPreviousResults(function, rules.periodicArns());
        return new Rules(
                definitions.stream().map(RuleDefinition::name).toList(), rules.periodicArns(), rules.periodicNames());
    }

    /** The rules in a conformance pack, which adds a suffix to their names. */
    private Rules conformancePack(
            List<RuleDefinition> definitions, RuleFunction function, List<IDependable> prerequisites) {
        List<String> ruleArns = List.of(RulePermissions.ruleArnsOfPacks());
        Policy readPreviousResults = readPreviousResults(function, ruleArns);
        NagReason.suppress(readPreviousResults, RulePermissions.reasonOfRuleArnsOfPacks());
        ConformancePack pack = new ConformancePack(
                this, "ConformancePack", definitions, function.handler().arn());
        pack.getNode().addDependency(prerequisites.toArray(IDependable[]::new));
        pack.getNode().addDependency(readPreviousResults);
        return new Rules(
                definitions.stream()
                        .map(rule -> Map.of("prefix", rule.name() + "-conformance-pack-"))
                        .toList(),
                ruleArns,
                Map.of());
    }

    /** A separate policy: it contains the ARNs of the rules, which depend on the function and its role. */
    private Policy readPreviousResults(RuleFunction function, List<String> ruleArns) {
        return Policy.Builder.create(this, "ReadPreviousResults")
                .roles(List.of(function.handler().role()))
                .statements(List.of(RulePermissions.readPreviousResults(ruleArns)))
                .build();
    }
}
