package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.Operation;
import io.github.daxguard.cli.doctor.DeployedStack.StackResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The alarms, subscriptions and dead-letter queues, which report a failure of the deployment. */
final class NotificationChecks {

    private static final Operation DESCRIBE_ALARMS = Operation.of("cloudwatch", "DescribeAlarms");
    private static final Operation LIST_SUBSCRIPTIONS = Operation.of("sns", "ListSubscriptionsByTopic");
    private static final Operation GET_QUEUE_ATTRIBUTES = Operation.of("sqs", "GetQueueAttributes");

    private static final String TOPIC = "Topic";
    private static final String PENDING = "PendingConfirmation";

    private static final List<QueueAttributeName> COUNTS = List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);

    /** The maximum number of names in DescribeAlarms. */
    private static final int MOST_ALARMS = 100;

    private final CheckContext context;
    private final DeployedStack stack;

    NotificationChecks(CheckContext context, DeployedStack stack) {
        this.context = context;
        this.stack = stack;
    }

    /**
     * Whether the alarms of the stack exist, are not in the state ALARM, and notify its topic.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html">DescribeAlarms</a>
     */
    Finding alarms() {
        String topic = stack.requireOutput(TOPIC);
        List<String> names = stack.resources("AWS::CloudWatch::Alarm").stream()
                .map(StackResource::physicalId)
                .toList();
        if (names.isEmpty()) {
            return Finding.problem(
                    Evidence.of("The stack does not have an alarm."),
                    Evidence.of("Specify the stack of daxguard with --stack."));
        }
        Map<String, MetricAlarm> alarms = read(names);
        Set<String> missing = new TreeSet<>(names);
        missing.removeAll(alarms.keySet());
        List<Evidence> problems = new ArrayList<>();
        add(problems, "These alarms do not exist: %s.", missing);
        add(problems, "These alarms are in the state ALARM: %s.", in(alarms, StateValue.ALARM));
        Set<String> silent = new TreeSet<>();
        alarms.forEach((name, alarm) -> {
            if (!notifies(alarm, topic)) {
                silent.add(name);
            }
        });
        add(problems, "These alarms have no enabled action for the topic: %s.", silent);
        if (!problems.isEmpty()) {
            return Finding.problem(
                    DeployedRules.separated(problems),
                    Evidence.of(
                            "The description of each alarm states the cause and the next step. Restore a changed alarm in CloudWatch, because a deployment without a change does not correct it."));
        }
        Set<String> unknown = new TreeSet<>(alarms.keySet());
        unknown.removeAll(in(alarms, StateValue.OK));
        Set<String> insufficient = in(alarms, StateValue.INSUFFICIENT_DATA);
        unknown.removeAll(insufficient);
        if (!unknown.isEmpty()) {
            return Finding.undecided(
                    Evidence.of("The state of these alarms is not known: %s.", identifiers(unknown)),
                    Evidence.of("Inspect the alarms in the CloudWatch console."));
        }
        return insufficient.isEmpty()
                ? Finding.ok(Evidence.of("%d alarms exist, notify the topic, and are in the state OK.", names.size()))
                : Finding.note(
                        Evidence.of(
                                "%d alarms exist and notify the topic. These are in the state INSUFFICIENT_DATA, as after a deployment: %s.",
                                names.size(), identifiers(insufficient)),
                        Evidence.of("Run the command again after an hour."));
    }

    private Map<String, MetricAlarm> read(List<String> names) {
        Map<String, MetricAlarm> alarms = new HashMap<>();
        for (int start = 0; start < names.size(); start += MOST_ALARMS) {
            List<String> some = names.subList(start, Math.min(names.size(), start + MOST_ALARMS));
            context.readPages(DESCRIBE_ALARMS, token -> {
                DescribeAlarmsResponse page = context.call(
                        DESCRIBE_ALARMS,
                        configuration -> context.clients()
                                .cloudWatch()
                                .describeAlarms(request -> request.alarmNames(some)
                                        .nextToken(token)
                                        .overrideConfiguration(configuration)));
                if (!page.hasMetricAlarms()) {
                    throw CallFailure.incomplete(
                            DESCRIBE_ALARMS, context.calls(), "the response does not have a list of alarms");
                }
                page.metricAlarms().stream()
                        .filter(alarm -> alarm != null && alarm.alarmName() != null)
                        .forEach(alarm -> alarms.put(alarm.alarmName(), alarm));
                return page.nextToken();
            });
        }
        alarms.keySet().retainAll(names);
        return alarms;
    }

    private static Set<String> in(Map<String, MetricAlarm> alarms, StateValue state) {
        Set<String> names = new TreeSet<>();
        alarms.forEach((name, alarm) -> {
            if (alarm.stateValue() == state) {
                names.add(name);
            }
        });
        return names;
    }

    private static boolean notifies(MetricAlarm alarm, String topic) {
        return Boolean.TRUE.equals(alarm.actionsEnabled())
                && alarm.alarmActions().contains(topic);
    }

    private static void add(List<Evidence> problems, String format, Collection<String> names) {
        if (!names.isEmpty()) {
            problems.add(Evidence.of(format, identifiers(names)));
        }
    }

    private static List<Evidence.Identifier> identifiers(Collection<String> names) {
        return Evidence.names("alarm", List.copyOf(names));
    }

    /**
     * Whether the topics have confirmed subscriptions.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html">ListSubscriptionsByTopic</a>
     */
    Finding subscriptions() {
        List<String> topics = new ArrayList<>(List.of(stack.requireOutput(TOPIC)));
        stack.output("ApprovalTopic").ifPresent(topics::add);
        List<Evidence> pending = new ArrayList<>();
        List<Evidence> none = new ArrayList<>();
        List<Evidence> confirmed = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        for (String topic : topics) {
            Evidence.Identifier name = Evidence.name("topic", topic);
            List<String> arns = subscriptionsOf(topic);
            long unconfirmed = arns.stream().filter(PENDING::equals).count();
            long active = arns.stream().filter(arn -> arn.startsWith("arn:")).count();
            if (unconfirmed > 0) {
                pending.add(
                        Evidence.of("%s: %d subscriptions are not confirmed, and %d are.", name, unconfirmed, active));
            } else if (active == 0) {
                none.add(Evidence.of(
                        "%s: the topic has no subscription, so that notifications are not delivered.", name));
                commands.add(topic);
            } else {
                confirmed.add(Evidence.of("%s: %d confirmed subscriptions.", name, active));
            }
        }
        Evidence evidence = DeployedRules.separated(pending)
                .and(DeployedRules.separated(none))
                .and(DeployedRules.separated(confirmed));
        if (!pending.isEmpty()) {
            return Finding.problem(
                    evidence,
                    Evidence.of(
                            "Open the link in AWS's e-mail with the subject \"Subscription Confirmation\". It expires after some days; then subscribe again."));
        }
        return none.isEmpty()
                ? Finding.ok(evidence)
                : Finding.note(
                        evidence,
                        Evidence.joined(commands.stream()
                                .map(topic -> Evidence.of(
                                        "Subscribe: aws sns subscribe --region %s --topic-arn %s --protocol email --notification-endpoint ADDRESS.",
                                        context.region(), Evidence.argument("topic", topic)))
                                .toList()));
    }

    private List<String> subscriptionsOf(String topic) {
        List<String> arns = new ArrayList<>();
        try (SnsClient sns = context.clients().newClient(SnsClient.builder())) {
            context.readPages(LIST_SUBSCRIPTIONS, token -> {
                ListSubscriptionsByTopicResponse page = context.call(
                        LIST_SUBSCRIPTIONS,
                        configuration -> sns.listSubscriptionsByTopic(request ->
                                request.topicArn(topic).nextToken(token).overrideConfiguration(configuration)));
                if (!page.hasSubscriptions()) {
                    throw CallFailure.incomplete(
                            LIST_SUBSCRIPTIONS, context.calls(), "the response does not have a list of subscriptions");
                }
                page.subscriptions().stream()
                        .filter(Objects::nonNull)
                        .map(Subscription::subscriptionArn)
                        .filter(Objects::nonNull)
                        .forEach(arns::add);
                return page.nextToken();
            });
        }
        return arns;
    }

    /**
     * Whether the dead-letter queues are empty.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html">
     *     GetQueueAttributes</a>
     */
    Finding deadLetterQueues() {
        List<String> queues = new ArrayList<>(List.of(stack.requireOutput("EventDeadLetterQueueUrl")));
        stack.output("ChangeDeadLetterQueueUrl").ifPresent(queues::add);
        List<Evidence> problems = new ArrayList<>();
        List<Evidence> unknown = new ArrayList<>();
        for (String queue : queues) {
            Evidence.Identifier name = Evidence.name("queue", queue);
            Optional<Long> messages = messages(queue);
            if (messages.isEmpty()) {
                unknown.add(Evidence.of("%s: SQS has not reported the number of messages.", name));
            } else if (messages.get() > 0) {
                problems.add(Evidence.of("%s: %d messages.", name, messages.get()));
            }
        }
        if (!problems.isEmpty()) {
            return Finding.problem(
                    DeployedRules.separated(problems),
                    Evidence.of(
                            "Read a message, which has the event and the error. Correct the cause, run the rules, and purge the queue."));
        }
        return unknown.isEmpty()
                ? Finding.ok(Evidence.of(
                        "%d dead-letter queues are empty: %s.", queues.size(), Evidence.names("queue", queues)))
                : Finding.undecided(DeployedRules.separated(unknown), Evidence.of("Run the command again."));
    }

    /** The number of messages; empty if it is not reported completely. */
    private Optional<Long> messages(String queue) {
        Map<QueueAttributeName, String> attributes;
        try (SqsClient sqs = context.clients().newClient(SqsClient.builder())) {
            attributes = context.call(
                            GET_QUEUE_ATTRIBUTES,
                            configuration -> sqs.getQueueAttributes(request -> request.queueUrl(queue)
                                    .attributeNames(COUNTS)
                                    .overrideConfiguration(configuration)))
                    .attributes();
        }
        long messages = 0;
        for (QueueAttributeName count : COUNTS) {
            String value = Objects.requireNonNullElse(attributes.get(count), "");
            if (!value.matches("[0-9]{1,18}")) {
                return Optional.empty();
            }
            messages += Long.parseLong(value);
        }
        return Optional.of(messages);
    }
}
