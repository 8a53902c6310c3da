package io.github.daxguard.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.daxguard.contract.EnvironmentVariables;
import io.github.daxguard.contract.Handlers;
import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.config.CfnRemediationConfiguration;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.amazon.awscdk.services.ssm.CfnDocument;
import software.constructs.Construct;

/** A runbook that replaces a cluster with an encrypted one and, after an approval, deletes the source cluster. */
final class ReplacementAutomation extends Construct {

    private static final Duration TIMEOUT = Duration.seconds(60);

    /** Systems Manager requires that the name of a topic for approvals begins with {@code Automation}. */
    private static final String TOPIC = "Automation-DaxGuard-Approvals";

    private final HandlerFunction handler;
    private final Topic approvals;
    private final Role role;
    private final Optional<Role> approver;
    private final List<String> approvers;
    private final CfnDocument runbook;

    ReplacementAutomation(
            Construct scope,
            String id,
            Settings settings,
            Settings.Replacement replacement,
            Code code,
            List<String> ruleArns,
            IKey key) {
        super(scope, id);
        approver = replacement.approvers().isEmpty() ? Optional.of(approverRole()) : Optional.empty();
        approvers =
                approver.map(approverRole -> List.of(approverRole.getRoleArn())).orElse(replacement.approvers());
        handler = new HandlerFunction(this, settings, code, definition(settings, replacement, ruleArns, approvers));
        approvals = Topic.Builder.create(this, "Approvals")
                .topicName(TOPIC)
                .displayName("daxguard")
                .masterKey(key)
                .enforceSsl(true)
                .build();
        settings.alarmEmail().ifPresent(email -> approvals.addSubscription(new EmailSubscription(email)));
        role = role(key, RulePermissions.arn("ssm", "parameter" + replacement.endpointParameterPath() + "/*"));
        runbook = CfnDocument.Builder.create(this, "Runbook")
                .name(ReplacementRunbook.NAME)
                .documentType("Automation")
                .documentFormat("JSON")
                // A document with a fixed name cannot be replaced, only updated.
                .updateMethod("NewVersion")
                .content(new ReplacementRunbook(
                                handler.function().getFunctionName(),
                                approvals.getTopicArn(),
                                role.getRoleArn(),
                                approvers,
                                replacement.endpointParameterPath())
                        .content())
                .build();
    }

    private static HandlerFunction.Definition definition(
            Settings settings, Settings.Replacement replacement, List<String> ruleArns, List<String> approvers) {
        RuleStart start = RuleStart.of(settings, ruleArns);
        List<PolicyStatement> permissions = new ArrayList<>(ReplacementPermissions.statements());
        permissions.addAll(start.permissions());
        List<NagPackSuppression> reasons = new ArrayList<>(ReplacementPermissions.reasons());
        reasons.addAll(start.reasons());
        return new HandlerFunction.Definition(
                Handlers.REPLACEMENT,
                "replacement function",
                "replaces a DAX cluster with an encrypted one",
                TIMEOUT,
                environment(settings, replacement, start, approvers),
                permissions,
                // The runbook waits for each response, so that no events are queued.
                Optional.empty(),
                reasons);
    }

    private static Map<String, String> environment(
            Settings settings, Settings.Replacement replacement, RuleStart start, List<String> approvers) {
        Map<String, String> environment = new TreeMap<>(start.environment());
        environment.put(EnvironmentVariables.CONTROLS, settings.controlNames());
        environment.put(EnvironmentVariables.MIN_QUIET_MINUTES, String.valueOf(replacement.minQuietMinutes()));
        environment.put(EnvironmentVariables.REQUIRE_METRICS, String.valueOf(replacement.requireMetrics()));
        environment.put(EnvironmentVariables.APPROVERS, String.join(",", approvers));
        return environment;
    }

