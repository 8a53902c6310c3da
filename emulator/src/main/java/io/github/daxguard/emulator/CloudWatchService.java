package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * CloudWatch's operations on the data of metrics.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html">GetMetricData</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html">PutMetricData</a>
 */
final class CloudWatchService {
    private static final int MAX_DATAPOINTS = 100_800;
    private static final int MAX_DATA = 1000;
    private static final double IDLE_PERCENT = 2;
    private static final Duration OLDEST = Duration.ofDays(14);
    private static final Duration NEWEST = Duration.ofHours(2);

    private final Function<Location, Estate> estates;
    private final PageTokens tokens;
    private final InstantSource clock;

    CloudWatchService(Function<Location, Estate> estates, PageTokens tokens, InstantSource clock) {
        this.estates = estates;
        this.tokens = tokens;
        this.clock = clock;
    }

    Map<String, ServiceOperation> operations() {
        return Map.of("GetMetricData", this::getMetricData, "PutMetricData", this::putMetricData);
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
        String scanBy = form.text("ScanBy").orElse("TimestampDescending");
        if (!List.of("TimestampDescending", "TimestampAscending").contains(scanBy)) {
            problems.add("The value " + scanBy + " for parameter ScanBy is invalid.");
        }
        problems.check("ValidationException");

        String listing = listing(request);
        Position from = form.text("NextToken")
                .map(token -> tokens.read(listing, token)
                        .map(Position::of)
                        .orElseThrow(() -> AwsError.of("InvalidNextToken", "The NextToken is none of this listing.")))
                .orElse(Position.FIRST);
        Estate estate = estates.apply(request.place());
        MetricStore store = estate.metrics();
        Instant shown = shown(end.orElseThrow(), estate);
        ObjectNode result = Json.object();
        ArrayNode results = result.putArray("MetricDataResults");
        result.putArray("Messages");
        Page page = new Page(limit);
        for (int i = from.query; i < queries.size(); i++) {
            MetricQuery query = queries.get(i);
            if (!query.returned()) {
                continue;
            }
            NavigableMap<Instant, Statistics> ascending =
                    store.periods(query.metric(), query.unit(), start.orElseThrow(), shown, query.period());
            if (ascending.isEmpty() && estate.measures(query.metric())) {
                ascending = idle(start.orElseThrow(), shown, query.period());
            }
            NavigableMap<Instant, Statistics> points =
                    scanBy.equals("TimestampAscending") ? ascending : ascending.descendingMap();
            Optional<Instant> after = i == from.query ? from.after : Optional.empty();
            results.add(page.take(
                    query, i, after.map(time -> points.tailMap(time, false)).orElse(points)));
        }
        page.next.ifPresent(next -> result.put("NextToken", tokens.after(listing, next.toString())));
        return result;
    }

    /** The end of what is shown by now. */
    private Instant shown(Instant end, Estate estate) {
        Instant newest = clock.instant().minus(estate.metricsDelay());
        return estate.metricsDelay().isZero() || end.isBefore(newest) ? end : newest;
    }

    /** The load of a processor that has nothing to do, up to now. */
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

    /** The request but for what may change from page to page: a token is good for no other. */
    private static String listing(Request request) {
        ObjectNode input = request.input().deepCopy();
        input.remove(List.of("NextToken", "MaxDatapoints"));
        return "GetMetricData " + request.place() + Json.text(input);
    }

    /**
     * Where a page starts.
     *
     * @param query the index of the first query that is not complete
     * @param after the last data point of that query that is known; empty if none is
     */
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

    /** The data points that go into one answer; once it is full, queries that have more get none. */
    private static final class Page {
        private int left;
        private Optional<Position> next = Optional.empty();

        Page(int limit) {
            left = limit;
        }

        ObjectNode take(MetricQuery query, int index, NavigableMap<Instant, Statistics> points) {
            ObjectNode result = Json.object().put("Id", query.id()).put("Label", query.label());
            ArrayNode timestamps = result.putArray("Timestamps");
            ArrayNode values = result.putArray("Values");
            Optional<Instant> last = Optional.empty();
            for (Map.Entry<Instant, Statistics> point : points.entrySet()) {
                if (left == 0) {
                    break;
                }
                timestamps.add(point.getKey().toString());
                values.add(query.statistic().applyAsDouble(point.getValue()));
                last = Optional.of(point.getKey());
                left--;
            }
            boolean complete = values.size() == points.size();
            if (!complete && next.isEmpty()) {
                next = Optional.of(new Position(index, last));
            }
            return result.put("StatusCode", complete ? "Complete" : "PartialData");
        }
    }

