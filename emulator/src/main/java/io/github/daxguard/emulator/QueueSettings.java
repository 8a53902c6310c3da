package io.github.daxguard.emulator;

import java.time.Duration;

/**
 * The settings of a {@link LocalQueue} and its event source mapping.
 *
 * @param delay the delivery delay of a message; at most 15 minutes
 * @param visibilityTimeout the visibility time-out of a received message; at most 12 hours
 * @param maxReceives the number of receives before a message is dead-lettered; 1 to 1,000
 * @param batchSize the maximum number of messages in a batch; 1 to 10,000
 * @param batchingWindow how long messages are collected before the function is invoked; at most 5 minutes
 * @param pollers the number of pollers among which visible messages are divided, each with its own batches; 1 to 1,000
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
            throw new IllegalArgumentException(
                    name + ": invalid value: " + value + ". Expected: PT0S to " + most + ".");
        }
    }

    private static void requireBetweenOneAnd(int most, int value, String name) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + ": invalid value: " + value + ". Expected: 1 to " + most + ".");
        }
    }
}
