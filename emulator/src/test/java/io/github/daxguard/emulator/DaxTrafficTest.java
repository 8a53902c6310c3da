package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

class DaxTrafficTest {
    private static final Instant AT = Instant.parse("2026-03-01T11:55:10Z");

    private final LocalAws aws = LocalAws.start(SettableClock.at(Sdk.START));
    private final Estate estate = aws.estate(Sdk.ACCOUNT, Sdk.REGION);

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void putDaxTraffic_runningCluster_isDividedAmongItsNodes() {
        estate.putCluster(LocalCluster.named("Orders"));

        estate.putDaxTraffic("orders", AT, 7, 2);

        assertThat(requests("")).containsExactly(7.0);
        assertThat(requests("orders-a")).containsExactly(3.0);
        assertThat(requests("orders-b")).containsExactly(2.0);
        assertThat(requests("orders-c")).containsExactly(2.0);
        assertThat(connections("")).containsExactly(2.0);
        assertThat(connections("orders-a")).containsExactly(1.0);
        assertThat(connections("orders-b")).containsExactly(1.0);
        assertThat(connections("orders-c")).isEmpty();
    }

    @Test
    void putDaxTraffic_clusterWithoutNodes_isStoredForTheClusterOnly() {
        estate.putCluster(LocalCluster.named("orders").status("creating"));

        estate.putDaxTraffic("orders", AT, 3, 1);

        assertThat(requests("")).containsExactly(3.0);
        assertThat(requests("orders-a")).isEmpty();
    }

    @Test
    void putDaxTraffic_noSuchClusterOrNoSuchValue_isRefused() {
        assertThatThrownBy(() -> estate.putDaxTraffic("orders", AT, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orders");
        estate.putCluster(LocalCluster.named("orders"));
        for (double value : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> estate.putDaxTraffic("orders", AT, 0, value))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void clearMetrics_forgetsAll() {
        estate.putCluster(LocalCluster.named("orders"));
        estate.putDaxTraffic("orders", AT, 3, 1);

        estate.clearMetrics();

        assertThat(requests("")).isEmpty();
    }

    private List<Double> requests(String node) {
        return values("TotalRequestCount", "Sum", node);
    }

    private List<Double> connections(String node) {
        return values("ClientConnections", "Maximum", node);
    }

    private List<Double> values(String metric, String statistic, String node) {
        Dimension cluster =
                Dimension.builder().name("ClusterId").value("orders").build();
        List<Dimension> dimensions = node.isEmpty()
                ? List.of(cluster)
                : List.of(
                        cluster, Dimension.builder().name("NodeId").value(node).build());
        MetricDataQuery query = MetricDataQuery.builder()
                .id("q")
                .metricStat(s -> s.period(60)
                        .stat(statistic)
                        .metric(m -> m.namespace("AWS/DAX").metricName(metric).dimensions(dimensions)))
                .build();
        return Sdk.of(aws)
                .cloudWatch()
                .getMetricData(r -> r.startTime(AT.minusSeconds(600))
                        .endTime(AT.plusSeconds(60))
                        .metricDataQueries(query))
                .metricDataResults()
                .get(0)
                .values();
    }
}