    /** The role of an execution: the principal that starts the runbook does not need its permissions. */
    private Role role(IKey key, String endpointParameters) {
        Map<String, Object> tagged = OrderedMap.of(
                "StringEquals", Map.of("aws:RequestTag/" + ReplacementRunbook.TAG, ReplacementRunbook.NAME),
                "ForAllValues:StringEquals", Map.of("aws:TagKeys", ReplacementRunbook.TAG));
        Role created = Role.Builder.create(this, "RunbookRole")
                .description("Execution role of the daxguard runbook that replaces DAX clusters")
                .assumedBy(new ServicePrincipal("ssm.amazonaws.com")
                        .withConditions(OrderedMap.of(
                                "StringEquals",
                                Map.of("aws:SourceAccount", Aws.ACCOUNT_ID),
                                "ArnLike",
                                Map.of("aws:SourceArn", anyExecution()))))
                .inlinePolicies(Map.of(
                        "Runbook",
                        RulePermissions.policy(
                                RulePermissions.statement(
                                        "InvokeFunction", List.of("lambda:InvokeFunction"), handler.arn()),
                                RulePermissions.statement("WaitForCluster", List.of("dax:DescribeClusters"), "*"),
                                RulePermissions.statement(
                                        "WriteEndpoint", List.of("ssm:PutParameter"), endpointParameters),
                                RulePermissions.statementIf(
                                        "TagExecution", List.of("ssm:AddTagsToResource"), tagged, anyExecution()),
                                RulePermissions.statement(
                                        "PublishMessages", List.of("sns:Publish"), approvals.getTopicArn()),
                                RulePermissions.statement(
                                        "EncryptMessages",
                                        List.of("kms:Decrypt", "kms:GenerateDataKey"),
                                        key.getKeyArn()))))
                .build();
        NagReason.suppress(
                created,
                NagReason.ofWildcard(
                        "*", "The action dax:DescribeClusters does not support resource-level permissions."),
                NagReason.ofWildcard(
                        endpointParameters, "The principal that starts the runbook chooses the name below this path."),
                anyExecutionReason());
        return created;
    }

    /**
     * A role that can read and approve executions with the tag of the runbook. It trusts the account, whose permissions decide which
     * principals can assume it.
     */
    private Role approverRole() {
        Map<String, ?> tagged =
                Map.of("StringEquals", Map.of("aws:ResourceTag/" + ReplacementRunbook.TAG, ReplacementRunbook.NAME));
        Role created = Role.Builder.create(this, "Approver")
                .description("Role that can approve deletions in executions of the daxguard runbook")
                .assumedBy(new AccountRootPrincipal())
                .inlinePolicies(Map.of(
                        "Approve",
                        RulePermissions.policy(RulePermissions.statementIf(
                                "ReadAndApprove",
                                List.of("ssm:GetAutomationExecution", "ssm:SendAutomationSignal"),
                                tagged,
                                anyExecution()))))
                .build();
        NagReason.suppress(created, anyExecutionReason());
        return created;
    }

    private static NagPackSuppression anyExecutionReason() {
        return NagReason.ofWildcard(
                anyExecution(), "Systems Manager assigns the id of an execution when the runbook is started.");
    }

    static String anyExecution() {
        return RulePermissions.arn("ssm", "automation-execution/*");
    }

    /**
     * Adds a manual remediation to a rule. AWS warns that an automatic remediation can be started for compliant resources. Rules
     * of conformance packs and organizations do not support remediation.
     */
    void addRemediation(Control control, String ruleName) {
        boolean inTransit = control == Control.ENCRYPTION_IN_TRANSIT;
        Map<String, Object> parameters = OrderedMap.of(
                ReplacementRunbook.CLUSTER_NAME,
                Map.of("ResourceValue", Map.of("Value", "RESOURCE_ID")),
                ReplacementRunbook.ASSUME_ROLE,
                value(role.getRoleArn()));
        if (inTransit) {
            parameters.put(ReplacementRunbook.ENDPOINT_ENCRYPTION, value("TLS"));
        }
        CfnRemediationConfiguration.Builder.create(this, inTransit ? "RemediationInTransit" : "Remediation")
                .configRuleName(ruleName)
                .resourceType(ResourceType.DAX_CLUSTER)
                .targetType("SSM_DOCUMENT")
                .targetId(runbook.getRef())
                .automatic(false)
                .parameters(parameters)
                .build();
    }

    private static Map<String, Object> value(String value) {
        return Map.of("StaticValue", Map.of("Values", List.of(value)));
    }

    HandlerFunction handler() {
        return handler;
    }

    String runbookName() {
        return runbook.getRef();
    }

    ITopic approvals() {
        return approvals;
    }

    /** The role for approvers; empty if the settings name other approvers. */
    Optional<Role> approver() {
        return approver;
    }
}
