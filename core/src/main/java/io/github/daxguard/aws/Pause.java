package io.github.daxguard.aws;

import java.time.Duration;

/** Waits between two attempts. Tests replace it. */
@FunctionalInterface
public interface Pause {

    void sleep(Duration duration);

    /** Waits. An interrupt ends the wait and remains set, so that the next AWS call ends as well. */
    static Pause real() {
        return duration -> {
            try {
                Thread.sleep(duration.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
