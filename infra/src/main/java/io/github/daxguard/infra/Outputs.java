package io.github.daxguard.infra;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;

/** The outputs of the stack. */
record Outputs(Stack stack) {

    void of(RuleFunction function) {
        HandlerFunction handler = function.handler();
        add("FunctionArn", "ARN of the rule function, which AWS Config invokes", handler.arn());
        String role = handler.role().getRoleArn();
        add("FunctionRoleArn", "ARN of the execution role of the rule function", role);
        add("LogGroup", "Log group of the rule function", handler.logGroupName());
        String deadLetterQueue = function.deadLetterQueue().getQueueUrl();
        add(
                "EventDeadLetterQueueUrl",
                "URL of the dead-letter queue of events that the rule function could not process",
                deadLetterQueue);
    }

    void of(Notifications notifications) {
        String topic = notifications.topic().getTopicArn();
        add("Topic", "ARN of the topic for notifications. Subscribe to it to receive them", topic);
    }

    void of(RealTime changes) {
        String deadLetterQueue = changes.deadLetterQueue().getQueueUrl();
        add(
                "ChangeDeadLetterQueueUrl",
                "URL of the dead-letter queue of changes, which could not start the rules",
                deadLetterQueue);
        String log = changes.handler().logGroupName();
        add("ChangeLogGroup", "Log group of the change function", log);
    }

    void of(Forwarding forwarding) {
        String deadLetterQueue = forwarding.deadLetterQueue().getQueueUrl();
        add(
                "ForwardingDeadLetterQueueUrl",
                "URL of the dead-letter queue of events that could not be forwarded to the central event bus",
                deadLetterQueue);
    }

    void of(OrganizationView view) {
        add("EventBus", "ARN of the central event bus, the setting eventBus of other accounts", view.busArn());
        add("EventLogGroup", "Log group of the forwarded events", view.log().getLogGroupName());
        String undelivered = view.undelivered().getQueueUrl();
        add("UndeliveredEventsQueueUrl", "URL of the dead-letter queue of events of the bus", undelivered);
        of(view.notifications());
        String digestLog = view.digest().handler().logGroupName();
        add("DigestLogGroup", "Log group of the digest function", digestLog);
        String deadLetterQueue = view.digest().deadLetterQueue().getQueueUrl();
        add(
                "DigestDeadLetterQueueUrl",
                "URL of the dead-letter queue of events that the digest function could not process",
                deadLetterQueue);
    }

    void of(EncryptionHook hook) {
        String log = hook.handler().logGroupName();
        add("HookLogGroup", "Log group of the hook function", log);
    }

    void of(ReplacementAutomation replacement) {
        String runbook = replacement.runbookName();
        add(
                "ReplacementRunbook",
                "Name of the Systems Manager runbook that replaces a cluster with an encrypted one",
                runbook);
        HandlerFunction handler = replacement.handler();
        add("ReplacementFunctionArn", "ARN of the replacement function, which the runbook invokes", handler.arn());
        add("ReplacementLogGroup", "Log group of the replacement function", handler.logGroupName());
        String approvals = replacement.approvals().getTopicArn();
        add(
                "ApprovalTopic",
                "ARN of the topic for approvals. Subscribe to it to receive the requests of the runbook",
                approvals);
        replacement
                .approver()
                .ifPresent(role ->
                        add("ApproverRoleArn", "ARN of the role that can approve a deletion", role.getRoleArn()));
    }

    void ofAggregator() {
        add(
                "Aggregator",
                "Name of the AWS Config aggregator that shows all accounts of the organization",
                OrganizationAggregator.NAME);
    }

    void add(String id, String description, String value) {
        CfnOutput.Builder.create(stack, id)
                .description(description)
                .value(value)
                .build();
    }
}
