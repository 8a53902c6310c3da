package io.github.daxguard.digest;

import java.time.Instant;

/** The event of an invocation of the digest function. */
public sealed interface DigestEvent {

    /**
     * The schedule, for a digest.
     *
     * @param time the time for which the event was scheduled
     */
    record Scheduled(Instant time) implements DigestEvent {}

    /**
     * A cluster was created.
     *
     * @param cluster the name, as DAX stores it
     * @param arn the ARN of the principal; empty if CloudTrail recorded none
     * @param time the time of the call
     */
    record ClusterCreated(FindingTarget target, String cluster, String arn, Instant time) implements DigestEvent {}

    /**
     * A failed call, which did not create a cluster.
     *
     * @param reason the reason, as a sentence
     */
    record Ignored(String reason) implements DigestEvent {}
}
