package io.github.daxguard.emulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved, and never goes back; safe for use by several threads. */
public final class SettableClock implements InstantSource {
    private volatile Instant now;

    private SettableClock(Instant now) {
        this.now = now;
    }

    /** A clock that stands at this time. */
    public static SettableClock at(Instant start) {
        return new SettableClock(start);
    }

    @Override
    public Instant instant() {
        return now;
    }

    /**
     * Moves the clock on.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public synchronized void advance(Duration by) {
        advanceTo(now.plus(by));
    }

    /**
     * Moves the clock on to this time.
     *
     * @throws IllegalArgumentException if that time has passed already
     */
    public synchronized void advanceTo(Instant time) {
        if (time.isBefore(now)) {
            throw new IllegalArgumentException("The clock stands at " + now + " and cannot go back to " + time);
        }
        now = time;
    }
}
