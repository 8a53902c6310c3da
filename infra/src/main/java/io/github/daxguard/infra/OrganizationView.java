package io.github.daxguard.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.events.CfnEventBus;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.logs.CfnResourcePolicy;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.MetricFilter;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * The view of an organization, in the administrator's account and home Region: the central event bus, to which the accounts
 * forward their events, with a log, a topic, a dashboard and the daily digest.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html">Permissions for event buses</a>
 */
final class OrganizationView extends Construct {

    /** The name of the central event bus, which is part of the ARN that accounts are deployed with. */
    static final String BUS = "daxguard";

    /** EventBridge's console offers only log groups with this prefix as targets. */
    private static final String LOG_GROUP = "/aws/events/" + BUS;

    /** The last line of a digest that was sent ({@code docs/reference/logs.md}). Only this line has counts. */
    private static final String SENT_DIGEST = "{ $.digestTime = \"*\" && $.nonCompliant >= 0 && $.outcome = \"*\" }";

    private static final String SENT_DIGESTS = "SentDigests";

    /** A day, and the time that the digest and its retries take. */
    private static final int HOURS_WITHOUT_DIGEST = 26;

    private final CfnEventBus bus;
    private final Notifications notifications;
    private final Digest digest;
    private final Queue undelivered;
    private final LogGroup log;

    /**
     * The organization and its aggregator.
     *
     * @param id {@code o-...}: only its accounts can send events
     * @param managementAccount the account to which stack sets do not deploy
     * @param aggregatorName the name of the AWS Config aggregator, in the stack's Region
     * @param aggregatorArn its ARN
     */
    record Sources(String id, String managementAccount, String aggregatorName, String aggregatorArn) {}

    OrganizationView(
            Construct scope, String id, Settings settings, Code code, Sources organization, List<?> ruleNames) {
        super(scope, id);
        bus = CfnEventBus.Builder.create(this, "Bus")
                .name(BUS)
                .description("daxguard: receives compliance changes, alarm states and new clusters of the organization")
                .policy(busPolicy(organization.id()))
                .build();
        undelivered = FailureQueue.withReason(this, "Undelivered");
        log = createLog(settings);
        CfnRule logRule = logRule();
        notifications = new Notifications(
                this, "Notifications", settings, ruleNames, new Notifications.CentralBus(bus.getRef(), undelivered));
        digest = new Digest(
                this,
                "Digest",
                settings,
                code,
                new Digest.Sources(
                        organization.aggregatorName(),
                        organization.aggregatorArn(),
                        organization.managementAccount(),
                        bus.getRef(),
                        undelivered),
                notifications);
        List<CfnRule> rules = new ArrayList<>(notifications.rules());
        rules.addAll(digest.busRules());
        rules.add(logRule);
        FailureQueue.receiveEvents(undelivered, rules);
        List<Alarm> alarms = alarms();
        Monitoring.notifyOf(alarms, notifications.topic());
        new OrganizationDashboard(this, "Dashboard", log, digest.handler().log(), alarms);
    }

    /**
     * EventBridge reserves sources with the prefix {@code aws.} for AWS's services. Therefore, a principal of the organization
     * cannot send such an event itself: only a rule can forward one.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-example-policy-cross-account-custom-bus-source.html">
     *     Send events to a custom bus in a different account</a>, for the conditions
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html">
     *     Event structure</a>, for the sources
     */
    private static PolicyDocument busPolicy(String organizationId) {
        return RulePermissions.policy(PolicyStatement.Builder.create()
                .sid("ForwardEvents")
                .principals(List.of(new AnyPrincipal()))
                .actions(List.of("events:PutEvents"))
                .resources(List.of(RulePermissions.arn("events", "event-bus/" + BUS)))
                .conditions(OrderedMap.of(
                        "StringEquals",
                        Map.of("aws:PrincipalOrgID", organizationId),
                        "ForAllValues:StringEquals",
                        OrderedMap.of(
                                "events:source",
                                EventPatterns.FORWARDED_SOURCES,
                                "events:detail-type",
                                EventPatterns.FORWARDED_DETAIL_TYPES)))
                .build());
    }

