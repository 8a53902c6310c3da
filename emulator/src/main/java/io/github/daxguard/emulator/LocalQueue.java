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
 * A standard SQS queue together with the event source mapping that hands its batches to a Lambda function.
 *
 * <p>It has no threads and never waits: {@link #runUntil} moves the clock from one moment at which something is due to
 * the next. {@link #send} may be called by any thread at any time; the rest is for one thread.
 *
 * <p>Simplified: the pollers share evenly what is visible, and a batch never ends its window early because it is full.
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
     * A function that is invoked with batches and set up with {@code ReportBatchItemFailures}.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Partial batch
     *     responses</a>
     */
    @FunctionalInterface
    public interface BatchTarget {
        /**
         * Takes one batch.
         *
         * @param batch the JSON that Lambda makes of the messages
         * @return JSON that names the messages to be tried again; null, empty or without names if there are none
         * @throws Exception if the whole batch is to be tried again
         */
        byte @Nullable [] invoke(byte[] batch) throws Exception;
    }

    /**
     * An invocation.
     *
     * @param at when it was
     * @param messages how many messages the batch had
     * @param failures how many of them came back
     */
    public record Batch(Instant at, int messages, int failures) {}

    /**
     * A queue without messages.
     *
     * @param name the queue's name, 1 to 80 letters, digits, hyphens and underscores
     * @param clock the estate's clock, which the queue moves
     * @param instances the function's instances; batches go to them in turn
     * @throws IllegalArgumentException if the name is not one of a standard queue, or there are no instances
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
            throw new IllegalArgumentException("Queue " + name + " needs an instance of a function");
        }
        this.state = state;
        this.arn = state.place().arn("sqs", name);
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
     * Delivers all that becomes due up to and including this time, in order of time; the clock then stands at it, or
     * later if a function has moved it. Evaluations that a function starts have ended before time goes on.
     *
     * @throws IllegalArgumentException if that time has passed already
     */
    public void runUntil(Instant end) {
        if (end.isBefore(clock.instant())) {
            throw new IllegalArgumentException(end + " has passed already: the clock stands at " + clock.instant());
        }
        Optional<Instant> due = nextDue();
        while (due.isPresent() && !due.get().isAfter(end)) {
            moveTo(due.get());
            Instant now = clock.instant();
            buryExhausted(now);
            split(receive(now)).forEach(batch -> invoke(batch, now));
            due = nextDue();
        }
        moveTo(end);
    }

    /** Every invocation, in order. */
    public List<Batch> batches() {
        return List.copyOf(batches);
    }

    /** The bodies of messages that were received as often as allowed without success, in the order they were given up. */
    public List<String> deadLetters() {
        return List.copyOf(deadLetters);
    }

    /** What the instances have thrown, in order. */
    public List<Exception> failures() {
        return List.copyOf(failures);
    }

    /** How many messages are in the queue, visible or not. */
    public int waiting() {
        synchronized (messages) {
            return messages.size();
        }
    }

    /** The clock can be later already: a function can move it. */
    private void moveTo(Instant time) {
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

    private void buryExhausted(Instant now) {
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

    /** Receives all that is visible, if the window of the first of them has ended. */
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
        byte[] event = BatchEvents.event(state.place(), arn, batch);
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
