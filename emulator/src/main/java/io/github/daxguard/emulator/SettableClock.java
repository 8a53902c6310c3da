package io.github.daxguard.emulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that changes only when it is advanced, and never goes back; safe for use by several threads. */
public final class SettableClock implements InstantSource {
    private volatile Instant now;

    private SettableClock(Instant now) {
        this.now = now;
    }

    /** A clock at this time. */
    public static SettableClock at(Instant start) {
        return new SettableClock(start);
    }

    @Override
    public Instant instant() {
        return now;
    }

    /**
     * Advances the clock.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public synchronized void advance(Duration by) {
        advanceTo(now.plus(by));
    }

    /**
     * Advances the clock to this time.
     *
     * @throws IllegalArgumentException if this time has already passed
     */
    public synchronized void advanceTo(Instant time) {
        if (time.isBefore(now)) {
            throw new IllegalArgumentException("The clock is at " + now + " and cannot go back to " + time);
        }
        now = time;
    }
}
