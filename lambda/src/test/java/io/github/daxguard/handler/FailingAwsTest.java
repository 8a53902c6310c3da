package io.github.daxguard.handler;

import static io.github.daxguard.handler.LocalFunction.ACCOUNT;
import static io.github.daxguard.handler.LocalFunction.NOW;
import static io.github.daxguard.handler.LocalFunction.REGION;
import static io.github.daxguard.handler.LocalFunction.RULE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.config.RunTimeoutException;
import io.github.daxguard.dax.DaxReadException;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.Faults;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.LocalContext;
import io.github.daxguard.emulator.StoredEvaluation;
import io.github.daxguard.results.ReportingException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Failures of AWS: results of clusters that may exist are not removed, and the invocation fails with the error.
 *
 * <p>Concurrent, because the tests mostly wait for the retries of the SDK, which they do not replace.
 */
@Execution(ExecutionMode.CONCURRENT)
class FailingAwsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Three pages, three batches. */
    private static final int CLUSTERS = 250;

    /** Enough time for every failure except a stall, which lasts until the time is used up. */
    private static final Duration LONG_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(5);

    enum ServiceFailure {
        THROTTLING("ThrottlingException", Faults.Selection::throttle),
        SERVER_ERROR("InternalFailure", Faults.Selection::serverError),
        UNAVAILABLE("HTTP 503", Faults.Selection::unavailable),
        DROPPED_CONNECTION("No usable response", Faults.Selection::dropConnection),
        STALL("Increase the time-out", Faults.Selection::stall),
        ACCESS_DENIED("AccessDeniedException", Faults.Selection::deny),
        NO_DAX_IN_THE_REGION(
                "AWS does not offer DAX in this Region",
                fault -> fault.error("InvalidParameterValueException", "Access Denied to API Version: DAX_V3", 400)),
        BAD_CREDENTIALS(
                "AWS did not accept the credentials",
                fault -> fault.error("UnrecognizedClientException", "The security token is invalid.", 400)),
        REPEATED_NEXT_TOKEN("the same NextToken twice", Faults.Selection::repeatNextToken),
        GARBAGE("No usable response", fault -> fault.body("<html>proxy login</html>")),
        CUT_JSON("No usable response", Faults.Selection::cutJson),
        NO_BODY("not a single complete JSON object", fault -> fault.body("")),
        MORE_THAN_ONE_BODY("not a single complete JSON object", fault -> fault.body("{\"Clusters\":[]}{}")),
        NULL_CLUSTER("without a name", fault -> fault.body("{\"Clusters\":[null]}")),
        NULL_RESULT("a result does not name a resource", fault -> fault.body("{\"EvaluationResults\":[null]}")),
        CUT_CONNECTION("No usable response", Faults.Selection::truncate),
        NO_CLUSTERS_MEMBER("does not contain a list of clusters", fault -> fault.body("{}")),
        NAMELESS_CLUSTER("without a name", fault -> fault.body("{\"Clusters\":[{\"Status\":\"available\"}]}")),
        EMPTY_NAME("without a name", fault -> fault.body("{\"Clusters\":[{\"ClusterName\":\"\"}]}"));

        private final String message;
        // Stateless method references and lambdas.
        @SuppressWarnings("ImmutableEnumChecker")
        private final Consumer<Faults.Selection> inject;

        ServiceFailure(String message, Consumer<Faults.Selection> inject) {
            this.message = message;
            this.inject = inject;
        }
    }

    private final LocalFunction function = new LocalFunction();
    private final LocalAws aws = function.aws();
    private final EmulatorState state = function.state();

    @BeforeEach
    void putClustersAndPreviousResults() {
        for (int i = 0; i < CLUSTERS; i++) {
            state.putCluster(LocalCluster.named("c-%03d".formatted(i)));
        }
        state.putRule(RULE, Map.of());
        // Previous results of deleted clusters: three pages of them, too.
        for (int i = 0; i < CLUSTERS; i++) {
            state.putResult(
                    RULE,
                    new StoredEvaluation(
                            "AWS::DAX::Cluster",
                            "gone-%03d".formatted(i),
                            "NON_COMPLIANT",
                            "",
                            NOW.minusSeconds(86_400)));
        }
    }

    @AfterEach
    void stopAws() {
        function.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = ServiceFailure.class,
            mode = Mode.EXCLUDE,
            names = {"REPEATED_NEXT_TOKEN", "NULL_RESULT"})
    void listing_failsOnTheFirstPage_nothingIsReportedOrRemoved(ServiceFailure serviceFailure) throws IOException {
        serviceFailure.inject.accept(aws.faults().on("DescribeClusters"));

        Throwable failure = catchThrowable(() -> invoke(scheduled(), serviceFailure));

        assertThat(failure).isInstanceOf(typeOf(serviceFailure, DaxReadException.class));
        assertMessage(failure, "DescribeClusters", serviceFailure);
        assertThat(aws.calls("PutEvaluations")).isEmpty();
        assertThat(results("gone-", "NON_COMPLIANT")).isEqualTo(CLUSTERS);
        assertFailedRunIsLogged(0, serviceFailure == ServiceFailure.STALL);
    }

    @ParameterizedTest
    @EnumSource(
            value = ServiceFailure.class,
            mode = Mode.EXCLUDE,
            names = {"NULL_RESULT"})
    void listing_failsOnALaterPage_readClustersAreReportedAndNothingIsRemoved(ServiceFailure serviceFailure)
            throws IOException {
        serviceFailure.inject.accept(aws.faults().on("DescribeClusters").fromCall(2));

        Throwable failure = catchThrowable(() -> invoke(scheduled(), serviceFailure));

        assertThat(failure).isInstanceOf(typeOf(serviceFailure, DaxReadException.class));
        assertMessage(failure, "DescribeClusters", serviceFailure);
        assertThat(results("c-", "NON_COMPLIANT")).isGreaterThanOrEqualTo(100).isLessThan(CLUSTERS);
        assertThat(results("gone-", "NON_COMPLIANT")).isEqualTo(CLUSTERS);
        assertFailedRunIsLogged(0, serviceFailure == ServiceFailure.STALL);
    }

    @ParameterizedTest
    @EnumSource(
            value = ServiceFailure.class,
            mode = Mode.EXCLUDE,
            names = {"REPEATED_NEXT_TOKEN", "NULL_RESULT"})
    void itemChange_clusterCannotBeLookedUp_nothingIsReported(ServiceFailure serviceFailure) throws IOException {
        serviceFailure.inject.accept(aws.faults().on("DescribeClusters"));
        byte[] event = state.itemChangeEvent(RULE, item("c-001"), NOW);

        Throwable failure = catchThrowable(() -> invoke(event, serviceFailure));

        assertThat(failure).isInstanceOf(typeOf(serviceFailure, DaxReadException.class));
        assertMessage(failure, "DescribeClusters", serviceFailure);
        assertThat(aws.calls("PutEvaluations")).isEmpty();
        assertFailedRunIsLogged(1, serviceFailure == ServiceFailure.STALL);
    }

    @Test
    void itemChange_responseHasAnotherClusterOnly_nothingIsReported() throws IOException {
        aws.faults()
                .on("DescribeClusters")
                .body("{\"Clusters\":[{\"ClusterName\":\"other\",\"Status\":\"available\"}]}");
        byte[] event = state.itemChangeEvent(RULE, item("c-001"), NOW);

        assertThatThrownBy(() -> function.invoke(event, LONG_TIMEOUT))
                .isInstanceOf(DaxReadException.class)
                .hasMessageContaining("does not contain cluster c-001");
        assertThat(aws.calls("PutEvaluations")).isEmpty();
    }

    /** Each failure once; on a later page if the SDK retries it, because retries take time. */
    @ParameterizedTest
    @CsvSource({
        "THROTTLING, 2",
        "SERVER_ERROR, 2",
        "DROPPED_CONNECTION, 2",
        "STALL, 2",
        "ACCESS_DENIED, 1",
        "ACCESS_DENIED, 2",
        "REPEATED_NEXT_TOKEN, 1",
        "REPEATED_NEXT_TOKEN, 2",
        "GARBAGE, 1",
        "CUT_JSON, 2",
        "CUT_CONNECTION, 2",
        "NO_BODY, 1",
        "NO_BODY, 2",
        "MORE_THAN_ONE_BODY, 1",
        "NULL_RESULT, 1",
        "NULL_RESULT, 2"
    })
    void previousResults_readIncompletely_verdictsAreReportedAndNothingIsRemoved(
            ServiceFailure serviceFailure, int fromPage) throws IOException {
        serviceFailure.inject.accept(
                aws.faults().on("GetComplianceDetailsByConfigRule").fromCall(fromPage));

        Throwable failure = catchThrowable(() -> invoke(scheduled(), serviceFailure));

        assertThat(failure)
                .isInstanceOf(typeOf(serviceFailure, ReportingException.class))
                .hasMessageContaining("No stale results were removed.");
        assertMessage(failure, "GetComplianceDetailsByConfigRule", serviceFailure);
        assertThat(results("c-", "NON_COMPLIANT")).isEqualTo(CLUSTERS);
        assertThat(results("gone-", "NON_COMPLIANT")).isEqualTo(CLUSTERS);
        assertFailedRunIsLogged(0, serviceFailure == ServiceFailure.STALL);
    }

    @ParameterizedTest
    @CsvSource({
        "THROTTLING, 2",
        "SERVER_ERROR, 2",
        "UNAVAILABLE, 2",
        "DROPPED_CONNECTION, 2",
        "STALL, 2",
        "ACCESS_DENIED, 1",
        "ACCESS_DENIED, 2",
        "BAD_CREDENTIALS, 1",
        "GARBAGE, 1",
        "NO_BODY, 1",
        "NO_BODY, 2",
        "MORE_THAN_ONE_BODY, 1"
    })
    void reporting_fails_otherBatchesAreReportedAndTheRestIsNamed(ServiceFailure serviceFailure, int fromBatch)
            throws IOException {
        serviceFailure.inject.accept(aws.faults().on("PutEvaluations").fromCall(fromBatch));

        Throwable failure = catchThrowable(() -> invoke(scheduled(), serviceFailure));

        int reported = 100 * (fromBatch - 1);
        // A stall uses up the time of the lookups, so that no stale result is confirmed.
        int all = serviceFailure == ServiceFailure.STALL ? CLUSTERS : 2 * CLUSTERS;
        assertThat(failure)
                .isInstanceOf(typeOf(serviceFailure, ReportingException.class))
                .hasMessageContaining("Not reported: " + (all - reported) + " of " + all + " evaluations: c-")
                .hasMessageContaining(" more.");
        assertMessage(failure, "PutEvaluations", serviceFailure);
        assertThat(results("c-", "NON_COMPLIANT")).isEqualTo(reported);
        assertThat(results("gone-", "NON_COMPLIANT")).isEqualTo(CLUSTERS);
        assertFailedRunIsLogged(all - reported, serviceFailure == ServiceFailure.STALL);
    }

    @Test
    void reporting_oneBatchIsRejected_theOthersAreReported() throws IOException {
        aws.faults().on("PutEvaluations").call(2).error("InvalidParameterValueException", "One of them is odd.", 400);

        assertThatThrownBy(() -> function.invoke(scheduled(), LONG_TIMEOUT))
                .isInstanceOf(ReportingException.class)
                .hasMessageContaining("InvalidParameterValueException: One of them is odd.")
                .hasMessageContaining("Not reported: 100 of 500 evaluations: c-100, c-101");

        assertThat(results("c-", "NON_COMPLIANT")).isEqualTo(CLUSTERS - 100);
        assertThat(results("gone-", "NOT_APPLICABLE")).isEqualTo(CLUSTERS);
        assertThat(function.lastLogLine().path("failed").asInt()).isEqualTo(100);
    }

    @Test
    void reporting_tokenIsRejected_noOtherBatchIsSent() {
        aws.faults().on("PutEvaluations").error("InvalidResultTokenException", "The result token is invalid.", 400);

        assertThatThrownBy(() -> function.invoke(scheduled(), LONG_TIMEOUT))
                .isInstanceOf(ReportingException.class)
                .hasMessageContaining("use the token TESTMODE");

        assertThat(aws.calls("PutEvaluations")).hasSize(1);
    }

    @Test
    void reporting_someEvaluationsFailOnce_onlyTheseAreSentAgain() throws IOException {
        aws.faults().on("PutEvaluations").call(1).failEvaluations(id -> id.endsWith("7"));
        aws.faults().on("PutEvaluations").call(3).failEvaluations(id -> id.endsWith("7"));

        function.invoke(scheduled(), LONG_TIMEOUT);

        List<Call> puts = aws.calls("PutEvaluations");
        assertThat(puts).hasSize(6);
        assertThat(puts.get(5).body().get("Evaluations")).hasSize(10 + 10);
        assertThat(results("c-", "NON_COMPLIANT")).isEqualTo(CLUSTERS);
        assertThat(results("gone-", "NOT_APPLICABLE")).isEqualTo(CLUSTERS);
    }

    @Test
    void reporting_someEvaluationsAlwaysFail_theOthersAreReportedAndTheseNamed() throws IOException {
        aws.faults().on("PutEvaluations").failEvaluations(id -> id.equals("c-007") || id.equals("gone-007"));

        assertThatThrownBy(() -> function.invoke(scheduled(), LONG_TIMEOUT))
                .isInstanceOf(ReportingException.class)
                .hasMessageContaining("FailedEvaluations")
                .hasMessageEndingWith("Not reported: 2 of 500 evaluations: c-007, gone-007.");

        assertThat(results("c-", "NON_COMPLIANT")).isEqualTo(CLUSTERS - 1);
        assertThat(results("gone-", "NOT_APPLICABLE")).isEqualTo(CLUSTERS - 1);
        assertThat(function.lastLogLine().path("staleRemoved").asInt()).isEqualTo(CLUSTERS - 1);
        assertThat(function.lastLogLine().path("failed").asInt()).isEqualTo(2);
    }

    @Test
    void reporting_tokenIsRejectedAndQuotedInPart_noOtherBatchIsSent() throws IOException {
        byte[] event = scheduled();
        String token = JSON.readTree(event).get("resultToken").asText();
        aws.faults()
                .on("PutEvaluations")
                .error("InvalidResultTokenException", "..." + token.substring(700, 740) + "... is invalid.", 400);

        assertThatThrownBy(() -> function.invoke(event, LONG_TIMEOUT))
                .isInstanceOf(ReportingException.class)
                .hasMessageContaining("InvalidResultTokenException")
                .hasMessageContaining("contains a secret")
                .hasNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(token.substring(716, 732)));
        assertThat(aws.calls("PutEvaluations")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = ServiceFailure.class,
            names = {"THROTTLING", "SERVER_ERROR", "ACCESS_DENIED", "STALL", "NO_BODY"})
    void tags_cannotBeRead_findingsAreReportedAndTheRunFails(ServiceFailure serviceFailure) throws IOException {
        state.putRule(RULE, Map.of("exemptionTag", "until"));
        state.putCluster(LocalCluster.named("a-tagged").tag("until", "2030-01-01"));
        serviceFailure.inject.accept(aws.faults().on("ListTags").call(1));
        aws.faults().on("ListTags").fromCall(2).deny();

        Throwable failure = catchThrowable(() -> invoke(scheduled(), serviceFailure));

        assertThat(results("a-tagged", "NON_COMPLIANT")).isEqualTo(1);
        assertThat(failure).isNotNull();
        assertThat(function.lastLogLine().get("outcome").asText()).isEqualTo("failed");
        assertThat(failure.getMessage()).contains("ListTags in account " + ACCOUNT);
    }

    @Test
    void tags_oneWithoutAKey_theClusterIsReportedAndTheRunFails() {
        state.putRule(RULE, Map.of("exemptionTag", "until"));
        state.putCluster(LocalCluster.named("a-tagged").tag("until", "2030-01-01"));
        aws.faults().on("ListTags").call(1).body("{\"Tags\":[{\"Value\":\"2030-01-01\"}]}");

        assertThatThrownBy(() -> function.invoke(scheduled(), LONG_TIMEOUT))
                .isInstanceOf(DaxReadException.class)
                .hasMessageContaining("ListTags in account " + ACCOUNT)
                .hasMessageContaining("the response contains a tag without a key");

        assertThat(results("a-tagged", "NON_COMPLIANT")).isEqualTo(1);
    }

    @Test
    void tags_endlessPages_theClusterIsReportedAndTheNextOneIsRead() throws IOException {
        state.putRule(RULE, Map.of("exemptionTag", "until"));
        state.putCluster(LocalCluster.named("a-endless").tag("until", "2030-01-01"));
        state.putCluster(LocalCluster.named("b-tagged").tag("until", "2030-01-01"));
        for (int page = 1; page <= 10; page++) {
            aws.faults().on("ListTags").call(page).body("{\"Tags\":[],\"NextToken\":\"" + page + "\"}");
        }

        assertThatThrownBy(() -> function.invoke(scheduled(), LONG_TIMEOUT))
                .isInstanceOf(DaxReadException.class)
                .hasMessageContaining("ListTags in account " + ACCOUNT)
                .hasMessageContaining("more than 10 pages");

        assertThat(results("a-endless", "NON_COMPLIANT")).isEqualTo(1);
        assertThat(results("b-tagged", "NON_COMPLIANT")).isZero();
        assertThat(results("c-", "NON_COMPLIANT")).isEqualTo(CLUSTERS);
        assertThat(aws.calls("ListTags")).hasSize(10 + 1 + CLUSTERS);
    }

    @Test
    void reporting_responseHasAnEvaluationThatWasNotSent_theBatchCountsAsUnreported() {
        aws.faults()
                .on("PutEvaluations")
                .body("{\"FailedEvaluations\":[{\"ComplianceResourceType\":\"AWS::DAX::Cluster\","
                        + "\"ComplianceResourceId\":\"unknown-cluster\",\"ComplianceType\":\"COMPLIANT\","
                        + "\"OrderingTimestamp\":1}]}");

        assertThatThrownBy(() -> function.invoke(scheduled(), LONG_TIMEOUT))
                .isInstanceOf(ReportingException.class)
                .hasMessageContaining("Not reported: 500 of 500 evaluations");
    }

    @Test
    void listingAndReporting_fail_bothAreReported() {
        aws.faults().on("DescribeClusters").fromCall(2).deny();
        aws.faults().on("PutEvaluations").deny();

        assertThatThrownBy(() -> function.invoke(scheduled(), LONG_TIMEOUT))
                .isInstanceOf(ReportingException.class)
                .hasMessageContaining("Allow config:PutEvaluations for the calling principal")
                .hasMessageContaining("Not reported: 100 of 100 evaluations")
                .hasMessageContaining("Earlier failure: DescribeClusters in account")
                .hasMessageContaining("Allow dax:DescribeClusters for the calling principal");
    }

    @Test
    void run_noTimeLeft_makesNoCall() throws IOException {
        LocalContext context = LocalContext.withRemaining(ACCOUNT, REGION, () -> 0);

        assertThatThrownBy(() -> function.invoke(scheduled(), context))
                .isInstanceOf(RunTimeoutException.class)
                .hasCauseInstanceOf(DaxReadException.class)
                .hasMessageContaining(
                        "DescribeClusters in account 111122223333, eu-west-1, was not sent: the function's time is exhausted. "
                                + "Increase its time-out.");
        assertThat(aws.calls()).isEmpty();
        assertFailedRunIsLogged(0, false);
    }

    private void invoke(byte[] event, ServiceFailure serviceFailure) throws IOException {
        function.invoke(event, serviceFailure == ServiceFailure.STALL ? SHORT_TIMEOUT : LONG_TIMEOUT);
    }

    private byte[] scheduled() {
        return state.scheduledEvent(RULE, NOW);
    }

    private static JsonNode item(String clusterName) {
        return JSON.createObjectNode()
                .put("resourceType", "AWS::DAX::Cluster")
                .put("resourceId", clusterName)
                .put("configurationItemStatus", "OK")
                .put("configurationItemCaptureTime", NOW.toString());
    }

    /** A stall lasts until the time is exhausted. */
    private static Class<? extends RuntimeException> typeOf(
            ServiceFailure serviceFailure, Class<? extends RuntimeException> otherwise) {
        return serviceFailure == ServiceFailure.STALL ? RunTimeoutException.class : otherwise;
    }

    private static void assertMessage(Throwable failure, String operation, ServiceFailure serviceFailure) {
        assertThat(failure)
                .hasMessageContaining(operation + " in account " + ACCOUNT + ", " + REGION + ", failed: ")
                .hasMessageContaining(serviceFailure.message);
    }

    private long results(String prefix, String complianceType) {
        return state.results(RULE).stream()
                .filter(result -> result.resourceId().startsWith(prefix))
                .filter(result -> result.complianceType().equals(complianceType))
                .count();
    }

    private void assertFailedRunIsLogged(int unreported, boolean stalls) throws IOException {
        JsonNode summary = function.lastLogLine();
        assertThat(summary.path("level").asText()).isEqualTo("ERROR");
        assertThat(summary.path("outcome").asText()).isEqualTo("failed");
        assertThat(summary.get("failed").asInt()).isEqualTo(unreported);
        assertThat(summary.get("staleRemoved").asInt()).isZero();
        int received = aws.calls().size();
        // A request that is aborted while it is sent counts, and may not be received.
        assertThat(summary.path("apiCalls").asInt()).isBetween(received, received + (stalls ? 1 : 0));
    }
}
