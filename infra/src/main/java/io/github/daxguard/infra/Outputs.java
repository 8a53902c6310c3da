package io.github.daxguard.infra;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;

/** What a deployment tells at its end. */
final class Outputs {

    private Outputs() {}

    static void of(Stack stack, RuleFunction function, Notifications notifications) {
        output(
                stack,
                "FunctionArn",
                "What AWS Config invokes",
                function.function().getFunctionArn());
        output(
                stack,
                "FunctionRoleArn",
                "What the function runs as; a member role made by hand must trust it",
                function.role().getRoleArn());
        output(stack, "LogGroup", "The function's log", function.log().getLogGroupName());
        output(
                stack,
                "FailedEvents",
                "URL of the queue of events that the function could not handle",
                function.failedEvents().getQueueUrl());
        output(
                stack,
                "Topic",
                "Where alarms and compliance changes are told: subscribe to it",
                notifications.topic().getTopicArn());
    }

    static void of(Stack stack, RealTime changes) {
        output(
                stack,
                "ChangesGivenUp",
                "URL of the queue of cluster changes that started no rule",
                changes.givenUp().getQueueUrl());
        output(
                stack,
                "ChangeLogGroup",
                "The log of the function that cluster changes start",
                changes.handler().log().getLogGroupName());
    }

    static void of(Stack stack, EncryptionHook hook) {
        output(
                stack,
                "HookLogGroup",
                "The log of the function that CloudFormation asks",
                hook.handler().log().getLogGroupName());
    }

    static void of(Stack stack, Replacement replacement) {
        output(
                stack,
                "ReplacementRunbook",
                "The Systems Manager runbook that replaces a cluster by an encrypted one",
                replacement.runbookName());
        output(
                stack,
                "ReplacementFunctionArn",
                "What the runbook invokes",
                replacement.handler().function().getFunctionArn());
        output(
                stack,
                "ReplacementLogGroup",
                "The log of the function that the runbook invokes",
                replacement.handler().log().getLogGroupName());
        output(
                stack,
                "ApprovalTopic",
                "Where the runbook asks for approval: subscribe to it",
                replacement.approvals().getTopicArn());
        replacement
                .approver()
                .ifPresent(role ->
                        output(stack, "ApproverRoleArn", "Who may approve: assume it, and answer", role.getRoleArn()));
    }

    private static void output(Stack stack, String id, String description, String value) {
        CfnOutput.Builder.create(stack, id)
                .description(description)
                .value(value)
                .build();
    }
}
