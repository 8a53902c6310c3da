package io.github.daxguard.emulator;

import java.time.Duration;

/**
 * What is set of a {@link LocalQueue} and of the event source mapping that reads it.
 *
 * @param delay how long a message is invisible at first; at most 15 minutes
 * @param visibilityTimeout how long a message that was received is invisible; at most 12 hours
 * @param maxReceives how often a message is received before it goes to the dead letters; 1 to 1,000
 * @param batchSize how many messages a batch has at most; 1 to 10,000
 * @param batchingWindow how long messages are gathered before the function is invoked; at most 5 minutes
 * @param pollers how many readers share what is visible, each with batches of its own; 1 to 1,000
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html">Lambda parameters for SQS
 *     event source mappings</a>
 */
public record QueueSettings(
        Duration delay,
        Duration visibilityTimeout,
        int maxReceives,
        int batchSize,
        Duration batchingWindow,
        int pollers) {
    public QueueSettings {
        requireBetweenZeroAnd(Duration.ofMinutes(15), delay, "delay");
        requireBetweenZeroAnd(Duration.ofHours(12), visibilityTimeout, "visibilityTimeout");
        requireBetweenOneAnd(1_000, maxReceives, "maxReceives");
        requireBetweenOneAnd(10_000, batchSize, "batchSize");
        requireBetweenZeroAnd(Duration.ofMinutes(5), batchingWindow, "batchingWindow");
        requireBetweenOneAnd(1_000, pollers, "pollers");
    }

    private static void requireBetweenZeroAnd(Duration most, Duration value, String name) {
        if (value.isNegative() || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " is PT0S to " + most + ", not " + value);
        }
    }

    private static void requireBetweenOneAnd(int most, int value, String name) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " is 1 to " + most + ", not " + value);
        }
    }
}
