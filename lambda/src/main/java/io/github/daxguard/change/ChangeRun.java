package io.github.daxguard.change;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.change.ChangeMessage.Change;
import io.github.daxguard.change.ChangeMessage.Unreadable;
import io.github.daxguard.results.RuleStarter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts the rules once for a batch of messages.
 *
 * <p>One object handles all batches of a function instance. A message that was sent before the last start does not need another
 * start, because AWS Config evaluates after the start. The events of a burst in many batches therefore cause one start, although
 * AWS Config accepts only one start a minute.
 */
public final class ChangeRun {

    /** The maximum retention of SQS: an older time is not plausible. */
    private static final Duration LONGEST_IN_A_QUEUE = Duration.ofDays(14);

    private final RuleStarter rules;
    private final InstantSource clock;
    private volatile @Nullable Instant lastStart;

    public ChangeRun(RuleStarter rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Handles a batch.
     *
     * @throws io.github.daxguard.results.StartException if the rules could not be started: all messages must be redelivered
     */
    public ChangeResult run(List<ChangeMessage> messages, AwsCalls calls) {
        List<ChangeMessage> changes = messages.stream()
                .filter(message -> message.content() instanceof Change)
                .toList();
        List<String> unreadable = messages.stream()
                .filter(message -> message.content() instanceof Unreadable)
                .map(ChangeMessage::id)
                .toList();
        if (changes.isEmpty()) {
            return new ChangeResult(messages, ChangeResult.Start.NOT_NEEDED, Optional.empty(), unreadable);
        }
        if (changes.stream().allMatch(this::isCovered)) {
            return new ChangeResult(messages, ChangeResult.Start.COVERED, Optional.empty(), unreadable);
        }
        // Before the call, because a message that is sent during the call can be too late for its evaluation.
        Instant start = clock.instant();
        Optional<String> refusal = rules.start(calls);
        if (refusal.isEmpty()) {
            lastStart = start;
            return new ChangeResult(messages, ChangeResult.Start.STARTED, refusal, unreadable);
        }
        List<String> returned = new ArrayList<>(unreadable);
        changes.stream()
                .filter(message -> !isCovered(message))
                .map(ChangeMessage::id)
                .forEach(returned::add);
        return new ChangeResult(messages, ChangeResult.Start.NOT_NOW, refusal, returned);
    }

    private boolean isCovered(ChangeMessage message) {
        Instant start = lastStart;
        return start != null
                && message.sentAt()
                        .filter(sent -> sent.isBefore(start) && sent.isAfter(start.minus(LONGEST_IN_A_QUEUE)))
                        .isPresent();
    }
}
