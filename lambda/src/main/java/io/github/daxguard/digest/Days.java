package io.github.daxguard.digest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The days of the digest, in UTC. */
final class Days {

    private Days() {}

    static LocalDate of(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
