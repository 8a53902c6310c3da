package io.github.daxguard.infra;

import io.github.daxguard.rule.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/**
 * The topic for alarms, compliance changes and unencrypted new clusters.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html">Managing Amazon SNS encryption keys and
 *     costs</a>, on the key policy that EventBridge requires
 */
final class Notifications extends Construct {

    private static final ServicePrincipal ALARMS = new ServicePrincipal("cloudwatch.amazonaws.com");
    private static final ServicePrincipal EVENTS = new ServicePrincipal("events.amazonaws.com");

    /**
     * A message with values of the event. EventBridge does not escape quotation marks, and does not deliver a message with one.
     * Therefore, only values that cannot contain one are used, except the ARN of a caller, in which the path of an IAM user can
     * contain one.
     *
     * @param text contains the name of each value in angle brackets
     * @param paths the JSON path of each value in the event
     */
    private record Message(String text, Map<String, String> paths) {

        Message {
            paths = new TreeMap<>(paths);
        }

        CfnRule.InputTransformerProperty transformer() {
            return CfnRule.InputTransformerProperty.builder()
                    .inputPathsMap(paths)
                    .inputTemplate('"' + text + '"')
                    .build();
        }
    }

    /** Without the annotation, which contains quotation marks. */
    private static final Message COMPLIANCE = new Message(
            "daxguard: <type> <id> is now <compliance>, account <account>, <region>. AWS Config rule <rule> shows the reason.",
            Map.of(
                    "type", "$.detail.resourceType",
                    "id", "$.detail.resourceId",
                    "compliance", "$.detail.newEvaluationResult.complianceType",
                    "account", "$.detail.awsAccountId",
                    "region", "$.detail.awsRegion",
                    "rule", "$.detail.configRuleName"));

    /** Without the reason of the state, which contains quotation marks. */
    private static final Message ALARM_STATE = new Message(
            "daxguard: alarm <alarm> is now <state>, account <account>, <region>.",
            Map.of(
                    "alarm", "$.detail.alarmName",
                    "state", "$.detail.state.value",
                    "account", "$.account",
                    "region", "$.region"));

    private final Key key;
    private final Topic topic;
    private final List<CfnRule> rules = new ArrayList<>();

    /** An event bus that is not the default one, and the queue of events that cannot be published. */
    record CentralBus(String name, IQueue deadLetterQueue) {}

    /**
     * Notifications of the account's own events.
     *
     * @param ruleNames EventBridge patterns of the rules whose compliance changes are published; if empty, only alarms are
     *     published
     */
    Notifications(Construct scope, String id, Settings settings, List<?> ruleNames) {
        this(scope, id, settings, ruleNames, Optional.empty());
    }

    /** Notifications of the events that the accounts of an organization forward. Alarms of all accounts are such events. */
    Notifications(Construct scope, String id, Settings settings, List<?> ruleNames, CentralBus bus) {
        this(scope, id, settings, ruleNames, Optional.of(bus));
    }

    private Notifications(Construct scope, String id, Settings settings, List<?> ruleNames, Optional<CentralBus> bus) {
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
            publishEvents(settings, ruleNames, bus);
        }
    }

    private void publishEvents(Settings settings, List<?> ruleNames, Optional<CentralBus> bus) {
        // Without a condition: EventBridge sends no condition key to SNS, so that each message would be dropped.
        // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
        topic.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("PublishEvents")
                .principals(List.of(EVENTS))
                .actions(List.of("sns:Publish"))
                .resources(List.of(topic.getTopicArn()))
                .build());
        publish(
                "ComplianceChange",
                "daxguard: reports when the compliance of a DAX cluster, or of the account, changes",
                EventPatterns.complianceChanges(ruleNames),
                COMPLIANCE,
                bus);
        publish(
                "UnencryptedCluster",
                "daxguard: reports who created a DAX cluster without encryption",
                EventPatterns.unencryptedCreations(settings.controls()),
                creation(settings.controls()),
                bus);
        if (bus.isPresent()) {
            publish(
                    "AlarmState",
                    "daxguard: reports when an alarm of an account changes its state",
                    EventPatterns.alarmStates(List.of()),
                    ALARM_STATE,
                    bus);
        }
    }

    private static Message creation(List<Control> controls) {
        String missing = controls.stream()
                .map(control -> control.parameterValue().replace('-', ' '))
                .collect(Collectors.joining(" or without "));
        return new Message(
                "daxguard: DAX cluster <cluster> was created without " + missing
                        + ", account <account>, <region>. Created by <creator>.",
                Map.of(
                        "cluster", "$.detail.requestParameters.clusterName",
                        "account", "$.account",
                        "region", "$.region",
                        "creator", "$.detail.userIdentity.arn"));
    }

    private void publish(
            String id, String description, Map<String, Object> pattern, Message message, Optional<CentralBus> bus) {
        CfnRule.TargetProperty.Builder target = CfnRule.TargetProperty.builder()
                .id("Topic")
                .arn(topic.getTopicArn())
                .inputTransformer(message.transformer());
        CfnRule.Builder rule =
                CfnRule.Builder.create(this, id).description(description).eventPattern(pattern);
        bus.ifPresent(central -> {
            rule.eventBusName(central.name());
            target.deadLetterConfig(CfnRule.DeadLetterConfigProperty.builder()
                    .arn(central.deadLetterQueue().getQueueArn())
                    .build());
        });
        rules.add(rule.targets(List.of(target.build())).build());
    }

    /** The key of the topic. Other principals can use it only if their own permissions allow it. */
    IKey key() {
        return key;
    }

    ITopic topic() {
        return topic;
    }

    /** The EventBridge rules that publish to the topic. */
    List<CfnRule> rules() {
        return List.copyOf(rules);
    }
}
