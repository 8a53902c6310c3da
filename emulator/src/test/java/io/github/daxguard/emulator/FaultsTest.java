package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.PutEvaluationsResponse;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.dax.model.DaxException;
import software.amazon.awssdk.services.dax.model.DescribeClustersResponse;

@Timeout(60)
class FaultsTest extends EmulatorTest {
    private static final Pattern CODE = Pattern.compile("(?:\"__type\":\"|\"Code\":\"|<Code>)(\\w+)");

    private final DaxClient dax = Sdk.of(aws).dax();
    private final ConfigClient config = Sdk.of(aws).config();

    @Test
    void errors_eachProtocol_haveTheCodesOfTheService() throws Exception {
        aws.answer("securityhub", "BatchImportFindings", call -> Json.object());
        for (String operation : List.of("DescribeClusters", "GetCallerIdentity", "BatchImportFindings")) {
            aws.faults().on(operation).call(1).throttle();
            aws.faults().on(operation).call(2).serverError();
            aws.faults().on(operation).call(3).unavailable();
            aws.faults().on(operation).call(4).deny();
            aws.faults().on(operation).call(5).error("StrangeException", "odd & <angled>", 418);
        }

        assertThat(refusals(RawRequest.describeClusters(aws)))
                .containsExactly(
                        "400 ThrottlingException",
                        "500 InternalFailure",
                        "503 ServiceUnavailableException",
                        "400 AccessDeniedException",
                        "418 StrangeException");
        assertThat(refusals(RawRequest.form(aws, "Action=GetCallerIdentity&Version=2011-06-15")))
                .containsExactly(
                        "400 Throttling",
                        "500 InternalFailure",
                        "503 ServiceUnavailable",
                        "403 AccessDenied",
                        "418 StrangeException");
        assertThat(refusals(RawRequest.rest(aws, "/findings/import", "securityhub", "{}")))
                .containsExactly(
                        "429 TooManyRequestsException",
                        "500 InternalException",
                        "503 ServiceUnavailableException",
                        "403 AccessDeniedException",
                        "418 StrangeException");
    }

