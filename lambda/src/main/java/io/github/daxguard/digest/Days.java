package io.github.daxguard.digest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The calendar of the digest, which is UTC. */
final class Days {

    private Days() {}

    static LocalDate of(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
