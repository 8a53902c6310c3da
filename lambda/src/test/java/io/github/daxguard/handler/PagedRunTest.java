package io.github.daxguard.handler;

import static io.github.daxguard.handler.LocalFunction.ACCOUNT;
import static io.github.daxguard.handler.LocalFunction.NOW;
import static io.github.daxguard.handler.LocalFunction.REGION;
import static io.github.daxguard.handler.LocalFunction.RULE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.config.RunTimeoutException;
import io.github.daxguard.dax.DaxReadException;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.LocalContext;
import io.github.daxguard.emulator.StoredEvaluation;
import io.github.daxguard.results.ReportingException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs on more than one page of clusters, which are reported while other pages are read, and runs near their time-out. */
class PagedRunTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final LocalFunction function = new LocalFunction();
    private final LocalAws aws = function.aws();
    private final EmulatorState state = function.state();

    /** The thread that lists: that of the invocation. */
    private final Thread invocation = Thread.currentThread();

    @BeforeEach
    void putRule() {
        state.putRule(RULE, Map.of());
    }

    @AfterEach
    void stopAws() {
        function.close();
    }

    @Test
    void twoPages_theFirstIsReportedBeforeTheSecondIsRead() throws IOException {
        putClusters(0, 150);
        // The remaining time is read before each call.
        Context context = context(() -> {
            if (isListing() && calls("DescribeClusters") == 1) {
                aws.awaitCalls("PutEvaluations", 1);
            }
            return 60_000;
        });

        function.invoke(state.scheduledEvent(RULE, NOW), context);

        assertThat(state.results(RULE)).hasSize(150);
        assertThat(calls("DescribeClusters")).isEqualTo(2);
        assertThat(calls("GetComplianceDetailsByConfigRule")).isEqualTo(1);
        assertThat(calls("PutEvaluations")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101})
    void otherThread_isUsedOnlyWithMoreThanOnePage(int clusters) throws IOException {
        putClusters(0, clusters);
        Set<Thread> threads = new HashSet<>();
        function.onLogLine(line -> {
            if (line.has("cluster")) {
                threads.add(Thread.currentThread());
            }
        });

        run();

        assertThat(threads).hasSize(1);
        assertThat(threads.contains(invocation)).isEqualTo(clusters == 100);
    }

    @Test
    void clusterOnTwoPages_lastOccurrenceApplies() throws IOException {
        putClusters(0, 101);
        encryptedOnTheSecondPage("c-000", "c-001");

        run();

        assertThat(complianceOf("c-000")).isEqualTo("COMPLIANT");
        assertThat(complianceOf("c-001")).isEqualTo("COMPLIANT");
        assertThat(complianceOf("c-002")).isEqualTo("NON_COMPLIANT");
        assertThat(function.lastLogLine().get("clusters").asInt()).isEqualTo(100);
        assertThat(function.lastLogLine().get("compliant").asInt()).isEqualTo(2);
        assertThat(function.lastLogLine().get("reported").asInt()).isEqualTo(100);
    }

    @Test
    void clusterOnTwoPages_lastOccurrenceIsThePreviousResult_isSentBecauseTheFirstWasSent() throws IOException {
        for (int i = 0; i < 101; i++) {
            state.putCluster(LocalCluster.named("c-%03d".formatted(i)).encrypted());
        }
        run();
        putClusters(0, 101);
        encryptedOnTheSecondPage("c-000");
        aws.clearCalls();

        run();

        assertThat(calls("PutEvaluations")).isEqualTo(2);
        assertThat(complianceOf("c-000")).isEqualTo("COMPLIANT");
        assertThat(timeOf("c-000")).isAfter(timeOf("c-001"));
        assertThat(complianceOf("c-100")).isEqualTo("NON_COMPLIANT");
    }

    @Test
    void clusterOnTwoPages_resultIsUnchanged_isNotSent() throws IOException {
        putClusters(0, 101);
        run();
        aws.clearCalls();
        aws.faults()
                .on("DescribeClusters")
                .call(2)
                .body("{\"Clusters\":[" + json("c-000", "DISABLED") + "," + json("c-100", "DISABLED") + "]}");

        run();

        assertThat(calls("PutEvaluations")).isZero();
        assertThat(function.lastLogLine().get("unchanged").asInt()).isEqualTo(101);
    }

    /** If AWS Config accepted the retry of the earlier evaluation, it would overwrite the later one. */
    @Test
    void clusterOnTwoPages_firstEvaluationIsRefused_isNotRetried() throws IOException {
        putClusters(0, 101);
        encryptedOnTheSecondPage("c-000");
        aws.faults().on("PutEvaluations").call(1).failEvaluations("c-000"::equals);

        run();

        assertThat(complianceOf("c-000")).isEqualTo("COMPLIANT");
        assertThat(calls("PutEvaluations")).isEqualTo(2);
    }

    @Test
    void clusterOnTwoPages_firstBatchFails_isReportedWithTheSecond() throws IOException {
        putClusters(0, 101);
        encryptedOnTheSecondPage("c-000");
        aws.faults().on("PutEvaluations").call(1).error("InvalidParameterValueException", "odd", 400);

        assertThatThrownBy(this::run)
                .isInstanceOf(ReportingException.class)
                .hasMessageContaining("Not reported: 99 of 101 evaluations: c-001");

        assertThat(complianceOf("c-000")).isEqualTo("COMPLIANT");
        assertThat(function.lastLogLine().get("reported").asInt()).isEqualTo(1);
        assertThat(function.lastLogLine().get("failed").asInt()).isEqualTo(99);
    }

    @Test
    void timeIsExhausted_whileClustersAreListed_theReadOnesAreReportedAndNothingIsRemoved() throws IOException {
        putClusters(0, 50);
        run();
        previous("gone");
        putClusters(50, 350);
        aws.clearCalls();
        Context context = context(() -> {
            if (isListing() && calls("DescribeClusters") == 3) {
                // 250 of the 300 results have changed.
                aws.awaitCalls("PutEvaluations", 2);
                return 9_000;
            }
            return 60_000;
        });

        assertThatThrownBy(() -> function.invoke(state.scheduledEvent(RULE, NOW.plusSeconds(60)), context))
                .isInstanceOf(RunTimeoutException.class)
                .hasCauseInstanceOf(DaxReadException.class)
                .hasMessageContaining("Increase its time-out")
                .hasMessageStartingWith("The time was exhausted. Clusters evaluated: 300. "
                        + "Evaluations reported: 250, unchanged: 50, not reported: 0.");

        assertCounts(300, 250, 50, 0);
        assertThat(calls("DescribeClusters")).isEqualTo(3);
        assertThat(calls("PutEvaluations")).isEqualTo(3);
        assertThat(state.results(RULE)).hasSize(300 + 1);
        assertThat(complianceOf("gone")).isEqualTo("COMPLIANT");
    }

    @Test
    void timeIsExhausted_whileResultsAreReported_theRestIsNotSentAndNothingIsRemoved() throws IOException {
        putClusters(0, 250);
        previous("gone");
        Context context = context(() -> {
            if (calls("PutEvaluations") == 0 || (isListing() && calls("DescribeClusters") < 3)) {
                return 60_000;
            }
            aws.awaitCalls("DescribeClusters", 3);
            return 400;
        });

        assertThatThrownBy(() -> function.invoke(state.scheduledEvent(RULE, NOW), context))
                .isInstanceOf(RunTimeoutException.class)
                .hasCauseInstanceOf(ReportingException.class)
                .hasMessageContaining("Increase its time-out")
                .hasMessageContaining("Not reported: 150 of 250 evaluations: c-100")
                .hasMessageStartingWith("The time was exhausted. Clusters evaluated: 250. "
                        + "Evaluations reported: 100, unchanged: 0, not reported: 150.");

        assertCounts(250, 100, 0, 150);
        assertThat(function.logLines().stream().filter(line -> line.has("cluster")))
                .hasSize(100);
        assertThat(calls("PutEvaluations")).isEqualTo(1);
        assertThat(complianceOf("gone")).isEqualTo("COMPLIANT");
    }

    @Test
    void reportIsRefused_shortlyBeforeTheEnd_isNotATimeOut() throws IOException {
        putClusters(0, 101);
        aws.faults().on("PutEvaluations").error("AccessDeniedException", "denied", 400);
        Context context = context(() -> calls("PutEvaluations") == 0 ? 60_000 : 9_000);

        assertThatThrownBy(() -> function.invoke(state.scheduledEvent(RULE, NOW), context))
                .isInstanceOf(ReportingException.class);
    }

    private void assertCounts(int clusters, int reported, int unchanged, int failed) throws IOException {
        JsonNode summary = function.lastLogLine();
        assertThat(summary.get("outcome").asText()).isEqualTo("failed");
        assertThat(summary.get("errorType").asText()).isEqualTo("RunTimeoutException");
        assertThat(summary.get("clusters").asInt()).isEqualTo(clusters);
        assertThat(summary.get("reported").asInt()).isEqualTo(reported);
        assertThat(summary.get("unchanged").asInt()).isEqualTo(unchanged);
        assertThat(summary.get("failed").asInt()).isEqualTo(failed);
        assertThat(summary.get("staleRemoved").asInt()).isZero();
    }

    private boolean isListing() {
        return Thread.currentThread().equals(invocation);
    }

    private int calls(String operation) {
        return aws.calls(operation).size();
    }

    private static Context context(IntSupplier remainingMillis) {
        return LocalContext.withRemaining(ACCOUNT, REGION, remainingMillis);
    }

    private void run() throws IOException {
        function.invoke(state.scheduledEvent(RULE, NOW), TIMEOUT);
    }

    private void putClusters(int from, int to) {
        for (int i = from; i < to; i++) {
            state.putCluster(LocalCluster.named("c-%03d".formatted(i)));
        }
    }

    private void previous(String id) {
        state.putResult(RULE, new StoredEvaluation("AWS::DAX::Cluster", id, "COMPLIANT", "", NOW.minusSeconds(86_400)));
    }

    private void encryptedOnTheSecondPage(String... names) {
        StringBuilder clusters = new StringBuilder();
        for (String name : names) {
            clusters.append(clusters.isEmpty() ? "" : ",").append(json(name, "ENABLED"));
        }
        aws.faults().on("DescribeClusters").call(2).body("{\"Clusters\":[" + clusters + "]}");
    }

    private static String json(String name, String encryption) {
        return "{\"ClusterName\":\"" + name + "\",\"Status\":\"available\",\"SSEDescription\":{\"Status\":\""
                + encryption + "\"}}";
    }

    private Instant timeOf(String id) {
        return state.results(RULE).stream()
                .filter(result -> result.resourceId().equals(id))
                .map(StoredEvaluation::orderingTimestamp)
                .findFirst()
                .orElseThrow();
    }

    private String complianceOf(String id) {
        return state.results(RULE).stream()
                .filter(result -> result.resourceId().equals(id))
                .map(StoredEvaluation::complianceType)
                .findFirst()
                .orElse("no result");
    }
}
