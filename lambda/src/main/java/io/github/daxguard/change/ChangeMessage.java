package io.github.daxguard.change;

import java.time.Instant;
import java.util.Optional;

/**
 * One message of the queue.
 *
 * @param id by which the queue gets it back
 * @param sentAt when the queue received it; empty if that is not told
 * @param content what it says
 */
public record ChangeMessage(String id, Optional<Instant> sentAt, Content content) {

    /** What a message says. */
    public sealed interface Content {}

    /**
     * A call that changed a cluster, or the tags by which it may be exempt.
     *
     * @param eventName the call: {@code CreateCluster}, ...
     * @param resource the cluster's name or ARN; empty if the event does not tell
     */
    public record Change(String eventName, String resource) implements Content {}

    /**
     * It was read, and nothing that a rule looks at has changed.
     *
     * @param why as a sentence
     */
    public record Unrelated(String why) implements Content {}

    /**
     * It could not be read, so that a change may be lost with it.
     *
     * @param why as a sentence
     */
    public record Unreadable(String why) implements Content {}
}
