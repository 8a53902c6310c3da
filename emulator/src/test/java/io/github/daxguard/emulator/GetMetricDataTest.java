package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.InvalidNextTokenException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

class GetMetricDataTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Map<String, String> ORDERS = Map.of("ClusterId", "orders");
    private static final String FORM = "Action=GetMetricData&Version=2010-08-01&StartTime=2026-03-01T11%3A00%3A00Z"
            + "&EndTime=2026-03-01T12%3A00%3A00Z&MetricDataQueries.member.1.Id=q"
            + "&MetricDataQueries.member.1.MetricStat.Metric.Namespace=AWS%2FDAX"
            + "&MetricDataQueries.member.1.MetricStat.Metric.MetricName=TotalRequestCount"
            + "&MetricDataQueries.member.1.MetricStat.Period=60&MetricDataQueries.member.1.MetricStat.Stat=Sum";

    private final LocalAws aws = LocalAws.start(SettableClock.at(Sdk.START));
    private final Estate estate = aws.estate(Sdk.ACCOUNT, Sdk.REGION);
    private final CloudWatchClient cloudWatch = Sdk.of(aws).cloudWatch();

    @AfterEach
    void stop() {
        aws.close();
    }

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

    @Test
    void getMetricData_ascending_answersOldestFirst() {
        put(5, 1);
        put(7, 4);

        MetricDataResult result =
                only(get(r -> r.metricDataQueries(query("q", "Sum")).scanBy(ScanBy.TIMESTAMP_ASCENDING)));

        assertThat(result.timestamps()).containsExactly(minutesAgo(7), minutesAgo(5));
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
    void getMetricData_processorOfACluster_isThereEveryMinuteUpToNowWhileItRuns() {
        estate.putCluster(LocalCluster.named("running"));
        estate.putCluster(LocalCluster.named("new").status("creating"));
        Map<String, String> node = Map.of("ClusterId", "running", "NodeId", "running-b");

        GetMetricDataResponse response = get(
                query("cluster", "Maximum", 60, "CPUUtilization", Map.of("ClusterId", "running")),
                query("node", "Maximum", 60, "CPUUtilization", node),
                query("stranger", "Maximum", 60, "CPUUtilization", Map.of("ClusterId", "running", "NodeId", "other-a")),
                query("creating", "Maximum", 60, "CPUUtilization", Map.of("ClusterId", "new")));
        estate.stopMeasuring();
        GetMetricDataResponse later = get(query("node", "Maximum", 60, "CPUUtilization", node));

        List<MetricDataResult> results = response.metricDataResults();
        assertThat(results.get(0).timestamps()).contains(minutesAgo(1)).doesNotContain(minutesAgo(-1));
        assertThat(results.get(1).values()).isEqualTo(results.get(0).values()).containsOnly(2.0);
        assertThat(results.get(2).values()).isEmpty();
        assertThat(results.get(3).values()).isEmpty();
        assertThat(later.metricDataResults().get(0).values()).isEmpty();
    }

    @Test
    void getMetricData_delayed_showsNothingNewer() {
        estate.putCluster(LocalCluster.named("orders"));
        put(9, 1);
        put(7, 1);
        estate.delayMetrics(Duration.ofMinutes(8));

        GetMetricDataResponse response = get(
                query("requests", "Sum", 60, "TotalRequestCount", ORDERS),
                query("processor", "Maximum", 60, "CPUUtilization", ORDERS));

        assertThat(response.metricDataResults().get(0).timestamps()).containsExactly(minutesAgo(9));
        assertThat(response.metricDataResults().get(1).timestamps())
                .contains(minutesAgo(9))
                .doesNotContain(minutesAgo(7), minutesAgo(1));
    }

    @Test
    void getMetricData_noData_answersEveryQueryWithEmptyLists() {
        put(5, 1);

        GetMetricDataResponse response = get(
                query("another", "Sum", 60, "ClientConnections", ORDERS),
                query("fewer", "Sum", 60, "TotalRequestCount", Map.of()),
                query("more", "Sum", 60, "TotalRequestCount", Map.of("ClusterId", "orders", "NodeId", "orders-a")),
                query("other", "Sum", 60, "TotalRequestCount", Map.of("ClusterId", "carts")));

        assertThat(response.nextToken()).isNull();
        assertThat(response.metricDataResults())
                .extracting(MetricDataResult::id)
                .containsExactly("another", "fewer", "more", "other");
        assertThat(response.metricDataResults()).allSatisfy(result -> {
            assertThat(result.statusCode()).isEqualTo(StatusCode.COMPLETE);
            assertThat(result.timestamps()).isEmpty();
            assertThat(result.values()).isEmpty();
        });
    }

    @Test
    void getMetricData_times_startIsIncludedAndEndIsNot() {
        put(10, 1);
        put(5, 2);

        MetricDataResult result = only(get(r -> r.metricDataQueries(query("q", "Sum"))
                .startTime(minutesAgo(10).plusSeconds(59))
                .endTime(minutesAgo(5))));

        assertThat(result.values()).containsExactly(1.0);
    }

    @Test
    void getMetricData_otherAccountAndRegion_hasDataOfItsOwn() {
        put(5, 1);

        for (Sdk other : List.of(Sdk.of(aws, "444455556666", Sdk.REGION), Sdk.of(aws, Sdk.ACCOUNT, "us-east-1"))) {
            assertThat(only(other.cloudWatch().getMetricData(request(query("q", "Sum"))))
                            .values())
                    .isEmpty();
        }
    }

    @Test
    void getMetricData_unit_findsOnlyItsSamples() {
        put(5, 1);

        assertThat(only(get(withUnit("Count"))).values()).containsExactly(1.0);
        assertThat(only(get(withUnit("Bytes"))).values()).isEmpty();
    }

    private static MetricDataQuery withUnit(String unit) {
        return query("q", "Sum").copy(q -> q.metricStat(q.build().metricStat().copy(stat -> stat.unit(unit))));
    }

    @Test
    void getMetricData_labelAndReturnData_areHeeded() {
        GetMetricDataResponse response = get(
                query("shown", "Sum").copy(q -> q.label("requests & more")),
                query("hidden", "Sum").copy(q -> q.returnData(false)));

        assertThat(response.metricDataResults())
                .extracting(MetricDataResult::label)
                .containsExactly("requests & more");
    }

    @ParameterizedTest
    @CsvSource({
        "14, 60, 1",
        "16, 60, 0",
        "16, 300, 1",
        "64, 300, 0",
        "64, 3600, 1",
        "456, 3600, 0",
        "0, 30, 0",
    })
    void getMetricData_age_decidesWhichPeriodsAreKept(int days, int period, int points) {
        Instant at = NOON.minus(Duration.ofDays(days)).minusSeconds(3600);
        estate.putMetric("TotalRequestCount", ORDERS, at, 1);

        assertThat(only(get(r -> r.startTime(at.minusSeconds(3600))
                                .metricDataQueries(query("q", "Sum", period, "TotalRequestCount", ORDERS))))
                        .values())
                .hasSize(points);
    }

    @Test
    void getMetricData_moreThanMaxDatapoints_goesOnWithTheNextPage() {
        IntStream.range(1, 4).forEach(minute -> put(minute, minute));
        estate.putMetric("ClientConnections", ORDERS, minutesAgo(2), 9);
        MetricDataQuery[] queries = {
            query("requests", "Sum"),
            query("connections", "Sum", 60, "ClientConnections", ORDERS),
            query("errors", "Sum", 60, "ErrorRequestCount", ORDERS)
        };

        GetMetricDataResponse first = get(r -> r.metricDataQueries(queries).maxDatapoints(2));
        GetMetricDataResponse second =
                get(r -> r.metricDataQueries(queries).maxDatapoints(1).nextToken(first.nextToken()));
        GetMetricDataResponse third = get(r -> r.metricDataQueries(queries).nextToken(second.nextToken()));

        assertThat(shown(first))
                .containsExactly("requests PartialData [1.0, 2.0]", "connections PartialData []", "errors Complete []");
        assertThat(shown(second))
                .containsExactly("requests Complete [3.0]", "connections PartialData []", "errors Complete []");
        assertThat(shown(third)).containsExactly("connections Complete [9.0]", "errors Complete []");
        assertThat(third.nextToken()).isNull();
    }

    @Test
    void getMetricData_exactlyMaxDatapoints_isOnePage() {
        put(1, 1);
        put(2, 2);

        GetMetricDataResponse response =
                get(r -> r.metricDataQueries(query("q", "Sum")).maxDatapoints(2));

        assertThat(response.nextToken()).isNull();
        assertThat(only(response).statusCode()).isEqualTo(StatusCode.COMPLETE);
    }

    @Test
    void getMetricData_paginator_ends() {
        IntStream.range(1, 51).forEach(minute -> put(minute, minute));
        List<Double> values = new ArrayList<>();

        cloudWatch
                .getMetricDataPaginator(
                        request(query("q", "Sum")).copy(r -> r.maxDatapoints(7).scanBy(ScanBy.TIMESTAMP_ASCENDING)))
                .metricDataResults()
                .forEach(result -> values.addAll(result.values()));

        assertThat(values).hasSize(50).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(aws.calls("GetMetricData")).hasSize(8);
    }

    @Test
    void getMetricData_nextTokenOfAnotherRequestOrNone_isRefused() {
        put(1, 1);
        put(2, 2);
        String token = get(r -> r.metricDataQueries(query("q", "Sum")).maxDatapoints(1))
                .nextToken();

        for (MetricDataQuery query : List.of(query("other", "Sum"), query("q", "Maximum"))) {
            assertThatThrownBy(() -> get(r -> r.metricDataQueries(query).nextToken(token)))
                    .isInstanceOf(InvalidNextTokenException.class);
        }
        assertThatThrownBy(() -> get(r -> r.metricDataQueries(query("q", "Sum")).nextToken("made-up")))
                .isInstanceOf(InvalidNextTokenException.class);
    }

    @Test
    void getMetricData_badRequest_isRefused() {
        assertInvalid("The parameter MetricDataQueries is required.", r -> r.metricDataQueries(List.of()));
        assertInvalid("The parameter StartTime is required.", r -> r.startTime(null));
        assertInvalid("The parameter EndTime is required.", r -> r.endTime(null));
        assertInvalid("The parameter StartTime must not equal parameter EndTime.", r -> r.startTime(NOON));
        assertInvalid("The parameter EndTime must be greater than StartTime.", r -> r.startTime(NOON.plusSeconds(1)));
        assertInvalid("MaxDatapoints must be between 1 and 100800", r -> r.maxDatapoints(0));
        assertInvalid("MaxDatapoints must be between 1 and 100800", r -> r.maxDatapoints(100_801));
        assertInvalid("for parameter ScanBy is invalid", r -> r.scanBy("Timestamp"));
        assertInvalid(
                "must not have a size greater than 500",
                r -> r.metricDataQueries(IntStream.rangeClosed(0, 500)
                        .mapToObj(i -> query("q" + i, "Sum"))
                        .toList()));
        assertInvalid(
                "The values for parameter id in MetricDataQueries are not unique.",
                r -> r.metricDataQueries(query("q", "Sum"), query("q", "Maximum")));
        assertInvalid("ReturnData", r -> r.metricDataQueries(query("q", "Sum").copy(q -> q.returnData(false))));
    }

    @Test
    void getMetricData_badQuery_isRefusedByItsPlace() {
        assertInvalidQuery("The parameter MetricDataQueries.member.1.Id is required.", q -> q.id(null));
        assertInvalidQuery(
                "The parameter MetricDataQueries.member.1.MetricStat is required.", q -> q.metricStat(s -> {}));
        assertInvalidQuery(
                "The parameter MetricDataQueries.member.1.MetricStat.Metric is required.",
                q -> q.metricStat(s -> s.period(60).stat("Sum")));
        assertInvalidQuery("""
                The parameter MetricDataQueries.member.1.MetricStat.Metric.Namespace is required.
                The parameter MetricDataQueries.member.1.MetricStat.Period is required.
                The parameter MetricDataQueries.member.1.MetricStat.Stat is required.
                """, q -> q.metricStat(s -> s.metric(m -> m.metricName("x"))));
        assertInvalidQuery(
                "The parameter MetricDataQueries.member.1.MetricStat.Metric.MetricName is required.",
                q -> q.metricStat(
                        s -> s.metric(m -> m.namespace("x")).period(60).stat("Sum")));
        assertInvalidQuery(
                "The parameter MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value is required.",
                q -> q.metricStat(s -> s.metric(m -> m.namespace("x")
                                .metricName("x")
                                .dimensions(
                                        Dimension.builder().name("ClusterId").build()))
                        .period(60)
                        .stat("Sum")));
        assertInvalidQuery("the emulator does not serve", q -> q.expression("SUM(METRICS())"));
        assertInvalidQuery("the emulator does not serve", q -> q.accountId("444455556666"));
        assertInvalidQuery(
                "is not a valid unit", q -> q.metricStat(withUnit("Bananas").metricStat()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Q", "1q", "q-1", "_q", "q.1"})
    void getMetricData_badId_isRefused(String id) {
        assertInvalidQuery("MetricDataQueries.member.1.Id does not match the expected pattern", q -> q.id(id));
    }

    @ParameterizedTest
    @ValueSource(ints = {-60, 0, 2, 15, 45, 90})
    void getMetricData_badPeriod_isRefused(int period) {
        assertInvalid(
                "for parameter MetricDataQueries.member.1.MetricStat.Period is not a valid period",
                r -> r.metricDataQueries(query("q", "Sum", period, "x", ORDERS)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum", "p99", "None"})
    void getMetricData_badStatistic_isRefused(String statistic) {
        assertInvalid(
                "The value " + statistic
                        + " for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.",
                r -> r.metricDataQueries(query("q", statistic)));
    }

    @Test
    void getMetricData_raw_isAnsweredAsAwsDoes() throws Exception {
        estate.putMetric("TotalRequestCount", Map.of(), minutesAgo(5), 2);

        HttpResponse<String> response = RawRequest.form(aws, "monitoring", FORM).send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/xml");
        assertThat(response.body())
                .startsWith(
                        "<GetMetricDataResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">"
                                + "<GetMetricDataResult><MetricDataResults><member><Id>q</Id><Label>TotalRequestCount</Label>"
                                + "<Timestamps><member>2026-03-01T11:55:00Z</member></Timestamps>"
                                + "<Values><member>2.0</member></Values><StatusCode>Complete</StatusCode></member>"
                                + "</MetricDataResults><Messages></Messages></GetMetricDataResult><ResponseMetadata><RequestId>");
        assertThat(aws.calls("GetMetricData").get(0)).satisfies(call -> {
            assertThat(call.service()).isEqualTo("monitoring");
            assertThat(call.body()
                            .at("/MetricDataQueries/0/MetricStat/Metric/MetricName")
                            .asText())
                    .isEqualTo("TotalRequestCount");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "Period=60, Period=soon",
        "Period=60, Period.x=60",
        "StartTime=2026-03-01T11%3A00%3A00Z, StartTime=yesterday",
        "StartTime=2026-03-01T11%3A00%3A00Z, StartTime=1772366400",
        "EndTime=, MaxDatapoints=1.5&EndTime=",
        "EndTime=, MetricDataQueries.member.1.ReturnData=maybe&EndTime=",
        "MetricStat.Metric.MetricName=TotalRequestCount, MetricStat.Metric.MetricName.member.1=x",
        "MetricDataQueries.member.1.Id=q, MetricDataQueries.member.2=x&MetricDataQueries.member.1.Id=q"
    })
    void getMetricData_valuesOfAnotherType_areRefused(String part, String replacement) throws Exception {
        HttpResponse<String> response = RawRequest.form(aws, "monitoring", FORM.replace(part, replacement))
                .send();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("<Code>MalformedInput</Code>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&Period=1&Period.x=2", "&A.b=1&A=2", "&A.member.x=1&", "&A=%zz", "&A.member.0=1"})
    void getMetricData_formThatContradictsItself_isRefused(String part) throws Exception {
        HttpResponse<String> response =
                RawRequest.form(aws, "monitoring", FORM + part).send();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("<Code>MalformedQueryString</Code>");
    }

    @Test
    void getMetricData_timeWithAnOffset_isUnderstood() throws Exception {
        estate.putMetric("TotalRequestCount", Map.of(), minutesAgo(5), 2);

        HttpResponse<String> response = RawRequest.form(
                        aws,
                        "monitoring",
                        FORM.replace("EndTime=2026-03-01T12%3A00%3A00Z", "EndTime=2026-03-01T13%3A00%3A00%2B01%3A00"))
                .send();

        assertThat(response.body()).contains("<Values><member>2.0</member></Values>");
    }

    private void put(int minutesAgo, double value) {
        estate.putMetric("TotalRequestCount", ORDERS, minutesAgo(minutesAgo).plusSeconds(30), value);
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

    private void assertInvalidQuery(String message, Consumer<MetricDataQuery.Builder> change) {
        assertInvalid(message, r -> r.metricDataQueries(query("q", "Sum").copy(change)));
    }

    private void assertInvalid(String message, Consumer<GetMetricDataRequest.Builder> change) {
        assertThatThrownBy(() -> get(change))
                .isInstanceOf(CloudWatchException.class)
                .hasMessageContaining(message)
                .satisfies(e -> {
                    CloudWatchException refusal = (CloudWatchException) e;
                    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ValidationError");
                    assertThat(refusal.statusCode()).isEqualTo(400);
                    assertThat(refusal.requestId()).hasSize(36);
                });
    }
}
