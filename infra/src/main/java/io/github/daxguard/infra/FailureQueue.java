package io.github.daxguard.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** A dead-letter queue, which keeps messages for the longest time that SQS supports. */
final class FailureQueue {

    private static final Duration LONGEST = Duration.days(14);

    private FailureQueue() {}

    static Queue of(Construct scope, String id) {
        return Queue.Builder.create(scope, id)
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(LONGEST)
                .build();
    }

    /** As {@link #of}, for a queue whose role as a dead-letter queue cdk-nag does not recognize. */
    static Queue withReason(Construct scope, String id) {
        Queue queue = of(scope, id);
        NagReason.suppress(
                queue,
                NagReason.of(
                        "AwsSolutions-SQS3",
                        "This queue is a dead-letter queue itself. An alarm reports its messages."));
        return queue;
    }

    /** Allows EventBridge to send events of these rules to a queue: as their target, or if the target cannot be reached. */
    static void receiveEvents(Queue queue, List<CfnRule> rules) {
        queue.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("ReceiveEvents")
                .principals(List.of(new ServicePrincipal("events.amazonaws.com")))
                .actions(List.of("sqs:SendMessage"))
                .resources(List.of(queue.getQueueArn()))
                .conditions(Map.of(
                        "ArnEquals",
                        Map.of(
                                "aws:SourceArn",
                                rules.stream().map(CfnRule::getAttrArn).toList())))
                .build());
    }
}
