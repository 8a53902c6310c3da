package io.github.daxguard.infra;

import software.amazon.awscdk.Duration;
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
}
