package io.github.daxguard.change;

import java.time.Instant;
import java.util.Optional;

/**
 * One message of the queue.
 *
 * @param id the message id, to return the message to the queue
 * @param sentAt the time at which the queue received it; empty if not known
 * @param content the content of the body
 */
public record ChangeMessage(String id, Optional<Instant> sentAt, Content content) {

    /** The content of a message. */
    public sealed interface Content {}

    /**
     * A call that changed a cluster or its tags.
     *
     * @param eventName the call: {@code CreateCluster}, ...
     * @param resource the cluster's name or ARN; empty if the event does not contain it
     * @param account the account of the cluster; empty if the event does not contain it
     * @param principal the ARN of the principal that made the call; empty if CloudTrail recorded none, as for some calls of AWS
     *     services
     */
    public record Change(String eventName, String resource, String account, Optional<String> principal)
            implements Content {

        /** Whether the call created the cluster. */
        public boolean isCreation() {
            return eventName.equals("CreateCluster");
        }
    }

    /**
     * An event that does not affect a verdict.
     *
     * @param reason the reason, as a sentence
     */
    public record Unrelated(String reason) implements Content {}

    /**
     * A message that could not be read. It can contain a change.
     *
     * @param reason the reason, as a sentence
     */
    public record Unreadable(String reason) implements Content {}
}
