package io.github.daxguard.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** Tells people: a topic for alarms and for compliance that changes. */
final class Notifications extends Construct {

    private static final ServicePrincipal ALARMS = new ServicePrincipal("cloudwatch.amazonaws.com");
    private static final ServicePrincipal EVENTS = new ServicePrincipal("events.amazonaws.com");

    /** The annotation stays out: EventBridge does not escape quotation marks, and a message with one would be lost. */
    private static final String MESSAGE =
            "daxguard: <type> <id> is now <compliance>, account <account>, <region>. AWS Config rule <rule> tells why.";

    private static final Map<String, String> MESSAGE_VARIABLES = new TreeMap<>(Map.of(
            "type", "$.detail.resourceType",
            "id", "$.detail.resourceId",
            "compliance", "$.detail.newEvaluationResult.complianceType",
            "account", "$.detail.awsAccountId",
            "region", "$.detail.awsRegion",
            "rule", "$.detail.configRuleName"));

    private final Topic topic;

    /**
     * Defines the topic and what goes to it.
     *
     * @param ruleNames EventBridge's patterns of the rules whose compliance changes are told; none to tell of none
     */
    Notifications(Construct scope, String id, Settings settings, List<?> ruleNames) {
        super(scope, id);
        String account = Stack.of(this).getAccount();
        // The AWS managed key of SNS cannot be used: its policy lets neither alarms nor events use it.
        Key key = Key.Builder.create(this, "Key")
                .description("daxguard: encrypts notifications")
                .enableKeyRotation(true)
                .pendingWindow(Duration.days(7))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        key.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("EncryptNotifications")
                .principals(List.of(ALARMS, EVENTS))
                .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
                .resources(List.of("*"))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", account)))
                .build());
        topic = Topic.Builder.create(this, "Topic")
                .displayName("daxguard")
                .masterKey(key)
                .enforceSsl(true)
                .build();
        topic.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("Notify")
                .principals(List.of(ALARMS, EVENTS))
                .actions(List.of("sns:Publish"))
                .resources(List.of(topic.getTopicArn()))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", account)))
                .build());
        settings.alarmEmail().ifPresent(email -> topic.addSubscription(new EmailSubscription(email)));
        if (!ruleNames.isEmpty()) {
            tellOfComplianceChanges(ruleNames);
        }
    }

    /**
     * Tells of what AWS Config sends when a resource's compliance changes.
     *
     * @see <a href="https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html">
     *     Monitoring AWS Config with Amazon EventBridge</a>
     */
    private void tellOfComplianceChanges(List<?> ruleNames) {
        CfnRule.Builder.create(this, "ComplianceChange")
                .description("daxguard: tells when a DAX cluster's compliance changes")
                .eventPattern(OrderedMap.of(
                        "source", List.of("aws.config"),
                        "detail-type", List.of("Config Rules Compliance Change"),
                        "detail", Map.of("configRuleName", ruleNames)))
                // The construct that makes such a target would let events of any account publish to the topic.
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

    ITopic topic() {
        return topic;
    }
}
