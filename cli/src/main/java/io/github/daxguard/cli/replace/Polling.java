package io.github.daxguard.cli.replace;

import io.github.daxguard.aws.Pause;
import io.github.daxguard.cli.terminal.Progress;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.dax.DaxReadException;
import io.github.daxguard.replacement.ReplacementException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Polls AWS until a condition is met. A failed call does not end the polling. */
final class Polling {

    /** The number of consecutive failed calls that ends the polling. */
    static final int MOST_FAILURES = 5;

    private final Terminal terminal;
    private final Progress progress;
    private final InstantSource clock;
    private final Pause pause;

    Polling(Terminal terminal, Progress progress, InstantSource clock, Pause pause) {
        this.terminal = terminal;
        this.progress = progress;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Polls until the condition is met or the output is closed.
     *
     * @param show shows a result and the time waited so far
     * @return the last result
     * @throws RuntimeException after {@value #MOST_FAILURES} consecutive failed calls
     */
    <T> T until(T first, Predicate<T> isOver, BiConsumer<T, Duration> show, Supplier<T> poll, Duration interval) {
        Instant start = clock.instant();
        T seen = first;
        int failures = 0;
        while (!isOver.test(seen) && !terminal.isClosed()) {
            if (failures == 0) {
                show.accept(seen, Duration.between(start, clock.instant()));
            }
            pause.sleep(interval);
            try {
                seen = poll.get();
                failures = 0;
            } catch (DaxReadException | ReplacementException e) {
                failures++;
                if (failures == MOST_FAILURES || Thread.currentThread().isInterrupted()) {
                    progress.end();
                    throw e;
                }
                progress.show("failed", "the request to AWS failed, attempt " + failures + " of " + MOST_FAILURES);
            }
        }
        progress.end();
        return seen;
    }
}
