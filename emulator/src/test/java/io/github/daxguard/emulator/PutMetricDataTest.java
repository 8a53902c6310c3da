package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.MissingRequiredParameterException;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

class PutMetricDataTest {
    private static final Instant NOW = Sdk.START;

    private final LocalAws aws = LocalAws.start(SettableClock.at(NOW));
    private final CloudWatchClient cloudWatch = Sdk.of(aws).cloudWatch();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void putMetricData_value_isFound() {
        put(d -> d.value(3.0).unit("Count").dimensions(rule("dax")));
        put(d -> d.value(4.0).unit("Count").dimensions(rule("dax")));

        assertThat(statistics("Sum", "dax")).containsExactly(7.0);
        assertThat(statistics("Sum", "other")).isEmpty();
    }

    @Test
    void putMetricData_statisticValuesAndValues_countAsTheirSamples() {
        put(d -> d.dimensions(rule("dax"))
                .statisticValues(s -> s.sampleCount(3.0).sum(9.0).minimum(1.0).maximum(6.0)));
        put(d -> d.dimensions(rule("dax")).values(2.0, 8.0).counts(2.0, 1.0));
        put(d -> d.dimensions(rule("dax")).values(0.5));

        assertThat(statistics("SampleCount", "dax")).containsExactly(7.0);
        assertThat(statistics("Sum", "dax")).containsExactly(21.5);
        assertThat(statistics("Minimum", "dax")).containsExactly(0.5);
        assertThat(statistics("Maximum", "dax")).containsExactly(8.0);
    }

    @Test
    void putMetricData_long_isUnderstoodCompressed() {
        List<MetricDatum> data = IntStream.range(0, 1000)
                .mapToObj(i -> datum().copy(d -> d.value(1.0).dimensions(rule("dax"))))
                .toList();

        cloudWatch.putMetricData(r -> r.namespace("Daxguard").metricData(data));

        assertThat(statistics("SampleCount", "dax")).containsExactly(1000.0);
        assertThat(aws.calls("PutMetricData").get(0).body().path("MetricData")).hasSize(1000);
    }

    @Test
    void putMetricData_answer_hasNoResult() throws Exception {
        HttpResponse<String> response = RawRequest.form(
                        aws,
                        "monitoring",
                        "Action=PutMetricData&Version=2010-08-01&Namespace=Daxguard"
                                + "&MetricData.member.1.MetricName=x&MetricData.member.1.Value=1")
                .send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .startsWith("<PutMetricDataResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">"
                        + "<ResponseMetadata>");
    }

    @Test
    void putMetricData_bodyThatIsNotCompressedAsItSays_isRefused() throws Exception {
        HttpResponse<String> response = RawRequest.form(aws, "monitoring", "no gzip")
                .header("Content-Encoding", "gzip")
                .send();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("<Code>InvalidAction</Code>");
    }

    @Test
    void putMetricData_namespaceOfAws_isRefused() {
        assertThatThrownBy(() -> cloudWatch.putMetricData(
                        r -> r.namespace("AWS/DAX").metricData(datum().copy(d -> d.value(1.0)))))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("The value AWS/ for parameter Namespace is invalid.");
    }

    @Test
    void putMetricData_missingMembers_areRefused() {
        assertRefused(MissingRequiredParameterException.class, "Namespace is required", r -> r.namespace(null));
        assertRefused(MissingRequiredParameterException.class, "MetricData is required", r -> r.metricData(List.of()));
        assertRefused(
                MissingRequiredParameterException.class,
                "MetricData.member.1.MetricName is required",
                r -> r.metricData(MetricDatum.builder().value(1.0).build()));
        assertRefused(
                MissingRequiredParameterException.class,
                "MetricData.member.1.Value is required",
                r -> r.metricData(datum()));
        assertRefused(
                MissingRequiredParameterException.class,
                "MetricData.member.1.StatisticValues.Minimum is required",
                r -> r.metricData(datum().copy(
                                d -> d.statisticValues(s -> s.sampleCount(1.0).sum(1.0)))));
    }

