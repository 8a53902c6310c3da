package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A standard SQS queue with the event source mapping that passes its batches to a Lambda function.
 *
 * <p>It has no threads and never waits: {@link #runUntil} advances the clock from one due time to the next. {@link #send} can
 * be called by any thread at any time; the other methods are for one thread.
 *
 * <p>Simplified: visible messages are divided evenly among the pollers, and a full batch does not end its window early.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">Using Lambda with Amazon SQS</a>
 */
public final class LocalQueue {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,80}");

    private final EmulatorState state;
    private final String arn;
    private final QueueSettings settings;
    private final SettableClock clock;
    private final List<BatchTarget> instances;
    private final List<QueueMessage> messages = new ArrayList<>();
    private final List<Batch> batches = new ArrayList<>();
    private final List<String> deadLetters = new ArrayList<>();
    private final List<Exception> failures = new ArrayList<>();

    /**
     * A function that is invoked with batches, with {@code ReportBatchItemFailures} enabled.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Partial batch
     *     responses</a>
     */
    @FunctionalInterface
    public interface BatchTarget {
        /**
         * Processes one batch.
         *
         * @param batch the JSON of the messages as passed by Lambda
         * @return JSON with the messages to be redelivered; null, empty or without messages if there are none
         * @throws Exception if the whole batch is to be redelivered
         */
        byte @Nullable [] invoke(byte[] batch) throws Exception;
    }

    /**
     * An invocation.
     *
     * @param at the time of the invocation
     * @param messages the number of messages in the batch
     * @param failures the number of messages to be redelivered
     */
    public record Batch(Instant at, int messages, int failures) {}

    /**
     * A queue without messages.
     *
     * @param name the queue's name, 1 to 80 letters, digits, hyphens and underscores
     * @param clock the emulator's clock, which the queue advances
     * @param instances the function's instances; batches go to them in turn
     * @throws IllegalArgumentException if the name is invalid for a standard queue, or there are no instances
     */
    public LocalQueue(
            EmulatorState state,
            String name,
            QueueSettings settings,
            SettableClock clock,
            List<BatchTarget> instances) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "Queue name \"" + name + "\" is not 1-80 letters, digits, hyphens and underscores");
        }
        if (instances.isEmpty()) {
            throw new IllegalArgumentException("Queue " + name + " requires at least one instance of a function");
        }
        this.state = state;
        this.arn = state.location().arn("sqs", name);
        this.settings = settings;
        this.clock = clock;
        this.instances = List.copyOf(instances);
    }

    /**
     * Sends a message at the clock's time.
     *
     * @throws IllegalArgumentException if the body is empty
     */
    public void send(String body) {
        if (body.isEmpty()) {
            throw new IllegalArgumentException("A message's body must not be empty");
        }
        Instant now = clock.instant();
        synchronized (messages) {
            messages.add(new QueueMessage(body, now, now.plus(settings.delay())));
        }
    }

    /** Sends each event as a message. */
    public EventTarget asTarget() {
        return event -> send(new String(event, UTF_8));
    }

    /**
     * Delivers all messages that are due until this time (inclusive), in order of time. The clock is then at this time, or
     * later if a function has advanced it. Evaluations that a function starts end before the clock advances.
     *
     * @throws IllegalArgumentException if this time has already passed
     */
    public void runUntil(Instant end) {
        if (end.isBefore(clock.instant())) {
            throw new IllegalArgumentException(end + " has already passed: the clock is at " + clock.instant());
        }
        Optional<Instant> due = nextDue();
        while (due.isPresent() && !due.get().isAfter(end)) {
            advanceTo(due.get());
            Instant now = clock.instant();
            deadLetterExhausted(now);
            split(receive(now)).forEach(batch -> invoke(batch, now));
            due = nextDue();
        }
        advanceTo(end);
    }

    /** Every invocation, in order. */
    public List<Batch> batches() {
        return List.copyOf(batches);
    }

    /** The bodies of dead-lettered messages, in order: they were received {@code maxReceives} times without success. */
    public List<String> deadLetters() {
        return List.copyOf(deadLetters);
    }

    /** The exceptions of the instances, in order. */
    public List<Exception> failures() {
        return List.copyOf(failures);
    }

    /** The number of messages in the queue, visible or not. */
    public int waiting() {
        synchronized (messages) {
            return messages.size();
        }
    }

    /** Advances the clock to this time, unless a function has advanced it further. */
    private void advanceTo(Instant time) {
        if (time.isAfter(clock.instant())) {
            clock.advanceTo(time);
        }
    }

    private Optional<Instant> nextDue() {
        synchronized (messages) {
            return messages.stream().map(this::due).min(Comparator.naturalOrder());
        }
    }

    private Instant due(QueueMessage message) {
        return isExhausted(message) ? message.visibleAt() : message.visibleAt().plus(settings.batchingWindow());
    }

    private boolean isExhausted(QueueMessage message) {
        return message.receives() >= settings.maxReceives();
    }

    private void deadLetterExhausted(Instant now) {
        synchronized (messages) {
            messages.removeIf(message -> {
                boolean over = isExhausted(message) && message.isVisible(now);
                if (over) {
                    deadLetters.add(message.body());
                }
                return over;
            });
        }
    }

    /** Receives all visible messages if the batching window of the first one has ended. */
    private List<QueueMessage> receive(Instant now) {
        synchronized (messages) {
            List<QueueMessage> visible = messages.stream()
                    .filter(message -> !isExhausted(message) && message.isVisible(now))
                    .toList();
            if (visible.stream().allMatch(message -> due(message).isAfter(now))) {
                return List.of();
            }
            visible.forEach(message -> message.receive(now, now.plus(settings.visibilityTimeout())));
            return visible;
        }
    }

    private List<List<QueueMessage>> split(List<QueueMessage> received) {
        List<List<QueueMessage>> split = new ArrayList<>();
        int from = 0;
        for (int poller = 0; poller < settings.pollers(); poller++) {
            int share = received.size() / settings.pollers() + (poller < received.size() % settings.pollers() ? 1 : 0);
            int end = from + share;
            while (from < end) {
                int to = Math.min(end, from + settings.batchSize());
                split.add(received.subList(from, to));
                from = to;
            }
        }
        return split;
    }

    private void invoke(List<QueueMessage> batch, Instant now) {
        byte[] event = BatchEvents.event(state.location(), arn, batch);
        Set<String> failed = failed(batch, instances.get(batches.size() % instances.size()), event);
        Set<String> done = new HashSet<>(BatchEvents.ids(batch));
        done.removeAll(failed);
        synchronized (messages) {
            messages.removeIf(message -> done.contains(message.id()));
        }
        batches.add(new Batch(now, batch.size(), failed.size()));
        state.awaitDeliveries();
    }

    private Set<String> failed(List<QueueMessage> batch, BatchTarget instance, byte[] event) {
        try {
            return BatchEvents.failed(batch, instance.invoke(event));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.add(e);
        } catch (Exception e) {
            failures.add(e);
        }
        return BatchEvents.ids(batch);
    }
}