    /** Removed with the stack, because its name is fixed and a second deployment could not create it again. */
    private LogGroup createLog(Settings settings) {
        return HandlerFunction.log(
                settings,
                LogGroup.Builder.create(this, "Log").logGroupName(LOG_GROUP).removalPolicy(RemovalPolicy.DESTROY));
    }

    /**
     * Writes every forwarded event to the log.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions">
     *     CloudWatch Logs permissions</a>
     */
    private CfnRule logRule() {
        CfnResourcePolicy policy = CfnResourcePolicy.Builder.create(this, "LogPolicy")
                .policyName(BUS + "-events")
                .policyDocument(Stack.of(this)
                        .toJsonString(RulePermissions.policy(PolicyStatement.Builder.create()
                                        .sid("WriteEvents")
                                        .principals(List.of(
                                                new ServicePrincipal("events.amazonaws.com"),
                                                new ServicePrincipal("delivery.logs.amazonaws.com")))
                                        .actions(List.of("logs:CreateLogStream", "logs:PutLogEvents"))
                                        .resources(List.of(log.getLogGroupArn()))
                                        .build())
                                .toJSON()))
                .build();
        CfnRule rule = CfnRule.Builder.create(this, "Forwarded")
                .description("daxguard: writes the forwarded events to the log")
                .eventBusName(bus.getRef())
                .eventPattern(OrderedMap.of(
                        "source", EventPatterns.FORWARDED_SOURCES, "detail-type", EventPatterns.FORWARDED_DETAIL_TYPES))
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("Log")
                        .arn(RulePermissions.arn("logs", "log-group:" + log.getLogGroupName()))
                        .deadLetterConfig(CfnRule.DeadLetterConfigProperty.builder()
                                .arn(undelivered.getQueueArn())
                                .build())
                        .build()))
                .build();
        rule.getNode().addDependency(policy);
        return rule;
    }

    private List<Alarm> alarms() {
        MetricFilter sent = MetricFilter.Builder.create(this, SENT_DIGESTS)
                .logGroup(digest.handler().log())
                .filterPattern(FilterPattern.literal(SENT_DIGEST))
                .metricNamespace(Stack.of(this).getStackName())
                .metricName(SENT_DIGESTS)
                .metricValue("1")
                .build();
        return List.of(
                Monitoring.above0(
                        this,
                        "UndeliveredEvents",
                        "Events of the organization's accounts could not be written to the log, published, or sent to the"
                                + " digest function. Each message in the dead-letter queue states the error. Correct the"
                                + " cause and purge the queue.",
                        Monitoring.messages(undelivered)),
                Monitoring.above0(
                        this,
                        "DigestErrors",
                        "daxguard's digest function failed. Lambda retries the event. The last lines of its log show the"
                                + " cause and the next step.",
                        digest.handler()
                                .function()
                                .metricErrors(MetricOptions.builder()
                                        .statistic("Sum")
                                        .period(Duration.minutes(5))
                                        .build())),
                Monitoring.above0(
                        this,
                        "DeadLetteredDigests",
                        "daxguard's digest function failed all attempts to process an event. The digest was not sent, or"
                                + " the creator of a cluster is missing in it. The dead-letter queue contains the event"
                                + " and the error. Correct the cause and purge the queue.",
                        Monitoring.messages(digest.deadLetterQueue())),
                Alarm.Builder.create(this, "NoDigest")
                        .alarmDescription("No digest was sent in the last " + HOURS_WITHOUT_DIGEST
                                + " hours. Read the digest function's log, and check that its schedule is enabled.")
                        .metric(sent.metric(MetricOptions.builder()
                                .statistic("Sum")
                                .period(Duration.hours(1))
                                .build()))
                        .threshold(1)
                        .comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD)
                        .evaluationPeriods(HOURS_WITHOUT_DIGEST)
                        .datapointsToAlarm(HOURS_WITHOUT_DIGEST)
                        .treatMissingData(TreatMissingData.BREACHING)
                        .build());
    }

    String busArn() {
        return bus.getAttrArn();
    }

    /** Contains the forwarded events. */
    LogGroup log() {
        return log;
    }

    Notifications notifications() {
        return notifications;
    }

    Digest digest() {
        return digest;
    }

    /** Contains events of the bus that could not be delivered to a target. */
    Queue undelivered() {
        return undelivered;
    }
}
