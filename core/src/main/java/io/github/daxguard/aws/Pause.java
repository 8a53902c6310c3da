package io.github.daxguard.aws;

import java.time.Duration;

/** Waits between two tries; tests give one that only notes how long. */
@FunctionalInterface
public interface Pause {

    void sleep(Duration duration);

    /** Really waits. An interrupt ends the wait and stays set, so that the next AWS call ends too. */
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
