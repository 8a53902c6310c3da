package io.github.daxguard.config;

import io.github.daxguard.results.Resource;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Why AWS Config invoked the rule. */
public sealed interface Notification {

    /** AWS's name for this kind of message. */
    String messageType();

    /** When AWS Config made the notification. */
    Instant createdAt();

    /** The time that the evaluations carry: AWS Config keeps the result with the latest. */
    Instant orderingTimestamp();

    /** The day, in UTC, on which exemptions are judged: the event's, so that a late or repeated run decides alike. */
    default LocalDate day() {
        return LocalDate.ofInstant(createdAt(), ZoneOffset.UTC);
    }

    /** The rule's period has come round, or somebody started the rule: all clusters are due. */
    record Scheduled(Instant createdAt) implements Notification {
        static final String MESSAGE_TYPE = "ScheduledNotification";

        @Override
        public String messageType() {
            return MESSAGE_TYPE;
        }

        @Override
        public Instant orderingTimestamp() {
            return createdAt;
        }
    }

    /**
     * AWS Config recorded a change of one resource. What it recorded can be old, and is left out of a message over 256 KB:
     * only the resource's identity counts.
     *
     * @param messageType AWS's name: the same change comes as one of two kinds, by its size
     * @param capturedAt when AWS Config recorded the resource
     * @param gone whether the resource was deleted, is no longer recorded, or has left the rule's scope
     */
    record ItemChange(
            String messageType,
            Instant createdAt,
            Instant capturedAt,
            Resource resource,
            String clusterName,
            boolean gone)
            implements Notification {
        static final String MESSAGE_TYPE = "ConfigurationItemChangeNotification";
        static final String OVERSIZED_MESSAGE_TYPE = "OversizedConfigurationItemChangeNotification";

        @Override
        public Instant orderingTimestamp() {
            return capturedAt;
        }
    }
}
