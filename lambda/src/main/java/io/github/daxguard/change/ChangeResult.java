package io.github.daxguard.change;

import io.github.daxguard.change.ChangeMessage.Change;
import java.util.List;
import java.util.Optional;

/**
 * The result of a batch.
 *
 * @param messages all messages of the batch
 * @param refusal AWS Config's reason not to start the rules now; only with {@link Start#NOT_NOW}
 * @param returned ids of the messages that must be redelivered
 */
public record ChangeResult(List<ChangeMessage> messages, Start start, Optional<String> refusal, List<String> returned) {

    /** Whether the rules were started. */
    public enum Start {
        /** The rules were started. */
        STARTED,
        /** An earlier start was after all changes. */
        COVERED,
        /** The batch has no changes. */
        NOT_NEEDED,
        /** AWS Config refused: an evaluation is in progress, or was started less than a minute ago. */
        NOT_NOW
    }

    public ChangeResult {
        messages = List.copyOf(messages);
        returned = List.copyOf(returned);
    }

    /** The calls that created a cluster, without those of messages that are redelivered. */
    public List<Change> creations() {
        return messages.stream()
                .filter(message -> !returned.contains(message.id()))
                .map(ChangeMessage::content)
                .filter(Change.class::isInstance)
                .map(Change.class::cast)
                .filter(Change::isCreation)
                .toList();
    }

    /** The number of messages with this kind of content. */
    public int count(Class<? extends ChangeMessage.Content> kind) {
        return (int) messages.stream()
                .filter(message -> kind.isInstance(message.content()))
                .count();
    }
}
