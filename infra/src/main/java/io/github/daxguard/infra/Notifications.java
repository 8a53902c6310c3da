package io.github.daxguard.infra;

import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.rule.Compliance;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/**
 * The topic for alarms and compliance changes.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html">Managing Amazon SNS encryption keys and
 *     costs</a>, on the key policy that EventBridge requires
 */
final class Notifications extends Construct {

    private static final ServicePrincipal ALARMS = new ServicePrincipal("cloudwatch.amazonaws.com");
    private static final ServicePrincipal EVENTS = new ServicePrincipal("events.amazonaws.com");

    /** Without the annotation: EventBridge does not escape quotation marks, and a message with one would be lost. */
    private static final String MESSAGE =
            "daxguard: <type> <id> is now <compliance>, account <account>, <region>. AWS Config rule <rule> shows the reason.";

    private static final Map<String, String> MESSAGE_VARIABLES = new TreeMap<>(Map.of(
            "type", "$.detail.resourceType",
            "id", "$.detail.resourceId",
            "compliance", "$.detail.newEvaluationResult.complianceType",
            "account", "$.detail.awsAccountId",
            "region", "$.detail.awsRegion",
            "rule", "$.detail.configRuleName"));

    private static final Map<String, Object> CLUSTER = OrderedMap.of("resourceType", List.of(ResourceType.DAX_CLUSTER));

    /** Not NOT_APPLICABLE, which also shows that a run found no cluster. */
    private static final Map<String, Object> ACCOUNT = OrderedMap.of(
            "resourceType",
            List.of(ResourceType.ACCOUNT),
            "newEvaluationResult",
            OrderedMap.of("complianceType", List.of(Compliance.COMPLIANT.name(), Compliance.NON_COMPLIANT.name())));

    private final Key key;
    private final Topic topic;

    /** {@code ruleNames} are EventBridge patterns of the rules whose compliance changes are published; can be empty. */
    Notifications(Construct scope, String id, Settings settings, List<?> ruleNames) {
        super(scope, id);
        // The AWS managed key of SNS cannot be used: its policy allows neither CloudWatch nor EventBridge to use it.
        key = Key.Builder.create(this, "Key")
                .description("daxguard: encrypts notifications")
                .enableKeyRotation(true)
                .pendingWindow(Duration.days(7))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        // Without a condition, as AWS documents it for both: if a service does not meet one, messages are dropped
        // silently.
        // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
        key.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("EncryptNotifications")
                .principals(ruleNames.isEmpty() ? List.of(ALARMS) : List.of(ALARMS, EVENTS))
                .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
                .resources(List.of("*"))
                .build());
        topic = Topic.Builder.create(this, "Topic")
                .displayName("daxguard")
                .masterKey(key)
                .enforceSsl(true)
                .build();
        topic.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("PublishAlarms")
                .principals(List.of(ALARMS))
                .actions(List.of("sns:Publish"))
                .resources(List.of(topic.getTopicArn()))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of("aws:SourceAccount", Stack.of(this).getAccount())))
                .build());
        settings.alarmEmail().ifPresent(email -> topic.addSubscription(new EmailSubscription(email)));
        if (!ruleNames.isEmpty()) {
            publishComplianceChanges(ruleNames);
        }
    }

    private void publishComplianceChanges(List<?> ruleNames) {
        // Without a condition: EventBridge sends no condition key to SNS, so that each message would be dropped.
        // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
        topic.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("PublishComplianceChanges")
                .principals(List.of(EVENTS))
                .actions(List.of("sns:Publish"))
                .resources(List.of(topic.getTopicArn()))
                .build());
        CfnRule.Builder.create(this, "ComplianceChange")
                .description("daxguard: reports when the compliance of a DAX cluster, or of the account, changes")
                .eventPattern(OrderedMap.of(
                        "source", List.of("aws.config"),
                        "detail-type", List.of("Config Rules Compliance Change"),
                        "detail", OrderedMap.of("configRuleName", ruleNames, "$or", List.of(CLUSTER, ACCOUNT))))
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("Topic")
                        .arn(topic.getTopicArn())
                        .inputTransformer(CfnRule.InputTransformerProperty.builder()
                                .inputPathsMap(MESSAGE_VARIABLES)
                                .inputTemplate('"' + MESSAGE + '"')
                                .build())
                        .build()))
                .build();
    }

    /** The key of the topic. Other principals can use it only if their own permissions allow it. */
    IKey key() {
        return key;
    }

    ITopic topic() {
        return topic;
    }
}
