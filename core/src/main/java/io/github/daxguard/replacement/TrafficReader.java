package io.github.daxguard.replacement;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.dax.ClusterDetails;
import io.github.daxguard.replacement.Traffic.NodeTraffic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/**
 * Reads the traffic of clusters from CloudWatch.
 *
 * <p>DAX sends only data points that are not zero, so a cluster without traffic has none; an incomplete answer is an error.
 * The reader requests the metrics of each cluster and of each node, in case one of the two is missing. A running node always
 * sends its CPU utilization, which distinguishes a quiet node from one that is not measured. Costs one GetMetricData for each
 * page.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/dax-metrics-dimensions-dax.html">DAX metrics and
 *     dimensions</a>
 */
final class TrafficReader {

    private static final String NAMESPACE = "AWS/DAX";
    private static final int PERIOD_SECONDS = 60;

    /** The maximum delay of the local clock: data points up to this time ahead are traffic as well. */
    private static final Duration AHEAD = Duration.ofDays(1);

    /** One query, and the sum of its results. */
    private static final class Series {
        private final String metric;
        private final String statistic;
        private final List<Dimension> dimensions;
        private final Instant from;
        private double sum;
        private double most;
        private Optional<Instant> firstPoint = Optional.empty();
        private Optional<Instant> lastPoint = Optional.empty();
        private Optional<Instant> lastSeen = Optional.empty();
        private boolean paired = true;
        private boolean ended;

        Series(String metric, String statistic, List<Dimension> dimensions, Instant from) {
            this.metric = metric;
            this.statistic = statistic;
            this.dimensions = dimensions;
            this.from = from;
        }

        MetricDataQuery query(String id) {
            return MetricDataQuery.builder()
                    .id(id)
                    .metricStat(stat -> stat.metric(query -> query.namespace(NAMESPACE)
                                    .metricName(metric)
                                    .dimensions(dimensions))
                            .period(PERIOD_SECONDS)
                            .stat(statistic))
                    .build();
        }

        /** Adds a part of the result; the last part states whether it is complete. */
        void add(MetricDataResult part) {
            paired &= part.values().size() == part.timestamps().size();
            ended = part.statusCode() == StatusCode.COMPLETE;
            for (int i = 0; paired && i < part.values().size(); i++) {
                add(part.timestamps().get(i), part.values().get(i));
            }
        }

        private void add(Instant at, double value) {
            if (at.isBefore(from)) {
                return;
            }
            sum += value;
            most = Math.max(most, value);
            firstPoint = Optional.of(firstPoint.filter(at::isAfter).orElse(at));
            lastPoint = later(lastPoint, Optional.of(at));
            if (value != 0) {
                lastSeen = later(lastSeen, Optional.of(at));
            }
        }

        boolean isComplete() {
            return ended && paired;
        }
    }

    /** The queries for a cluster or a node. Only nodes have the CPU utilization. */
    private record Source(String name, Series requests, Series connections, Optional<Series> processor) {

        static Source of(String name, TrafficWindow window, Dimension... dimensions) {
            List<Dimension> all = List.of(dimensions);
            Instant from = window.from().truncatedTo(ChronoUnit.MINUTES);
            return new Source(
                    name,
                    new Series("TotalRequestCount", "Sum", all, from),
                    new Series("ClientConnections", "Maximum", all, from),
                    all.size() == 1
                            ? Optional.empty()
                            : Optional.of(new Series("CPUUtilization", "Maximum", all, window.measuredSince())));
        }

        Stream<Series> queries() {
            return Stream.concat(Stream.of(requests, connections), processor.stream());
        }

        NodeTraffic traffic(TrafficWindow window) {
            return new NodeTraffic(
                    name,
                    requests.sum,
                    connections.most,
                    later(requests.lastSeen, connections.lastSeen),
                    processor
                            .filter(series -> window.isCovered(series.firstPoint, series.lastPoint))
                            .isPresent());
        }
    }

    /** A cluster and its nodes. */
    private record Sources(ClusterDetails details, Source cluster, List<Source> nodes) {

        static Sources of(ClusterDetails details, TrafficWindow window) {
            Dimension cluster = dimension("ClusterId", details.name());
            return new Sources(
                    details,
                    Source.of(details.name(), window, cluster),
                    details.nodes().stream()
                            .map(node -> Source.of(node.id(), window, cluster, dimension("NodeId", node.id())))
                            .toList());
        }

        Stream<Series> queries() {
            return Stream.concat(Stream.of(cluster), nodes.stream()).flatMap(Source::queries);
        }

        Traffic traffic(TrafficWindow window) {
            return Traffic.of(
                    cluster.traffic(window),
                    nodes.stream().map(node -> node.traffic(window)).toList(),
                    details.totalNodes());
        }
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return Stream.concat(one.stream(), other.stream()).max(Comparator.naturalOrder());
    }

    private final CloudWatchClient cloudWatch;
    private final AwsCalls calls;

    TrafficReader(CloudWatchClient cloudWatch, AwsCalls calls) {
        this.cloudWatch = cloudWatch;
        this.calls = calls;
    }

    /**
     * Reads the traffic of these clusters.
     *
     * @return by the clusters' names
     * @throws ReplacementException if CloudWatch does not return all results completely
     */
    Map<String, Traffic> read(Collection<ClusterDetails> clusters, TrafficWindow window) {
        List<Sources> sources =
                clusters.stream().map(cluster -> Sources.of(cluster, window)).toList();
        answer(
                sources.stream().flatMap(Sources::queries).toList(),
                window.measuredSince(),
                window.until().plus(AHEAD).truncatedTo(ChronoUnit.MINUTES));
        return sources.stream().collect(Collectors.toMap(each -> each.details().name(), each -> each.traffic(window)));
    }

    /** Sends all queries at once: two clusters of eleven nodes have 70, and a request accepts 500. */
    private void answer(List<Series> all, Instant from, Instant to) {
        Map<String, Series> byId = new LinkedHashMap<>();
        all.forEach(series -> byId.put("q" + byId.size(), series));
        List<MetricDataQuery> queries = byId.entrySet().stream()
                .map(query -> query.getValue().query(query.getKey()))
                .toList();
        calls.readPages(Operation.GET_METRIC_DATA, ReplacementException::new, token -> {
            GetMetricDataResponse page = calls.call(
                    Operation.GET_METRIC_DATA,
                    ReplacementException::new,
                    configuration -> cloudWatch.getMetricData(request -> request.metricDataQueries(queries)
                            .startTime(from)
                            .endTime(to)
                            .nextToken(token)
                            .overrideConfiguration(configuration)));
            for (MetricDataResult result : page.metricDataResults()) {
                Optional.ofNullable(byId.get(result.id())).ifPresent(series -> series.add(result));
            }
            return page.nextToken();
        });
        if (!all.stream().allMatch(Series::isComplete)) {
            throw new ReplacementException(
                    calls.failed(
                            Operation.GET_METRIC_DATA,
                            "the response does not contain all requested metrics, so the traffic is not known"),
                    null);
        }
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }
}
