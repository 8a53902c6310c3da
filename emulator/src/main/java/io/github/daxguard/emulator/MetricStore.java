package io.github.daxguard.emulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The metrics of one account and Region, with the resolution of AWS's own metrics: one minute.
 *
 * <p>Data points are returned only for periods that their age allows: multiples of one minute; after 15 days multiples of
 * 5 minutes; after 63 days multiples of one hour. After 455 days they are not returned.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention">Metrics
 *     retention</a>
 */
final class MetricStore {
    private static final Duration MINUTES_KEPT = Duration.ofDays(15);
    private static final Duration FIVE_MINUTES_KEPT = Duration.ofDays(63);
    private static final Duration HOURS_KEPT = Duration.ofDays(455);

    private final InstantSource clock;
    private final Map<Metric, NavigableMap<Instant, Statistics>> metrics = new HashMap<>();

    MetricStore(InstantSource clock) {
        this.clock = clock;
    }

    record Metric(String namespace, String name, Map<String, String> dimensions) {
        Metric {
            dimensions = Map.copyOf(dimensions);
        }
    }

    synchronized void put(Metric metric, Instant at, Statistics samples) {
        metrics.computeIfAbsent(metric, key -> new TreeMap<>())
                .merge(at.truncatedTo(ChronoUnit.MINUTES), samples, Statistics::and);
    }

    synchronized void clear() {
        metrics.clear();
    }

    /** The metric's periods with samples, by their start; {@code end} is exclusive, {@code period} in seconds. */
    synchronized NavigableMap<Instant, Statistics> periods(Metric metric, Instant start, Instant end, int period) {
        Instant now = clock.instant();
        Instant first = roundedDown(start, Math.min(3600, resolution(start, now)));
        NavigableMap<Instant, Statistics> periods = new TreeMap<>();
        metrics.getOrDefault(metric, Collections.emptyNavigableMap()).forEach((at, statistics) -> {
            Instant begin = roundedDown(at, period);
            if (!begin.isBefore(first) && begin.isBefore(end) && period % resolution(begin, now) == 0) {
                periods.merge(begin, statistics, Statistics::and);
            }
        });
        return periods;
    }

    /** The shortest available period at a time, in seconds. */
    private static int resolution(Instant time, Instant now) {
        Duration age = Duration.between(time, now);
        if (age.compareTo(MINUTES_KEPT) < 0) {
            return 60;
        }
        if (age.compareTo(FIVE_MINUTES_KEPT) < 0) {
            return 300;
        }
        return age.compareTo(HOURS_KEPT) < 0 ? 3600 : Integer.MAX_VALUE;
    }

    private static Instant roundedDown(Instant time, int seconds) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), (long) seconds) * seconds);
    }
}
