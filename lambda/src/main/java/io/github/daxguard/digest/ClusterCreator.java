package io.github.daxguard.digest;

import java.time.Instant;

/**
 * The principal that created a cluster.
 *
 * @param arn the ARN of {@code userIdentity} in CloudTrail's event, for an assumed role that of the session; empty if CloudTrail
 *     recorded none, as for some calls of AWS services
 * @param time the time of the call
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html">
 *     CloudTrail userIdentity element</a>
 */
record ClusterCreator(String arn, Instant time) {}
