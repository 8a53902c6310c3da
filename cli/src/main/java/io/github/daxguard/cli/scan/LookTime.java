package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.TimeBudget;
import java.time.Duration;

/** How long a look at one place may take, however the network behaves. */
final class LookTime {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private LookTime() {}

    static TimeBudget begin() {
        long end = System.nanoTime() + LIMIT.toNanos();
        return new TimeBudget(
                () -> (int) Duration.ofNanos(end - System.nanoTime()).toMillis());
    }
}
