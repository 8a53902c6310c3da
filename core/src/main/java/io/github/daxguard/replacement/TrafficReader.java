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
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/**
 * Reads from CloudWatch who talks to clusters.
 *
 * <p>DAX sends only data points that are not zero, so that a cluster without traffic has none; but an incomplete answer is an
 * error. The reader asks for the metrics of each cluster and of each of its nodes, in case one of the two is missing; and for
 * the CPU utilization, which a running node always sends, to tell a quiet node from one that CloudWatch does not measure.
 * Costs one GetMetricData, or one more for each further page of its answer.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/dax-metrics-dimensions-dax.html">DAX metrics and
 *     dimensions</a>
 */
final class TrafficReader {

    private static final String NAMESPACE = "AWS/DAX";
    private static final int PERIOD_SECONDS = 60;

    /** How far behind this machine's clock may be: what CloudWatch has of after "now" counts as traffic, too. */
    private static final Duration AHEAD = Duration.ofDays(1);

    /** One query, and what came of it so far. */
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
                    .metricStat(stat -> stat.metric(asked -> asked.namespace(NAMESPACE)
                                    .metricName(metric)
                                    .dimensions(dimensions))
                            .period(PERIOD_SECONDS)
                            .stat(statistic))
                    .build();
        }

        /** Takes a part of the answer; the last part says whether it is all. */
        void take(MetricDataResult part) {
            paired &= part.values().size() == part.timestamps().size();
            ended = part.statusCode() == StatusCode.COMPLETE;
            for (int i = 0; paired && i < part.values().size(); i++) {
                take(part.timestamps().get(i), part.values().get(i));
            }
        }

        private void take(Instant at, double value) {
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

    /** A cluster, or one of its nodes, and the queries about it. */
    private record Source(Series requests, Series connections, Optional<Series> processor) {

        static Source ofCluster(TrafficWindow window, Dimension cluster) {
            return of(window, List.of(cluster), Optional.empty());
        }

        static Source ofNode(TrafficWindow window, Dimension cluster, Dimension node) {
            List<Dimension> both = List.of(cluster, node);
            return of(window, both, Optional.of(new Series("CPUUtilization", "Maximum", both, window.measuredSince())));
        }

        private static Source of(TrafficWindow window, List<Dimension> dimensions, Optional<Series> processor) {
            Instant from = window.from().truncatedTo(ChronoUnit.MINUTES);
            return new Source(
                    new Series("TotalRequestCount", "Sum", dimensions, from),
                    new Series("ClientConnections", "Maximum", dimensions, from),
                    processor);
        }

        Stream<Series> queries() {
            return Stream.concat(Stream.of(requests, connections), processor.stream());
        }

        NodeTraffic traffic(String name, TrafficWindow window) {
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
     * @throws ReplacementException if CloudWatch does not answer every question completely
     */
    Map<String, Traffic> read(Collection<ClusterDetails> clusters, TrafficWindow window) {
        Map<String, Source> sources = new LinkedHashMap<>();
        for (ClusterDetails cluster : clusters) {
            Dimension ofCluster = dimension("ClusterId", cluster.name());
            sources.put(cluster.name(), Source.ofCluster(window, ofCluster));
            cluster.nodes()
                    .forEach(node -> sources.put(
                            key(cluster, node), Source.ofNode(window, ofCluster, dimension("NodeId", node.id()))));
        }
        answer(
                sources.values().stream().flatMap(Source::queries).toList(),
                window.measuredSince(),
                window.until().plus(AHEAD).truncatedTo(ChronoUnit.MINUTES));
        Map<String, Traffic> traffic = new LinkedHashMap<>();
        for (ClusterDetails cluster : clusters) {
            traffic.put(
                    cluster.name(),
                    Traffic.of(
                            source(sources, cluster.name()).traffic(cluster.name(), window),
                            cluster.nodes().stream()
                                    .map(node ->
                                            source(sources, key(cluster, node)).traffic(node.id(), window))
                                    .toList(),
                            cluster.totalNodes()));
        }
        return traffic;
    }

    /** Asks all queries at once: two clusters of eleven nodes come to 70, and a request takes 500. */
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
                Optional.ofNullable(byId.get(result.id())).ifPresent(series -> series.take(result));
            }
            return page.nextToken();
        });
        if (!all.stream().allMatch(Series::isComplete)) {
            throw new ReplacementException(
                    calls.failed(
                            Operation.GET_METRIC_DATA,
                            "the answer leaves out figures that were asked for, so it is not known who talks to the cluster"),
                    null);
        }
    }

    private static Source source(Map<String, Source> sources, String key) {
        return Optional.ofNullable(sources.get(key)).orElseThrow();
    }

    private static String key(ClusterDetails cluster, ClusterDetails.Node node) {
        return cluster.name() + "/" + node.id();
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }
}
