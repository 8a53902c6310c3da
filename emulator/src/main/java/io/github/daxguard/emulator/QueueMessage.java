package io.github.daxguard.emulator;

import java.time.Instant;
import java.util.UUID;

final class QueueMessage {
    private final String id = UUID.randomUUID().toString();
    private final String body;
    private final Instant sentAt;
    private Instant firstReceivedAt = Instant.MAX;
    private Instant visibleAt;
    private int receives;

    QueueMessage(String body, Instant sentAt, Instant visibleAt) {
        this.body = body;
        this.sentAt = sentAt;
        this.visibleAt = visibleAt;
    }

    String id() {
        return id;
    }

    String body() {
        return body;
    }

    Instant sentAt() {
        return sentAt;
    }

    Instant firstReceivedAt() {
        return firstReceivedAt;
    }

    Instant visibleAt() {
        return visibleAt;
    }

    boolean isVisible(Instant now) {
        return !now.isBefore(visibleAt);
    }

    int receives() {
        return receives;
    }

    void receive(Instant now, Instant visibleAgainAt) {
        receives++;
        visibleAt = visibleAgainAt;
        if (now.isBefore(firstReceivedAt)) {
            firstReceivedAt = now;
        }
    }
}
