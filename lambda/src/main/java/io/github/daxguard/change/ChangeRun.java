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
 * Starts the rules once for a batch of messages, however many they are.
 *
 * <p>One object serves all batches of a function's instance: a message that was sent before a start which this object made
 * needs no start of its own, because AWS Config evaluates after the start. So the events of a burst, which come in many
 * batches and could be started for only one after the other, a minute apart, make one start.
 */
public final class ChangeRun {

    /** SQS keeps no message for longer: what claims to be older does not tell when it was sent. */
    private static final Duration LONGEST_IN_A_QUEUE = Duration.ofDays(14);

    private final RuleStarter rules;
    private final InstantSource clock;
    private volatile @Nullable Instant lastStart;

    public ChangeRun(RuleStarter rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Deals with a batch.
     *
     * @throws io.github.daxguard.results.StartException if the rules could not be started: all messages must come again
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
        // Taken before the call: what is sent while the call is under way may be too late for its evaluation.
        Instant start = clock.instant();
        Optional<String> refusal = rules.start(calls);
        if (refusal.isEmpty()) {
            lastStart = start;
            return new ChangeResult(messages, ChangeResult.Start.STARTED, refusal, unreadable);
        }
        List<String> comeAgain = new ArrayList<>(unreadable);
        changes.stream()
                .filter(message -> !isCovered(message))
                .map(ChangeMessage::id)
                .forEach(comeAgain::add);
        return new ChangeResult(messages, ChangeResult.Start.NOT_NOW, refusal, comeAgain);
    }

    private boolean isCovered(ChangeMessage message) {
        Instant start = lastStart;
        return start != null
                && message.sentAt()
                        .filter(sent -> sent.isBefore(start) && sent.isAfter(start.minus(LONGEST_IN_A_QUEUE)))
                        .isPresent();
    }
}
