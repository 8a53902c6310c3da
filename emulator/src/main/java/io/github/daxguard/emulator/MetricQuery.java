package io.github.daxguard.emulator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/** One query of {@code GetMetricData}; the period is in seconds. */
record MetricQuery(String id, MetricStore.Metric metric, int period, ToDoubleFunction<Statistics> statistic) {
    private static final int MAX_QUERIES = 500;
    private static final Pattern ID = Pattern.compile("[a-z][a-zA-Z0-9_]{0,254}");
    private static final Set<Integer> SHORT_PERIODS = Set.of(1, 5, 10, 20, 30);
    private static final Map<String, ToDoubleFunction<Statistics>> STATISTICS = Map.of(
            "SampleCount", Statistics::count,
            "Sum", Statistics::sum,
            "Average", samples -> samples.sum() / samples.count(),
            "Minimum", Statistics::minimum,
            "Maximum", Statistics::maximum);

    /** The request's queries; they must not be used if there are problems. */
    static List<MetricQuery> readAll(Form request, Problems problems) {
        List<Form> queries = request.structures("MetricDataQueries");
        if (queries.isEmpty()) {
            problems.missing(request.path("MetricDataQueries"));
        }
        if (queries.size() > MAX_QUERIES) {
            problems.add("The collection MetricDataQueries must not have a size greater than " + MAX_QUERIES + ".");
        }
        List<MetricQuery> read =
                queries.stream().map(query -> read(query, problems)).toList();
        Set<String> ids = new HashSet<>();
        if (!read.stream().allMatch(query -> ids.add(query.id))) {
            problems.add("The values for parameter id in MetricDataQueries are not unique.");
        }
        return read;
    }

    private static MetricQuery read(Form query, Problems problems) {
        problems.unsupported(query, "Expression", "Period", "AccountId", "Label", "ReturnData");
        String id = problems.required(query, "Id");
        if (!id.isEmpty() && !ID.matcher(id).matches()) {
            problems.add("The value " + id + " for parameter " + query.path("Id")
                    + " does not match the expected pattern ^[a-z][a-zA-Z0-9_]*$.");
        }
        Optional<Form> stat = problems.requiredStructure(query, "MetricStat");
        stat.ifPresent(form -> problems.unsupported(form, "Unit"));
        Optional<Form> metric = stat.flatMap(form -> problems.requiredStructure(form, "Metric"));
        String name = metric.map(form -> problems.required(form, "MetricName")).orElse("");
        return new MetricQuery(
                id,
                new MetricStore.Metric(
                        metric.map(form -> problems.required(form, "Namespace")).orElse(""),
                        name,
                        metric.map(form -> dimensions(form, problems)).orElse(Map.of())),
                stat.map(form -> period(form, problems)).orElse(0),
                stat.flatMap(form -> statistic(form, problems)).orElse(Statistics::sum));
    }

    static Map<String, String> dimensions(Form form, Problems problems) {
        List<Form> list = form.structures("Dimensions");
        if (list.size() > 30) {
            problems.add("The collection " + form.path("Dimensions") + " must not have a size greater than 30.");
        }
        Map<String, String> dimensions = new HashMap<>();
        for (Form dimension : list) {
            String name = problems.required(dimension, "Name");
            String value = problems.required(dimension, "Value");
            if (dimensions.put(name, value) != null) {
                problems.add("The values for parameter " + dimension.path("Name") + " are not unique.");
            }
        }
        return dimensions;
    }

    private static int period(Form stat, Problems problems) {
        Optional<Integer> period = stat.integer("Period");
        if (period.isEmpty()) {
            problems.missing(stat.path("Period"));
            return 0;
        }
        int seconds = period.get();
        if (seconds <= 0 || (seconds % 60 != 0 && !SHORT_PERIODS.contains(seconds))) {
            problems.add("The value " + seconds + " for parameter " + stat.path("Period")
                    + " is not a valid period: it must be 1, 5, 10, 20, 30 or a multiple of 60.");
        }
        return seconds;
    }

    private static Optional<ToDoubleFunction<Statistics>> statistic(Form stat, Problems problems) {
        String name = problems.required(stat, "Stat");
        if (!name.isEmpty() && !STATISTICS.containsKey(name)) {
            // AWS also supports percentiles and trimmed means, which cannot be calculated from statistic sets.
            problems.add("The value " + name + " for parameter " + stat.path("Stat") + " is not a valid statistic.");
        }
        return Optional.ofNullable(STATISTICS.get(name));
    }
}
