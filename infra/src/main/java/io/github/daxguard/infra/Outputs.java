package io.github.daxguard.infra;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;

record Outputs(Stack stack) {

    void of(RuleFunction function, Notifications notifications) {
        HandlerFunction handler = function.handler();
        add("FunctionArn", "What AWS Config invokes", handler.arn());
        String role = handler.role().getRoleArn();
        add("FunctionRoleArn", "What the function runs as; a member role made by hand must trust it", role);
        add("LogGroup", "The function's log", handler.logGroupName());
        String deadLetterQueue = function.deadLetterQueue().getQueueUrl();
        add(
                "EventDeadLetterQueueUrl",
                "URL of the queue of events that the function could not handle",
                deadLetterQueue);
        String topic = notifications.topic().getTopicArn();
        add("Topic", "Where alarms and compliance changes are told: subscribe to it", topic);
    }

    void of(RealTime changes) {
        String deadLetterQueue = changes.deadLetterQueue().getQueueUrl();
        add("ChangeDeadLetterQueueUrl", "URL of the queue of cluster changes that started no rule", deadLetterQueue);
        String log = changes.handler().logGroupName();
        add("ChangeLogGroup", "The log of the function that cluster changes start", log);
    }

    void of(EncryptionHook hook) {
        String log = hook.handler().logGroupName();
        add("HookLogGroup", "The log of the function that CloudFormation asks", log);
    }

    void of(ReplacementAutomation replacement) {
        String runbook = replacement.runbookName();
        add("ReplacementRunbook", "The Systems Manager runbook that replaces a cluster by an encrypted one", runbook);
        HandlerFunction handler = replacement.handler();
        add("ReplacementFunctionArn", "What the runbook invokes", handler.arn());
        add("ReplacementLogGroup", "The log of the function that the runbook invokes", handler.logGroupName());
        String approvals = replacement.approvals().getTopicArn();
        add("ApprovalTopic", "Where the runbook asks for approval: subscribe to it", approvals);
        replacement
                .approver()
                .ifPresent(role -> add("ApproverRoleArn", "Who may approve: assume it, and answer", role.getRoleArn()));
    }

    void add(String id, String description, String value) {
        CfnOutput.Builder.create(stack, id)
                .description(description)
                .value(value)
                .build();
    }
}