    private ObjectNode putMetricData(Request request) {
        Form form = request.form();
        Problems missing = new Problems();
        String namespace = missing.required(form, "Namespace");
        List<Form> data = form.structures("MetricData");
        if (data.isEmpty()) {
            missing.missing("MetricData");
        }
        data.forEach(datum -> missing.required(datum, "MetricName"));
        missing.check("MissingParameter");
        Problems invalid = new Problems();
        if (namespace.startsWith("AWS/")) {
            invalid.add("The value AWS/ for parameter Namespace is invalid.");
        }
        if (namespace.startsWith(":") || namespace.length() > 255) {
            invalid.add("The value " + namespace + " for parameter Namespace is invalid.");
        }
        if (form.has("EntityMetricData")) {
            invalid.add("the emulator does not serve EntityMetricData.");
        }
        if (data.size() > MAX_DATA) {
            invalid.add("The collection MetricData must not have a size greater than " + MAX_DATA + ".");
        }
        List<Runnable> puts = new ArrayList<>();
        MetricStore store = estates.apply(request.place()).metrics();
        for (Form datum : data) {
            Map<String, String> dimensions = MetricQuery.dimensions(datum, invalid);
            String unit = MetricQuery.unit(datum, invalid).orElse("None");
            Instant at = time(datum, invalid);
            if (datum.integer("StorageResolution").orElse(60) != 60) {
                invalid.add("the emulator serves a resolution of 60 seconds only, not that of "
                        + datum.path("StorageResolution") + ".");
            }
            MetricStore.Metric metric =
                    new MetricStore.Metric(namespace, datum.text("MetricName").orElseThrow(), dimensions);
            for (Statistics samples : samples(datum, invalid)) {
                puts.add(() -> store.put(metric, at, unit, samples));
            }
        }
        invalid.check("InvalidParameterValue");
        puts.forEach(Runnable::run);
        return Json.object();
    }

    private Instant time(Form datum, Problems invalid) {
        Instant now = clock.instant();
        Instant at = datum.timestamp("Timestamp").orElse(now);
        if (at.isBefore(now.minus(OLDEST)) || at.isAfter(now.plus(NEWEST))) {
            invalid.add("The parameter " + datum.path("Timestamp")
                    + " must specify a time no more than two weeks in the past and two hours in the future.");
        }
        return at;
    }

    /** A datum's samples: one value, values that came so many times each, or what came of many. */
    private static List<Statistics> samples(Form datum, Problems invalid) {
        Optional<Double> value = datum.number("Value");
        Optional<Form> set = datum.structure("StatisticValues");
        List<Double> values = datum.numbers("Values");
        int ways = (value.isPresent() ? 1 : 0) + (set.isPresent() ? 1 : 0) + (values.isEmpty() ? 0 : 1);
        if (ways > 1) {
            throw AwsError.of(
                    "InvalidParameterCombination",
                    "The parameters " + datum.path("Value") + ", " + datum.path("StatisticValues") + " and "
                            + datum.path("Values") + " are mutually exclusive.\n");
        }
        List<Statistics> samples = new ArrayList<>();
        if (value.isPresent()) {
            samples.add(Statistics.of(value.get()));
        } else if (set.isPresent()) {
            samples.add(new Statistics(
                    requiredNumber(set.get(), "SampleCount"),
                    requiredNumber(set.get(), "Sum"),
                    requiredNumber(set.get(), "Minimum"),
                    requiredNumber(set.get(), "Maximum")));
        } else if (!values.isEmpty()) {
            List<Double> counts = datum.numbers("Counts");
            if (values.size() > 150 || (!counts.isEmpty() && counts.size() != values.size())) {
                invalid.add("The collection " + datum.path("Values")
                        + " must have at most 150 elements, and as many as Counts.");
                return List.of();
            }
            for (int i = 0; i < values.size(); i++) {
                samples.add(Statistics.of(values.get(i), counts.isEmpty() ? 1 : counts.get(i)));
            }
        } else {
            throw missing(datum, "Value");
        }
        if (!samples.stream().allMatch(Statistics::isPlausible)) {
            invalid.add("The value for parameter " + datum.path("Value")
                    + " must be a finite number, and its count positive.");
        }
        return samples;
    }

    private static double requiredNumber(Form form, String member) {
        return form.number(member).orElseThrow(() -> missing(form, member));
    }

    private static AwsError missing(Form form, String member) {
        return AwsError.of("MissingParameter", "The parameter " + form.path(member) + " is required.\n");
    }
}
