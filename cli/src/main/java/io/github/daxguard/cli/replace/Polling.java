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

/** Polls AWS until there is nothing more to wait for. A failed call does not end hours of waiting. */
final class Polling {

    /** So many in a row are no accident. */
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
     * Polls; ends also if the output is closed.
     *
     * @param show shows a result and the time waited so far
     * @return the last result
     * @throws RuntimeException after {@value #MOST_FAILURES} failed calls in a row
     */
    <T> T until(T first, Predicate<T> isOver, BiConsumer<T, Duration> show, Supplier<T> scannedTarget, Duration every) {
        Instant start = clock.instant();
        T seen = first;
        int failures = 0;
        while (!isOver.test(seen) && !terminal.isGone()) {
            if (failures == 0) {
                show.accept(seen, Duration.between(start, clock.instant()));
            }
            pause.sleep(every);
            try {
                seen = scannedTarget.get();
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