    @Test
    void putMetricData_badMembers_areRefused() {
        Class<InvalidParameterValueException> invalid = InvalidParameterValueException.class;
        assertRefused(invalid, "Namespace is invalid", r -> r.namespace(":x"));
        assertRefused(invalid, "Namespace is invalid", r -> r.namespace("x".repeat(256)));
        assertRefused(
                invalid,
                "size greater than 1000",
                r -> r.metricData(IntStream.rangeClosed(0, 1000)
                        .mapToObj(i -> datum().copy(d -> d.value(1.0)))
                        .toList()));
        assertDatumRefused(
                invalid, "not a valid unit", datum -> datum.unit("Bananas").value(1.0));
        assertDatumRefused(invalid, "finite", datum -> datum.value(Double.NaN));
        assertDatumRefused(invalid, "finite", datum -> datum.value(Double.POSITIVE_INFINITY));
        assertDatumRefused(invalid, "count positive", datum -> datum.values(1.0).counts(0.0));
        assertDatumRefused(
                invalid, "as many as Counts", datum -> datum.values(1.0, 2.0).counts(1.0));
        assertDatumRefused(
                invalid, "resolution", datum -> datum.storageResolution(1).value(1.0));
        assertDatumRefused(
                invalid,
                "two weeks",
                datum -> datum.timestamp(NOW.minus(Duration.ofDays(14)).minusMillis(1))
                        .value(1.0));
        assertDatumRefused(
                invalid,
                "two hours",
                datum -> datum.timestamp(NOW.plus(Duration.ofHours(2)).plusMillis(1))
                        .value(1.0));
        assertDatumRefused(
                invalid,
                "size greater than 30",
                datum -> datum.value(1.0)
                        .dimensions(IntStream.rangeClosed(0, 30)
                                .mapToObj(i -> Dimension.builder()
                                        .name("d" + i)
                                        .value("x")
                                        .build())
                                .toList()));
        assertDatumRefused(invalid, "not unique", datum -> datum.value(1.0).dimensions(rule("a"), rule("b")));
        assertDatumRefused(
                InvalidParameterCombinationException.class,
                "mutually exclusive",
                datum -> datum.value(1.0).values(1.0));
        assertThat(statistics("Sum", "dax")).isEmpty();
    }

    private static MetricDatum datum() {
        return MetricDatum.builder().metricName("Findings").build();
    }

    private void put(Consumer<MetricDatum.Builder> change) {
        cloudWatch.putMetricData(r -> r.namespace("Daxguard").metricData(datum().copy(change)));
    }

    private static Dimension rule(String value) {
        return Dimension.builder().name("Rule").value(value).build();
    }

    private List<Double> statistics(String statistic, String rule) {
        MetricDataQuery query = MetricDataQuery.builder()
                .id("q")
                .metricStat(s -> s.period(60)
                        .stat(statistic)
                        .metric(m ->
                                m.namespace("Daxguard").metricName("Findings").dimensions(rule(rule))))
                .build();
        return cloudWatch
                .getMetricData(r -> r.startTime(NOW.minusSeconds(3600))
                        .endTime(NOW.plusSeconds(3600))
                        .metricDataQueries(query))
                .metricDataResults()
                .get(0)
                .values();
    }

    private void assertDatumRefused(
            Class<? extends CloudWatchException> type, String message, Consumer<MetricDatum.Builder> change) {
        assertRefused(type, message, r -> r.metricData(datum().copy(change)));
    }

    private void assertRefused(
            Class<? extends CloudWatchException> type, String message, Consumer<PutMetricDataRequest.Builder> change) {
        assertThatThrownBy(() -> cloudWatch.putMetricData(r -> {
                    r.namespace("Daxguard").metricData(datum().copy(d -> d.value(1.0)));
                    change.accept(r);
                }))
                .isInstanceOf(type)
                .hasMessageContaining(message);
    }
}
