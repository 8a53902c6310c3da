package io.github.daxguard.config;

import io.github.daxguard.results.Resource;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The reason that AWS Config invoked the rule. */
public sealed interface Notification {

    /** AWS's name of the message type. */
    String messageType();

    /** The time at which AWS Config created the notification. */
    Instant createdAt();

    /** The ordering timestamp of the evaluations. AWS Config keeps the result with the latest one. */
    Instant orderingTimestamp();

    /** The day of the event, in UTC, for exemptions. A late or repeated run uses the same day. */
    default LocalDate day() {
        return LocalDate.ofInstant(createdAt(), ZoneOffset.UTC);
    }

    /** A scheduled or on-demand start of the rule, which evaluates all clusters. */
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
     * A recorded change of one resource. Only the identity of the resource is used, because the recorded configuration can be
     * outdated and is omitted from a message over 256 KB.
     *
     * @param messageType AWS's name, which depends on the size of the change
     * @param capturedAt the time at which AWS Config recorded the resource
     * @param outOfScope whether the resource was deleted, is no longer recorded, or has left the rule's scope
     */
    record ItemChange(
            String messageType,
            Instant createdAt,
            Instant capturedAt,
            Resource resource,
            String clusterName,
            boolean outOfScope)
            implements Notification {
        static final String MESSAGE_TYPE = "ConfigurationItemChangeNotification";
        static final String OVERSIZED_MESSAGE_TYPE = "OversizedConfigurationItemChangeNotification";

        @Override
        public Instant orderingTimestamp() {
            return capturedAt;
        }
    }
}
