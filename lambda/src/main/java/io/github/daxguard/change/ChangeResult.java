package io.github.daxguard.change;

import java.util.List;
import java.util.Optional;

/**
 * What came of a batch.
 *
 * @param messages all of the batch
 * @param refusal why AWS Config takes no start now; only with {@link Start#NOT_NOW}
 * @param returned ids of the messages that must come again
 */
public record ChangeResult(List<ChangeMessage> messages, Start start, Optional<String> refusal, List<String> returned) {

    /** Whether the rules were started. */
    public enum Start {
        /** They were. */
        STARTED,
        /** An earlier start came after all of the changes. */
        COVERED,
        /** There was no change among the messages. */
        NOT_NEEDED,
        /** AWS Config evaluates at the moment, or did less than a minute ago. */
        NOT_NOW
    }

    public ChangeResult {
        messages = List.copyOf(messages);
        returned = List.copyOf(returned);
    }

    /** How many messages say something of this kind. */
    public int count(Class<? extends ChangeMessage.Content> kind) {
        return (int) messages.stream()
                .filter(message -> kind.isInstance(message.content()))
                .count();
    }
}
