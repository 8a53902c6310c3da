package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The CloudWatch operation {@code GetMetricData}. */
final class CloudWatchService {
    private static final int MAX_DATAPOINTS = 100_800;
    private static final double IDLE_PERCENT = 2;

    private final Function<Location, EmulatorState> states;
    private final InstantSource clock;

    CloudWatchService(Function<Location, EmulatorState> states, InstantSource clock) {
        this.states = states;
        this.clock = clock;
    }

    Map<String, ServiceOperation> operations() {
        return Map.of("GetMetricData", this::getMetricData);
    }

    private ObjectNode getMetricData(Request request) {
        Form form = request.form();
        Problems problems = new Problems();
        List<MetricQuery> queries = MetricQuery.readAll(form, problems);
        Optional<Instant> start = form.timestamp("StartTime");
        Optional<Instant> end = form.timestamp("EndTime");
        if (start.isEmpty()) {
            problems.missing("StartTime");
        }
        if (end.isEmpty()) {
            problems.missing("EndTime");
        }
        if (start.isPresent() && start.equals(end)) {
            problems.add("The parameter StartTime must not equal parameter EndTime.");
        } else if (start.isPresent() && end.isPresent() && start.get().isAfter(end.get())) {
            problems.add("The parameter EndTime must be greater than StartTime.");
        }
        int limit = form.integer("MaxDatapoints").orElse(MAX_DATAPOINTS);
        if (limit < 1 || limit > MAX_DATAPOINTS) {
            problems.add("The value " + limit + " for parameter MaxDatapoints must be between 1 and " + MAX_DATAPOINTS
                    + ".");
        }
        problems.unsupported(form, "ScanBy", "LabelOptions");
        problems.check();

        String listing = listing(request);
        String token = PageTokens.start(
                form.text("NextToken"),
                listing,
                AwsError.of("InvalidNextToken", "The NextToken does not belong to this listing."));
        Position from = token.isEmpty() ? Position.FIRST : Position.of(token);
        EmulatorState state = states.apply(request.location());
        MetricStore store = state.metrics();
        Instant shown = shown(end.orElseThrow(), state);
        ObjectNode result = Json.object();
        ArrayNode results = result.putArray("MetricDataResults");
        result.putArray("Messages");
        Page page = new Page(limit);
        for (int i = from.query; i < queries.size(); i++) {
            MetricQuery query = queries.get(i);
            NavigableMap<Instant, Statistics> points =
                    store.periods(query.metric(), start.orElseThrow(), shown, query.period());
            if (points.isEmpty() && state.measures(query.metric())) {
                points = idle(start.orElseThrow(), shown, query.period());
            }
            NavigableMap<Instant, Statistics> newestFirst = points.descendingMap();
            results.add(page.fill(
                    query,
                    i,
                    i == from.query && from.after.isPresent()
                            ? newestFirst.tailMap(from.after.get(), false)
                            : newestFirst));
        }
        page.next.ifPresent(next -> result.put("NextToken", PageTokens.after(listing, next.toString())));
        return result;
    }

    private Instant shown(Instant end, EmulatorState state) {
        Instant newest = clock.instant().minus(state.metricsDelay());
        return state.metricsDelay().isZero() || end.isBefore(newest) ? end : newest;
    }

    /** The data points of an idle processor until now. */
    private NavigableMap<Instant, Statistics> idle(Instant start, Instant end, int period) {
        NavigableMap<Instant, Statistics> points = new TreeMap<>();
        Instant now = clock.instant();
        Instant last = end.isBefore(now) ? end : now;
        long first = Math.floorDiv(start.getEpochSecond(), (long) period) * period;
        for (long at = first; at < last.getEpochSecond(); at += period) {
            points.put(Instant.ofEpochSecond(at), Statistics.of(IDLE_PERCENT));
        }
        return points;
    }

    /** The request without the members that may change from page to page: a token is valid only for the same listing. */
    private static String listing(Request request) {
        ObjectNode input = request.input().deepCopy();
        input.remove(List.of("NextToken", "MaxDatapoints"));
        return "GetMetricData " + request.location() + Json.text(input);
    }

    /** The start of a page: the first incomplete query, and its last returned data point. */
    private record Position(int query, Optional<Instant> after) {
        static final Position FIRST = new Position(0, Optional.empty());

        static Position of(String text) {
            String[] parts = text.split(" ", -1);
            return new Position(
                    Integer.parseInt(parts[0]),
                    parts[1].isEmpty() ? Optional.empty() : Optional.of(Instant.parse(parts[1])));
        }

        @Override
        public String toString() {
            return query + " " + after.map(Instant::toString).orElse("");
        }
    }

    /** The data points of one response; when it is full, the remaining queries return none. */
    private static final class Page {
        private int remaining;
        private Optional<Position> next = Optional.empty();

        Page(int limit) {
            remaining = limit;
        }

        ObjectNode fill(MetricQuery query, int index, NavigableMap<Instant, Statistics> points) {
            ObjectNode result = Json.object()
                    .put("Id", query.id())
                    .put("Label", query.metric().name());
            ArrayNode timestamps = result.putArray("Timestamps");
            ArrayNode values = result.putArray("Values");
            Optional<Instant> last = Optional.empty();
            for (Map.Entry<Instant, Statistics> point : points.entrySet()) {
                if (remaining == 0) {
                    break;
                }
                timestamps.add(point.getKey().toString());
                values.add(query.statistic().applyAsDouble(point.getValue()));
                last = Optional.of(point.getKey());
                remaining--;
            }
            boolean complete = values.size() == points.size();
            if (!complete && next.isEmpty()) {
                next = Optional.of(new Position(index, last));
            }
            return result.put("StatusCode", complete ? "Complete" : "PartialData");
        }
    }
}
