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
 * <p>DAX sends only figures that are not zero, so no data means that nobody did; but whatever CloudWatch does not answer
 * completely is an error, and no silence. Asked are a cluster's own figures and those of each of its nodes, in case one of
 * the two is missing; and the load of the processor, which is never zero for long, to tell silence from not being measured.
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
    private record Source(Series requests, Series connections, Series processor) {

        /** Traffic counts from that time on; that a node is measured, also before: CloudWatch may be behind. */
        static Source of(Instant from, Dimension... dimensions) {
            List<Dimension> all = List.of(dimensions);
            return new Source(
                    new Series("TotalRequestCount", "Sum", all, from),
                    new Series("ClientConnections", "Maximum", all, from),
                    new Series("CPUUtilization", "Maximum", all, Instant.MIN));
        }

        Stream<Series> queries() {
            return Stream.of(requests, connections, processor);
        }

        NodeTraffic traffic(String name) {
            return new NodeTraffic(
                    name,
                    requests.sum,
                    connections.most,
                    later(requests.lastSeen, connections.lastSeen),
                    processor.lastPoint);
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
     * @param now the end of the time
     * @return by the clusters' names
     * @throws ReplacementException if CloudWatch does not answer every question completely
     */
    Map<String, Traffic> read(Collection<ClusterDetails> clusters, Duration time, Instant now) {
        Instant from = now.minus(time).truncatedTo(ChronoUnit.MINUTES);
        Instant earliest =
                time.compareTo(Traffic.LAG) < 0 ? now.minus(Traffic.LAG).truncatedTo(ChronoUnit.MINUTES) : from;
        Map<String, Source> sources = new LinkedHashMap<>();
        for (ClusterDetails cluster : clusters) {
            Dimension ofCluster = dimension("ClusterId", cluster.name());
            sources.put(cluster.name(), Source.of(from, ofCluster));
            cluster.nodes()
                    .forEach(node -> sources.put(
                            key(cluster, node), Source.of(from, ofCluster, dimension("NodeId", node.id()))));
        }
        answer(
                sources.values().stream().flatMap(Source::queries).toList(),
                earliest,
                now.plus(AHEAD).truncatedTo(ChronoUnit.MINUTES));
        Map<String, Traffic> traffic = new LinkedHashMap<>();
        for (ClusterDetails cluster : clusters) {
            traffic.put(
                    cluster.name(),
                    Traffic.of(
                            source(sources, cluster.name()).traffic(cluster.name()),
                            cluster.nodes().stream()
                                    .map(node ->
                                            source(sources, key(cluster, node)).traffic(node.id()))
                                    .toList()));
        }
        return traffic;
    }

    /** Asks all queries at once: two clusters of eleven nodes come to 72, and a request takes 500. */
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