    private static List<String> refusals(RawRequest request) throws Exception {
        List<String> refusals = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> response = request.send();
            Matcher code = CODE.matcher(response.body());
            refusals.add(response.statusCode() + " " + (code.find() ? code.group(1) : response.body()));
        }
        return refusals;
    }

    @Test
    void deny_anyOperation_namesCallerAndAction() {
        aws.faults().on("DescribeClusters").deny();
        aws.faults().on("GetMetricData").deny();

        assertThatThrownBy(dax::describeClusters)
                .hasMessageContaining("User: arn:aws:iam::111122223333:user/local is not authorized to perform:"
                        + " dax:DescribeClusters on resource: *");
        assertThatThrownBy(this::metricData).hasMessageContaining("cloudwatch:GetMetricData");
    }

    @Test
    void call_nth_isTheOnlyFaultyCall() {
        aws.faults().on("DescribeClusters").call(2).throttle();

        assertThatCode(dax::describeClusters).doesNotThrowAnyException();
        assertThatThrownBy(dax::describeClusters).isInstanceOf(DaxException.class);
        assertThatCode(dax::describeClusters).doesNotThrowAnyException();
    }

    @Test
    void fromCall_nthAndAllLater_areFaulty() {
        aws.faults().on("DescribeClusters").fromCall(2).throttle();

        assertThatCode(dax::describeClusters).doesNotThrowAnyException();
        assertThatThrownBy(dax::describeClusters).isInstanceOf(DaxException.class);
        assertThatThrownBy(dax::describeClusters).isInstanceOf(DaxException.class);
    }

    @Test
    void inAccountAndInRegion_otherCalls_areNeitherFaultyNorCounted() {
        aws.faults()
                .on("DescribeClusters")
                .inAccount(Sdk.ACCOUNT)
                .inRegion("us-east-1")
                .call(1)
                .throttle();

        assertThatCode(dax::describeClusters).doesNotThrowAnyException();
        assertThatCode(() -> Sdk.of(aws, "444455556666", "us-east-1").dax().describeClusters())
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Sdk.of(aws, Sdk.ACCOUNT, "us-east-1").dax().describeClusters())
                .isInstanceOf(DaxException.class);
    }

    @Test
    void selection_reusedAfterDefining_doesNotChangeTheDefinedFault() {
        Faults.Selection selection = aws.faults().on("DescribeClusters").call(1);
        selection.throttle();
        selection.call(2).serverError();

        assertRejected("ThrottlingException", 400);
        assertRejected("InternalFailure", 500);
    }

    @Test
    void unauthenticatedCall_fault_doesNotApply() throws Exception {
        aws.faults().on("DescribeClusters").call(1).throttle();

        assertThat(RawRequest.describeClusters(aws).without("Authorization").refusal())
                .startsWith("400 MissingAuthenticationTokenException");
        assertRejected("ThrottlingException", 400);
    }

    @Test
    void dropConnection_call_getsNoResponse() {
        dax.describeClusters();
        aws.faults().on("DescribeClusters").call(1).dropConnection();

        assertThatThrownBy(dax::describeClusters).isInstanceOf(SdkClientException.class);

        assertThat(aws.calls()).extracting(Call::status).containsExactly(200, 0);
        assertThatCode(dax::describeClusters).doesNotThrowAnyException();
    }

    @Test
    void stall_cleared_dropsTheConnection() throws Exception {
        aws.faults().on("DescribeClusters").call(1).stall();
        CompletableFuture<DescribeClustersResponse> stalled = CompletableFuture.supplyAsync(dax::describeClusters);
        aws.awaitCalls("DescribeClusters", 1);
        assertThat(stalled).isNotDone();

        aws.faults().clear();

        assertThatThrownBy(() -> stalled.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SdkClientException.class);
        assertThat(aws.calls()).extracting(Call::status).containsExactly(0);
        assertThatCode(dax::describeClusters).doesNotThrowAnyException();
    }

    @Test
    void delay_call_isExecuted() {
        state.putCluster(LocalCluster.named("orders"));
        aws.faults().on("DescribeClusters").delay(Duration.ofMillis(1));

        assertThat(dax.describeClusters().clusters()).hasSize(1);
    }

    @Test
    void delay_cleared_continuesImmediately() throws Exception {
        aws.faults().on("DescribeClusters").delay(Duration.ofDays(1));
        CompletableFuture<DescribeClustersResponse> delayed = CompletableFuture.supplyAsync(dax::describeClusters);
        aws.awaitCalls("DescribeClusters", 1);

        aws.faults().clear();

        assertThat(delayed.get(30, TimeUnit.SECONDS).clusters()).isEmpty();
    }

    @Test
    void body_call_getsThisBody() throws Exception {
        aws.faults().on("DescribeClusters").body("<html>not JSON</html>");

        assertThat(RawRequest.describeClusters(aws).send().body()).isEqualTo("<html>not JSON</html>");
        assertThatThrownBy(dax::describeClusters).isInstanceOf(SdkClientException.class);
    }

    @Test
    void truncate_call_isExecutedAndItsResponseTruncated() {
        putRule();
        aws.faults().on("PutEvaluations").truncate();

        assertThatThrownBy(() -> put("a")).isInstanceOf(SdkClientException.class);

        // The operation was executed although the client received an error.
        assertThat(state.results("rule")).hasSize(1);
        assertThat(aws.calls()).extracting(Call::status).containsExactly(200);
    }

    @Test
    void cutJson_call_getsHalfOfTheJson() throws Exception {
        aws.faults().on("DescribeClusters").cutJson();

        assertThat(RawRequest.describeClusters(aws).send().body()).isEqualTo("{\"Clust");
        assertThatThrownBy(dax::describeClusters).isInstanceOf(SdkClientException.class);
    }

    @Test
    void failEvaluations_someIds_areReturnedAndTheOthersStored() {
        putRule();
        aws.faults().on("PutEvaluations").failEvaluations("b"::equals);

        PutEvaluationsResponse response = put("a", "b", "c");

        assertThat(response.failedEvaluations()).containsExactly(evaluation("b"));
        assertThat(state.results("rule"))
                .extracting(StoredEvaluation::resourceId)
                .containsExactly("a", "c");
    }

    @Test
    void metricStatus_everyResult_hasItAndNoValues() {
        state.putMetric("TotalRequestCount", Map.of(), Sdk.START.minusSeconds(60), 1);
        aws.faults().on("GetMetricData").call(1).metricStatus("Forbidden");

        List<MetricDataResult> faulty = metricData().metricDataResults();

        assertThat(faulty).extracting(MetricDataResult::statusCode).containsExactly(StatusCode.FORBIDDEN);
        assertThat(faulty.get(0).values()).isEmpty();
        assertThat(faulty.get(0).timestamps()).isEmpty();
        assertThat(metricData().metricDataResults().get(0).values()).containsExactly(1.0);
    }

    private GetMetricDataResponse metricData() {
        return Sdk.of(aws).cloudWatch().getMetricData(metricDataRequest());
    }

    private static GetMetricDataRequest metricDataRequest() {
        return GetMetricDataRequest.builder()
                .startTime(Sdk.START.minusSeconds(600))
                .endTime(Sdk.START)
                .metricDataQueries(MetricDataQuery.builder()
                        .id("q")
                        .metricStat(s -> s.period(60)
                                .stat("Sum")
                                .metric(m -> m.namespace("AWS/DAX").metricName("TotalRequestCount")))
                        .build())
                .build();
    }

    @Test
    void repeatNextToken_listing_doesNotEnd() {
        state.putCluster(LocalCluster.named("orders"));
        aws.faults().on("DescribeClusters").repeatNextToken();

        String token = page(null).nextToken();
        DescribeClustersResponse second = page(token);

        assertThat(token).isNotEmpty();
        assertThat(second.nextToken()).isEqualTo(token);
        assertThat(second.clusters()).hasSize(1);
    }

    @Test
    void on_unknownOperation_isRejected() {
        assertThatThrownBy(() -> aws.faults().on("DescribeCluster"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DescribeClusters");
    }

    @Test
    void parallelCalls_all_areAnsweredAndLogged() {
        state.putCluster(LocalCluster.named("orders"));

        List<CompletableFuture<DescribeClustersResponse>> calls = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(dax::describeClusters))
                .toList();

        assertThat(calls).allSatisfy(call -> assertThat(call.join().clusters()).hasSize(1));
        assertThat(aws.calls()).hasSize(40).extracting(Call::status).containsOnly(200);
    }

    private void assertRejected(String code, int status) {
        assertThatThrownBy(dax::describeClusters)
                .isInstanceOf(DaxException.class)
                .satisfies(e -> {
                    assertThat(((DaxException) e).awsErrorDetails().errorCode()).isEqualTo(code);
                    assertThat(((DaxException) e).statusCode()).isEqualTo(status);
                });
    }

    private DescribeClustersResponse page(@Nullable String token) {
        return dax.describeClusters(r -> r.maxResults(20).nextToken(token));
    }

    private void putRule() {
        state.putRule("rule", Map.of());
        state.registerToken("rule", "token");
    }

    private PutEvaluationsResponse put(String... ids) {
        return config.putEvaluations(r -> r.resultToken("token")
                .evaluations(List.of(ids).stream().map(FaultsTest::evaluation).toList()));
    }

    private static Evaluation evaluation(String id) {
        return Evaluation.builder()
                .complianceResourceType("AWS::DAX::Cluster")
                .complianceResourceId(id)
                .complianceType("COMPLIANT")
                .orderingTimestamp(Instant.parse("2026-03-01T11:59:59.741Z"))
                .build();
    }
}
