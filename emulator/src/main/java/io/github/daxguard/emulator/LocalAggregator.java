package io.github.daxguard.emulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An aggregator of AWS Config for an organization: it has the results of all accounts and Regions of the emulator.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html">Multi-Account Multi-Region Data
 *     Aggregation</a>
 */
public final class LocalAggregator {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String SUCCEEDED = "SUCCEEDED";

    private final InstantSource clock;
    private final Map<Location, String> statuses = new ConcurrentHashMap<>();
    private final Deque<Instant> accepted = new ArrayDeque<>();
    private int rate = Integer.MAX_VALUE;
    private volatile boolean emptyFirstPages;

    LocalAggregator(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Sets the status of a source; without it, the status is {@code SUCCEEDED}.
     *
     * @param status {@code FAILED}, {@code OUTDATED} or {@code SUCCEEDED}
     */
    public void source(String account, String region, String status) {
        statuses.put(new Location(account, region), status);
    }

    /**
     * Throttles the calls of this aggregator beyond a rate, measured with the emulator's clock. AWS does not document the rate.
     *
     * @param perSecond the calls that are accepted in any period of a second; at least 1
     */
    public synchronized void limitRate(int perSecond) {
        rate = perSecond;
    }

    /** Makes every listing start with an empty page that has a {@code NextToken}, as AWS documents that it can. */
    public void startWithEmptyPages() {
        emptyFirstPages = true;
    }

    boolean startsWithEmptyPages() {
        return emptyFirstPages;
    }

    String status(Location source) {
        return statuses.getOrDefault(source, SUCCEEDED);
    }

    synchronized void requireRate() {
        Instant now = clock.instant();
        while (!accepted.isEmpty() && !accepted.getFirst().plus(SECOND).isAfter(now)) {
            accepted.removeFirst();
        }
        if (accepted.size() >= rate) {
            throw AwsError.of("ThrottlingException", "Rate exceeded");
        }
        if (rate < Integer.MAX_VALUE) {
            accepted.addLast(now);
        }
    }
}
