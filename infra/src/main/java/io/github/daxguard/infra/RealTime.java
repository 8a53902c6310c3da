package io.github.daxguard.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.daxguard.contract.ChangeEvents;
import io.github.daxguard.contract.Handlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * Starts the periodic rules when a cluster has changed. CloudTrail's event of the call waits in a queue, and a function starts
 * the rules once for all events in a batch.
 *
 * <p>Events are received only if a trail logs management events.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html">AWS service events
 *     delivered via AWS CloudTrail</a>
 */
final class RealTime extends Construct {

    private static final int TIMEOUT_SECONDS = 15;

    /** AWS Config accepts StartConfigRulesEvaluation once a minute: changes within a minute must result in one call. */
    private static final Duration DELAY = Duration.seconds(60);

    /** AWS recommends six times the time-out of the function. It is also longer than AWS Config's minute between two calls. */
    private static final Duration VISIBILITY_TIMEOUT = Duration.seconds(6 * TIMEOUT_SECONDS);

    private static final int RECEIVES = 10;

    private final HandlerFunction handler;
    private final Queue deadLetterQueue;

    RealTime(Construct scope, String id, Settings settings, Code code, List<String> ruleArns) {
        super(scope, id);
        deadLetterQueue = FailureQueue.of(this, "DeadLetterQueue");
        Queue changes = Queue.Builder.create(this, "Changes")
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .deliveryDelay(DELAY)
                .visibilityTimeout(VISIBILITY_TIMEOUT)
                .deadLetterQueue(DeadLetterQueue.builder()
                        .queue(deadLetterQueue)
                        .maxReceiveCount(RECEIVES)
                        .build())
                .build();
        events(changes);
        handler = new HandlerFunction(this, settings, code, definition(settings, changes, ruleArns));
        CfnEventSourceMapping.Builder.create(this, "Mapping")
                .eventSourceArn(changes.getQueueArn())
                .functionName(handler.function().getFunctionName())
                // One call for all changes: the largest batches that Lambda supports, which require a batching window.
                .batchSize(10_000)
                .maximumBatchingWindowInSeconds(1)
                .functionResponseTypes(List.of("ReportBatchItemFailures"))
                // The lowest value that Lambda accepts. Accounts with a quota of 10, such as new ones, cannot reserve a
                // concurrency of 1. AWS Config itself refuses a second call within a minute.
                .scalingConfig(CfnEventSourceMapping.ScalingConfigProperty.builder()
                        .maximumConcurrency(2)
                        .build())
                .build();
    }

    private void events(Queue changes) {
        CfnRule rule = CfnRule.Builder.create(this, "ClusterChange")
                .description("daxguard: starts the rules when a DAX cluster or its tags have changed")
                .eventPattern(ChangeEvents.pattern())
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("Changes")
                        .arn(changes.getQueueArn())
                        .deadLetterConfig(CfnRule.DeadLetterConfigProperty.builder()
                                .arn(deadLetterQueue.getQueueArn())
                                .build())
                        .build()))
                .build();
        FailureQueue.receiveEvents(changes, List.of(rule));
        FailureQueue.receiveEvents(deadLetterQueue, List.of(rule));
    }

    private static HandlerFunction.Definition definition(Settings settings, Queue changes, List<String> ruleArns) {
        RuleStart start = RuleStart.of(settings, ruleArns);
        List<PolicyStatement> permissions = new ArrayList<>(start.permissions());
        permissions.add(RulePermissions.statement(
                "ReadChanges",
                List.of("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"),
                changes.getQueueArn()));
        List<NagPackSuppression> reasons = new ArrayList<>();
        reasons.add(HandlerFunction.reasonOfTraces());
        reasons.addAll(start.reasons());
        return new HandlerFunction.Definition(
                Handlers.CLUSTER_CHANGE,
                "change function",
                "starts the rules when a DAX cluster has changed",
                Duration.seconds(TIMEOUT_SECONDS),
                start.environment(),
                permissions,
                Optional.empty(),
                reasons);
    }

    HandlerFunction handler() {
        return handler;
    }

    /** Contains messages that the function could not process, and events that EventBridge could not deliver. */
    IQueue deadLetterQueue() {
        return deadLetterQueue;
    }
}
