package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.InvalidNextTokenException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

class GetMetricDataTest extends EmulatorTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Map<String, String> ORDERS = Map.of("ClusterId", "orders");
    private static final String STAT = "MetricDataQueries.member.1.MetricStat.";
    private static final String FORM = "Action=GetMetricData&Version=2010-08-01&StartTime=2026-03-01T11%3A00%3A00Z"
            + "&EndTime=2026-03-01T12%3A00%3A00Z&MetricDataQueries.member.1.Id=q&" + STAT
            + "Metric.Namespace=AWS%2FDAX&"
            + STAT + "Metric.MetricName=TotalRequestCount&" + STAT + "Period=60&" + STAT + "Stat=Sum";

    private final CloudWatchClient cloudWatch = Sdk.of(aws).cloudWatch();

    @Test
    void getMetricData_samples_areAddedUpByMinuteNewestFirst() {
        put(5, 1);
        put(5, 2);
        put(7, 4);

        MetricDataResult result = only(get(query("q", "Sum")));

        assertThat(result.id()).isEqualTo("q");
        assertThat(result.label()).isEqualTo("TotalRequestCount");
        assertThat(result.statusCode()).isEqualTo(StatusCode.COMPLETE);
        assertThat(result.timestamps()).containsExactly(minutesAgo(5), minutesAgo(7));
        assertThat(result.values()).containsExactly(3.0, 4.0);
    }

    @ParameterizedTest
    @CsvSource({"Sum, 9", "Maximum, 6", "Minimum, 1", "Average, 3", "SampleCount, 3"})
    void getMetricData_statistic_isThatOfThePeriod(String statistic, double value) {
        put(4, 1);
        put(2, 6);
        put(2, 2);

        MetricDataResult result = only(get(query("q", statistic, 300, "TotalRequestCount", ORDERS)));

        assertThat(result.timestamps()).containsExactly(minutesAgo(5));
        assertThat(result.values()).containsExactly(value);
    }

    @Test
    void getMetricData_cpuOfARunningCluster_hasADataPointForEveryMinute() {
        state.putCluster(LocalCluster.named("running"));
        state.putCluster(LocalCluster.named("new").status("creating"));
        Map<String, String> node = Map.of("ClusterId", "running", "NodeId", "running-b");

        List<MetricDataResult> results = get(
                        query("cluster", "Maximum", 60, "CPUUtilization", Map.of("ClusterId", "running")),
                        query("node", "Maximum", 60, "CPUUtilization", node),
                        query(
                                "unknown",
                                "Maximum",
                                60,
                                "CPUUtilization",
                                Map.of("ClusterId", "running", "NodeId", "other-a")),
                        query("creating", "Maximum", 60, "CPUUtilization", Map.of("ClusterId", "new")))
                .metricDataResults();
        state.stopMeasuring();

        assertThat(results.get(0).timestamps()).contains(minutesAgo(1)).doesNotContain(minutesAgo(-1));
        assertThat(results.get(1).values()).isEqualTo(results.get(0).values()).containsOnly(2.0);
        assertThat(results.get(2).values()).isEmpty();
        assertThat(results.get(3).values()).isEmpty();
        assertThat(only(get(query("node", "Maximum", 60, "CPUUtilization", node)))
                        .values())
                .isEmpty();
    }

    @Test
    void getMetricData_delayed_returnsOnlyOlderDataPoints() {
        state.putCluster(LocalCluster.named("orders"));
        put(9, 1);
        put(7, 1);
        state.delayMetrics(Duration.ofMinutes(8));

        List<MetricDataResult> results = get(
                        query("requests", "Sum", 60, "TotalRequestCount", ORDERS),
                        query("processor", "Maximum", 60, "CPUUtilization", ORDERS))
                .metricDataResults();

        assertThat(results.get(0).timestamps()).containsExactly(minutesAgo(9));
        assertThat(results.get(1).timestamps()).contains(minutesAgo(9)).doesNotContain(minutesAgo(7), minutesAgo(1));
    }

    @Test
    void getMetricData_otherMetricsAndOtherLocations_haveNoData() {
        put(5, 1);

        GetMetricDataResponse response = get(
                query("another", "Sum", 60, "ClientConnections", ORDERS),
                query("fewer", "Sum", 60, "TotalRequestCount", Map.of()),
                query("more", "Sum", 60, "TotalRequestCount", Map.of("ClusterId", "orders", "NodeId", "orders-a")));

        assertThat(shown(response)).containsExactly("another Complete []", "fewer Complete []", "more Complete []");
        for (Sdk other : List.of(Sdk.of(aws, "444455556666", Sdk.REGION), Sdk.of(aws, Sdk.ACCOUNT, "us-east-1"))) {
            assertThat(only(other.cloudWatch().getMetricData(request(query("q", "Sum"))))
                            .values())
                    .isEmpty();
        }
    }

    @Test
    void getMetricData_timeRange_includesStartAndExcludesEnd() {
        put(10, 1);
        put(5, 2);

        assertThat(only(get(r -> r.startTime(minutesAgo(10).plusSeconds(59)).endTime(minutesAgo(5))))
                        .values())
                .containsExactly(1.0);
    }

    @ParameterizedTest
    @CsvSource({"14, 60, 1", "16, 60, 0", "16, 300, 1", "64, 300, 0", "64, 3600, 1", "456, 3600, 0", "0, 30, 0"})
    void getMetricData_age_determinesTheAvailablePeriods(int days, int period, int points) {
        Instant at = NOON.minus(Duration.ofDays(days)).minusSeconds(3600);
        state.putMetric("TotalRequestCount", ORDERS, at, 1);

        assertThat(only(get(r -> r.startTime(at.minusSeconds(3600))
                                .metricDataQueries(query("q", "Sum", period, "TotalRequestCount", ORDERS))))
                        .values())
                .hasSize(points);
    }

    @Test
    void getMetricData_moreThanMaxDatapoints_continuesOnTheNextPage() {
        IntStream.range(1, 4).forEach(minute -> put(minute, minute));
        state.putMetric("ClientConnections", ORDERS, minutesAgo(2), 9);
        MetricDataQuery[] queries = {
            query("requests", "Sum"),
            query("connections", "Sum", 60, "ClientConnections", ORDERS),
            query("errors", "Sum", 60, "ErrorRequestCount", ORDERS)
        };

        GetMetricDataResponse first = get(r -> r.metricDataQueries(queries).maxDatapoints(2));
        GetMetricDataResponse second =
                get(r -> r.metricDataQueries(queries).maxDatapoints(1).nextToken(first.nextToken()));
        GetMetricDataResponse third =
                get(r -> r.metricDataQueries(queries).maxDatapoints(1).nextToken(second.nextToken()));

        assertThat(shown(first))
                .containsExactly("requests PartialData [1.0, 2.0]", "connections PartialData []", "errors Complete []");
        assertThat(shown(second))
                .containsExactly("requests Complete [3.0]", "connections PartialData []", "errors Complete []");
        assertThat(shown(third)).containsExactly("connections Complete [9.0]", "errors Complete []");
        assertThat(third.nextToken()).isNull();
        for (String token : List.of(first.nextToken(), "made-up")) {
            assertThatThrownBy(() ->
                            get(r -> r.metricDataQueries(query("other", "Sum")).nextToken(token)))
                    .isInstanceOf(InvalidNextTokenException.class);
        }
    }

    @Test
    void getMetricData_moreThan500Queries_areRejected() {
        assertThatThrownBy(() -> get(r -> r.metricDataQueries(IntStream.rangeClosed(0, 500)
                        .mapToObj(i -> query("q" + i, "Sum"))
                        .toList())))
                .hasMessageContaining("must not have a size greater than 500");
    }

    @Test
    void getMetricData_rawRequest_getsTheResponseOfAws() throws Exception {
        state.putMetric("TotalRequestCount", Map.of(), minutesAgo(5), 2);

        HttpResponse<String> response = RawRequest.form(
                        aws,
                        "monitoring",
                        FORM.replace("EndTime=2026-03-01T12%3A00%3A00Z", "EndTime=2026-03-01T13%3A00%3A00%2B01%3A00"))
                .send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/xml");
        assertThat(response.body())
                .startsWith(
                        "<GetMetricDataResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">"
                                + "<GetMetricDataResult><MetricDataResults><member><Id>q</Id><Label>TotalRequestCount</Label>"
                                + "<Timestamps><member>2026-03-01T11:55:00Z</member></Timestamps>"
                                + "<Values><member>2.0</member></Values><StatusCode>Complete</StatusCode></member>"
                                + "</MetricDataResults><Messages></Messages></GetMetricDataResult><ResponseMetadata><RequestId>");
        assertThat(aws.calls("GetMetricData"))
                .singleElement()
                .satisfies(call -> assertThat(call.body()
                                .at("/MetricDataQueries/0/MetricStat/Metric/MetricName")
                                .asText())
                        .isEqualTo("TotalRequestCount"));
    }

    /** Each row: the replaced part of the form, the replacement, and the code and message of the error. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "StartTime=2026-03-01T11%3A00%3A00Z | a=b | ValidationError | The parameter StartTime is required.",
                "EndTime=2026-03-01T12%3A00%3A00Z | a=b | ValidationError | The parameter EndTime is required.",
                "T11%3A | T12%3A | ValidationError | The parameter StartTime must not equal parameter EndTime.",
                "T11%3A | T13%3A | ValidationError | The parameter EndTime must be greater than StartTime.",
                "Action | MaxDatapoints=0&Action | ValidationError | MaxDatapoints must be between 1 and 100800",
                "Action | MaxDatapoints=100801&Action | ValidationError | MaxDatapoints must be between 1 and 100800",
                "Action | ScanBy=TimestampAscending&Action | ValidationError | the emulator does not support ScanBy",
                "MetricDataQueries | Queries | ValidationError | The parameter MetricDataQueries is required.",
                "member.1.Id=q | member.1.Other=q | ValidationError | MetricDataQueries.member.1.Id is required.",
                "Id=q | Id=1q | ValidationError | Id does not match the expected pattern",
                "Id=q | Id=q-1 | ValidationError | Id does not match the expected pattern",
                "Id=q | Id=q&MetricDataQueries.member.1.Expression=x | ValidationError | does not support",
                "Id=q | Id=q&MetricDataQueries.member.1.ReturnData=false | ValidationError | does not support",
                "Id=q | Id=q&MetricDataQueries.member.1.MetricStat.Unit=Count | ValidationError | does not support",
                "MetricStat | Other | ValidationError | MetricDataQueries.member.1.MetricStat is required.",
                "Stat.Metric. | Stat.Other. | ValidationError | MetricStat.Metric is required.",
                "Metric.Namespace | Metric.Other | ValidationError | MetricStat.Metric.Namespace is required.",
                "Metric.MetricName | Metric.Other | ValidationError | MetricStat.Metric.MetricName is required.",
                "MetricStat.Period | MetricStat.Other | ValidationError | MetricStat.Period is required.",
                "MetricStat.Stat= | MetricStat.Other= | ValidationError | MetricStat.Stat is required.",
                "Period=60 | Period=-60 | ValidationError | is not a valid period",
                "Period=60 | Period=0 | ValidationError | is not a valid period",
                "Period=60 | Period=45 | ValidationError | is not a valid period",
                "Stat=Sum | Stat=sum | ValidationError | is not a valid statistic",
                "Stat=Sum | Stat=p99 | ValidationError | is not a valid statistic",
                "Stat=Sum | Metric.Dimensions.member.1.Name=x | ValidationError | Dimensions.member.1.Value is required.",
                "Period=60 | Period=soon | MalformedInput | is not an integer",
                "Period=60 | Period.x=60 | MalformedInput | is not a single value",
                "StartTime=2026-03-01T11%3A00%3A00Z | StartTime=1772366400 | MalformedInput | timestamp",
                "member.1.Id=q | member.2=x&MetricDataQueries.member.1.Id=q | MalformedInput | is not a structure",
                "Action | A=1&A.b=2&Action | MalformedQueryString | malformed",
                "Action | A.b=2&A=1&Action | MalformedQueryString | malformed",
                "Action | A.member.0=1&Action | MalformedQueryString | malformed",
                "Action | A=%zz&Action | MalformedQueryString | malformed",
            })
    void getMetricData_invalid_isRejected(String part, String replacement, String code, String message)
            throws Exception {
        HttpResponse<String> response = RawRequest.form(aws, "monitoring", FORM.replace(part, replacement))
                .send();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("<Code>" + code + "</Code>", message);
    }

    @Test
    void putDaxTraffic_runningCluster_isDividedAmongItsNodes() {
        state.putCluster(LocalCluster.named("Orders"));

        state.putDaxTraffic("orders", minutesAgo(5), 7, 2);

        assertThat(values("TotalRequestCount", "Sum", ORDERS)).containsExactly(7.0);
        assertThat(values("TotalRequestCount", "Sum", node("a"))).containsExactly(3.0);
        assertThat(values("TotalRequestCount", "Sum", node("b"))).containsExactly(2.0);
        assertThat(values("TotalRequestCount", "Sum", node("c"))).containsExactly(2.0);
        assertThat(values("ClientConnections", "Maximum", ORDERS)).containsExactly(2.0);
        assertThat(values("ClientConnections", "Maximum", node("a"))).containsExactly(1.0);
        assertThat(values("ClientConnections", "Maximum", node("b"))).containsExactly(1.0);
        assertThat(values("ClientConnections", "Maximum", node("c"))).isEmpty();
    }

    @Test
    void putDaxTraffic_clusterWithoutNodes_isStoredForTheClusterOnly() {
        state.putCluster(LocalCluster.named("orders").status("creating"));

        state.putDaxTraffic("orders", minutesAgo(5), 3, 1);

        assertThat(values("TotalRequestCount", "Sum", ORDERS)).containsExactly(3.0);
        assertThat(values("TotalRequestCount", "Sum", node("a"))).isEmpty();
    }

    @Test
    void clearMetrics_dataPoints_areRemoved() {
        put(5, 3);

        state.clearMetrics();

        assertThat(values("TotalRequestCount", "Sum", ORDERS)).isEmpty();
    }

    private List<Double> values(String metric, String statistic, Map<String, String> dimensions) {
        return only(get(query("q", statistic, 60, metric, dimensions))).values();
    }

    private static Map<String, String> node(String letter) {
        return Map.of("ClusterId", "orders", "NodeId", "orders-" + letter);
    }

    private void put(int minutesAgo, double value) {
        state.putMetric("TotalRequestCount", ORDERS, minutesAgo(minutesAgo).plusSeconds(30), value);
    }

    private static Instant minutesAgo(int minutes) {
        return NOON.minusSeconds(60L * minutes);
    }

    private static MetricDataQuery query(String id, String statistic) {
        return query(id, statistic, 60, "TotalRequestCount", ORDERS);
    }

    private static MetricDataQuery query(
            String id, String statistic, int period, String metric, Map<String, String> dimensions) {
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(stat -> stat.metric(m -> m.namespace("AWS/DAX")
                                .metricName(metric)
                                .dimensions(dimensions.entrySet().stream()
                                        .map(each -> Dimension.builder()
                                                .name(each.getKey())
                                                .value(each.getValue())
                                                .build())
                                        .toList()))
                        .period(period)
                        .stat(statistic))
                .build();
    }

    private static GetMetricDataRequest request(MetricDataQuery... queries) {
        return GetMetricDataRequest.builder()
                .startTime(minutesAgo(60))
                .endTime(NOON)
                .metricDataQueries(queries)
                .build();
    }

    private GetMetricDataResponse get(MetricDataQuery... queries) {
        return cloudWatch.getMetricData(request(queries));
    }

    private GetMetricDataResponse get(Consumer<GetMetricDataRequest.Builder> change) {
        return cloudWatch.getMetricData(request(query("q", "Sum")).copy(change));
    }

    private static MetricDataResult only(GetMetricDataResponse response) {
        assertThat(response.metricDataResults()).hasSize(1);
        return response.metricDataResults().get(0);
    }

    private static List<String> shown(GetMetricDataResponse response) {
        return response.metricDataResults().stream()
                .map(result -> result.id() + " " + result.statusCodeAsString() + " " + result.values())
                .toList();
    }
}
