package io.github.daxguard.infra;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** A queue that keeps what was given up until a person has looked at it: as long as SQS keeps a message at all. */
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
