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

/**
 * Looks again and again, until there is nothing more to wait for.
 *
 * <p>A look that AWS does not answer is made up for by the next one: hours of waiting shall not end with a connection that
 * was lost for a minute.
 */
final class Watch {

    /** So many in a row are no accident. */
    static final int MOST_FAILURES = 5;

    private final Terminal terminal;
    private final Progress progress;
    private final InstantSource clock;
    private final Pause pause;

    Watch(Terminal terminal, Progress progress, InstantSource clock, Pause pause) {
        this.terminal = terminal;
        this.progress = progress;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Watches; ends also if nobody reads any more what it shows.
     *
     * @param first what was seen before
     * @param isOver whether there is nothing more to wait for
     * @param show shows what was seen, and how long one has waited
     * @return what was seen last
     * @throws RuntimeException of the look, after {@value #MOST_FAILURES} that failed in a row
     */
    <T> T until(T first, Predicate<T> isOver, BiConsumer<T, Duration> show, Supplier<T> look, Duration every) {
        Instant start = clock.instant();
        T seen = first;
        int failures = 0;
        while (!isOver.test(seen) && !terminal.isGone()) {
            if (failures == 0) {
                show.accept(seen, Duration.between(start, clock.instant()));
            }
            pause.sleep(every);
            try {
                seen = look.get();
                failures = 0;
            } catch (DaxReadException | ReplacementException e) {
                failures++;
                if (failures == MOST_FAILURES || Thread.currentThread().isInterrupted()) {
                    progress.end();
                    throw e;
                }
                progress.show("failed", "no answer from AWS, " + failures + " of " + MOST_FAILURES + " times");
            }
        }
        progress.end();
        return seen;
    }
}
