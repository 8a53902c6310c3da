package io.github.daxguard.emulator;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A topic of Amazon SNS, and the messages that were published to it. */
public final class LocalTopic {
    private final String arn;
    private final List<Message> messages = new CopyOnWriteArrayList<>();

    LocalTopic(String arn) {
        this.arn = arn;
    }

    /** The topic's ARN. */
    public String arn() {
        return arn;
    }

    /** The published messages, in order. */
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    void publish(Message message) {
        messages.add(message);
    }

    /**
     * A published message.
     *
     * @param subject empty if the request had none
     */
    public record Message(String subject, String text) {}
}
