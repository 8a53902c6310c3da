package io.github.daxguard.emulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An AWS Config rule: its parameters, its target and its results. */
final class ConfigRule {
    private static final Duration START_INTERVAL = Duration.ofMinutes(1);

    private final String name;
    private final String path;
    private final String id;
    private final NavigableMap<ResultKey, Result> results = new TreeMap<>();
    private Map<String, String> parameters = Map.of();
    private @Nullable EventTarget target;
    private Instant mayStartAt = Instant.MIN;
    private boolean evaluating;

    ConfigRule(String name, String path, String id) {
        this.name = name;
        this.path = path;
        this.id = id;
    }

    String name() {
        return name;
    }

    String id() {
        return id;
    }

    String arnResource() {
        return "config-rule/" + path + id;
    }

    synchronized Map<String, String> parameters() {
        return parameters;
    }

    synchronized void parameters(Map<String, String> changed) {
        parameters = Map.copyOf(changed);
    }

    synchronized Optional<EventTarget> target() {
        return Optional.ofNullable(target);
    }

    synchronized void target(EventTarget changed) {
        target = changed;
    }

    synchronized boolean mayStart(Instant now) {
        return !evaluating && !now.isBefore(mayStartAt);
    }

    synchronized void started(Instant now) {
        evaluating = true;
        mayStartAt = now.plus(START_INTERVAL);
    }

    synchronized void ended() {
        evaluating = false;
    }

    synchronized void report(Result result) {
        results.merge(
                ResultKey.of(result.evaluation()),
                result,
                (previous, reported) -> reported.orderedAt().isBefore(previous.orderedAt()) ? previous : reported);
    }

    synchronized List<Result> results() {
        return List.copyOf(results.values());
    }

    /** The compliance of the rule: a single non-compliant resource makes it non-compliant. */
    synchronized String complianceType() {
        return Stream.of("NON_COMPLIANT", "COMPLIANT")
                .filter(type -> results.values().stream()
                        .anyMatch(result -> result.evaluation().complianceType().equals(type)))
                .findFirst()
                .orElse("INSUFFICIENT_DATA");
    }

    /** The first results after this resource, of these types or of all if none is given, ordered by type, then id. */
    synchronized List<Result> resultsAfter(ResultKey key, List<String> complianceTypes, int limit) {
        return results.tailMap(key, false).values().stream()
                .filter(result -> complianceTypes.isEmpty()
                        || complianceTypes.contains(result.evaluation().complianceType()))
                .limit(limit)
                .toList();
    }

    /** A result, the time of the event that it belongs to, and the time when it was reported. */
    record Result(StoredEvaluation evaluation, Instant invokedAt, Instant recordedAt) {
        Instant orderedAt() {
            return evaluation.orderingTimestamp();
        }
    }

    /** The resource of a result. */
    record ResultKey(String type, String id) implements Comparable<ResultKey> {
        private static final Comparator<ResultKey> BY_TYPE_THEN_ID =
                Comparator.comparing(ResultKey::type).thenComparing(ResultKey::id);

        static ResultKey of(StoredEvaluation evaluation) {
            return new ResultKey(evaluation.resourceType(), evaluation.resourceId());
        }

        /** The key that {@link #text} writes; an empty text is before every resource. */
        static ResultKey parse(String text) {
            String[] parts = text.split("\n", 2);
            return new ResultKey(parts[0], parts.length == 1 ? "" : parts[1]);
        }

        String text() {
            return type + '\n' + id;
        }

        @Override
        public int compareTo(ResultKey other) {
            return BY_TYPE_THEN_ID.compare(this, other);
        }
    }
}
