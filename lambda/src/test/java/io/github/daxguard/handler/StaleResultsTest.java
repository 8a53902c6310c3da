package io.github.daxguard.handler;

import static io.github.daxguard.handler.LocalFunction.ACCOUNT;
import static io.github.daxguard.handler.LocalFunction.NOW;
import static io.github.daxguard.handler.LocalFunction.REGION;
import static io.github.daxguard.handler.LocalFunction.RULE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.dax.DaxReadException;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.LocalContext;
import io.github.daxguard.emulator.StoredEvaluation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a run removes the previous evaluation results of clusters that DAX confirms as not found, and no others. */
class StaleResultsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final LocalFunction function = new LocalFunction();
    private final LocalAws aws = function.aws();
    private final EmulatorState state = function.state();

    @BeforeEach
    void putRule() {
        state.putRule(RULE, Map.of());
    }

    @AfterEach
    void stopAws() {
        function.close();
    }

    /** DAX can omit a cluster if another one is deleted between two pages. */
    @Test
    void listing_omitsAClusterOfALaterPage_itsResultIsReportedAndNotRemoved() throws IOException {
        for (int i = 0; i <= 100; i++) {
            state.putCluster(LocalCluster.named("c-%03d".formatted(i)).encrypted());
            previous("c-%03d".formatted(i));
        }
        aws.faults().on("DescribeClusters").call(2).body("{\"Clusters\":[]}");

        run();

        assertThat(state.results(RULE)).hasSize(101).allSatisfy(result -> {
            assertThat(result.complianceType()).isEqualTo("COMPLIANT");
            assertThat(result.orderingTimestamp()).isEqualTo(NOW);
        });
        assertThat(lookedUp()).containsExactly("c-100");
        assertThat(function.lastLogLine().get("clusters").asInt()).isEqualTo(101);
        assertThat(function.lastLogLine().get("staleRemoved").asInt()).isZero();
    }

    @Test
    void concurrentRun_reportsAClusterCreatedAfterTheListing_itsResultIsNotRemoved() throws IOException {
        state.putCluster(LocalCluster.named("orders"));
        AtomicBoolean created = new AtomicBoolean();
        // The function reads the remaining time before each call, here before it reads the previous results.
        Context context = LocalContext.withRemaining(ACCOUNT, REGION, () -> {
            if (aws.calls("DescribeClusters").size() == 1 && created.compareAndSet(false, true)) {
                state.putCluster(LocalCluster.named("new"));
                previous("new", "NON_COMPLIANT");
            }
            return (int) TIMEOUT.toMillis();
        });

        function.invoke(state.scheduledEvent(RULE, NOW), context);

        assertThat(lookedUp()).containsExactly("new");
        assertThat(complianceOf("new")).isEqualTo("NON_COMPLIANT");
    }

    @Test
    void staleName_ofAClusterThatExists_isReportedWithItsVerdict() throws IOException {
        state.putCluster(LocalCluster.named("orders").encrypted());
        previous("orders");
        aws.faults().on("DescribeClusters").call(1).body("{\"Clusters\":[]}");

        run();

        assertThat(complianceOf("orders")).isEqualTo("COMPLIANT");
        assertThat(function.lastLogLine().get("clusters").asInt()).isEqualTo(1);
        assertThat(state.results(RULE)).extracting(StoredEvaluation::resourceId).containsExactly("orders");
    }

    @Test
    void lookups_timeIsUsedUp_theRestStaysForTheNextRunAndAllOthersAreReported() throws IOException {
        for (int i = 0; i < 150; i++) {
            state.putCluster(LocalCluster.named("c-%03d".formatted(i)));
        }
        List.of("gone-1", "gone-2", "gone-3").forEach(this::previous);
        // Two pages and two lookups; the remaining time is reserved for reporting.
        Context context = LocalContext.withRemaining(
                ACCOUNT, REGION, () -> aws.calls("DescribeClusters").size() < 4 ? 60_000 : 11_000);

        function.invoke(state.scheduledEvent(RULE, NOW), context);

        assertThat(lookedUp()).containsExactly("gone-1", "gone-2");
        assertThat(complianceOf("gone-2")).isEqualTo("NOT_APPLICABLE");
        assertThat(complianceOf("gone-3")).isEqualTo("COMPLIANT");
        assertThat(complianceOf("c-149")).isEqualTo("NON_COMPLIANT");
        assertThat(function.lastLogLine().get("outcome").asText()).isEqualTo("succeeded");
        assertThat(function.lastLogLine().get("unconfirmed").asInt()).isEqualTo(1);
        assertThat(unconfirmedLine()).contains("gone-3");

        run();

        assertThat(complianceOf("gone-3")).isEqualTo("NOT_APPLICABLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:dax:eu-west-1:222233334444:cache/orders",
                "arn:aws:dax:eu-west-2:111122223333:cache/orders"
            })
    void staleId_ofAnotherAccountOrRegion_isRemovedWithoutALookup(String id) throws IOException {
        state.putCluster(LocalCluster.named("orders"));
        previous(id);

        run();

        assertThat(lookedUp()).isEmpty();
        assertThat(complianceOf(id)).isEqualTo("NOT_APPLICABLE");
    }

    /** An item of a cluster can have such an id, so it does not prove that the cluster was deleted. */
    @Test
    void staleId_thatCannotBeLookedUp_stays() throws IOException {
        String id = "cluster-0123456789ABCDEFGHIJ";
        state.putCluster(LocalCluster.named("orders"));
        previous(id);

        run();

        assertThat(lookedUp()).isEmpty();
        assertThat(complianceOf(id)).isEqualTo("COMPLIANT");
        assertThat(function.lastLogLine().path("unconfirmed").asInt()).isEqualTo(1);
    }

    /** The listing has a cluster, so DAX is in use in the account and Region. */
    @Test
    void lookup_respondsThatDaxWasNeverUsed_doesNotConfirmTheDeletion() throws IOException {
        state.putCluster(LocalCluster.named("orders"));
        previous("carts");
        aws.faults()
                .on("DescribeClusters")
                .call(2)
                .error("ServiceLinkedRoleNotFoundFault", "Service linked role for DAX could not be found", 400);

        assertThatThrownBy(this::run).isInstanceOf(DaxReadException.class);

        assertThat(complianceOf("carts")).isEqualTo("COMPLIANT");
    }

    /** A fault on the second page does not mean that there are no more clusters. */
    @Test
    void listing_secondPageRespondsThatDaxWasNeverUsed_isIncomplete() throws IOException {
        for (int i = 0; i < 101; i++) {
            state.putCluster(LocalCluster.named("c-" + i));
        }
        previous("carts");
        aws.faults()
                .on("DescribeClusters")
                .call(2)
                .error("ServiceLinkedRoleNotFoundFault", "Service linked role for DAX could not be found", 400);

        assertThatThrownBy(this::run).isInstanceOf(DaxReadException.class);

        assertThat(complianceOf("carts")).isEqualTo("COMPLIANT");
    }

    /** A result that was not removed remains in AWS Config: the account must not be reported as one without clusters. */
    @Test
    void emptyListing_unconfirmedResult_doesNotReportTheAccount() throws IOException {
        previous("carts");
        aws.faults().on("DescribeClusters").fromCall(2).deny();

        assertThatThrownBy(this::run).isInstanceOf(DaxReadException.class);

        assertThat(state.results(RULE))
                .extracting(StoredEvaluation::resourceType, StoredEvaluation::complianceType)
                .containsExactly(tuple("AWS::DAX::Cluster", "COMPLIANT"));
    }

    @Test
    void accountResultOfAnEarlierRun_isSentOnce() throws IOException {
        previousOfTheAccount();

        run();

        assertThat(aws.calls("PutEvaluations"))
                .singleElement()
                .satisfies(call -> assertThat(call.body().path("Evaluations")).hasSize(1));
        assertThat(complianceOf(LocalFunction.ACCOUNT)).isEqualTo("NOT_APPLICABLE");
    }

    @Test
    void accountResultOfAnEarlierRun_accountHasACluster_isRemoved() throws IOException {
        state.putCluster(LocalCluster.named("orders"));
        previousOfTheAccount();

        run();

        assertThat(complianceOf(LocalFunction.ACCOUNT)).isEqualTo("NOT_APPLICABLE");
        assertThat(function.lastLogLine().get("staleRemoved").asInt()).isEqualTo(1);
    }

    @Test
    void staleId_thatNamesAListedCluster_isReportedWithItsVerdict() throws IOException {
        String id = "ORDERS";
        state.putCluster(LocalCluster.named("orders"));
        previous(id);

        run();

        assertThat(lookedUp()).isEmpty();
        assertThat(complianceOf(id)).isEqualTo("NON_COMPLIANT");
    }

    @Test
    void staleArn_ofAClusterThatIsNotFound_isLookedUpByItsName() throws IOException {
        String id = "arn:aws:dax:eu-west-1:111122223333:cache/gone";
        previous(id);

        run();

        assertThat(lookedUp()).containsExactly("gone");
        assertThat(complianceOf(id)).isEqualTo("NOT_APPLICABLE");
        assertThat(complianceOf(ACCOUNT)).isEqualTo("NOT_APPLICABLE");
    }

    @Test
    void run_withoutStaleResults_makesNoLookups() throws IOException {
        for (int i = 0; i < 250; i++) {
            state.putCluster(LocalCluster.named("c-%03d".formatted(i)));
            previous("c-%03d".formatted(i));
        }

        run();

        assertThat(aws.calls("DescribeClusters")).hasSize(3);
        assertThat(aws.calls("GetComplianceDetailsByConfigRule")).hasSize(3);
        assertThat(aws.calls("PutEvaluations")).hasSize(3);
        assertThat(aws.calls()).hasSize(9);
    }

    private void run() throws IOException {
        function.invoke(state.scheduledEvent(RULE, NOW), TIMEOUT);
    }

    private void previous(String id) {
        previous(id, "COMPLIANT");
    }

    private void previous(String id, String complianceType) {
        state.putResult(
                RULE, new StoredEvaluation("AWS::DAX::Cluster", id, complianceType, "", NOW.minusSeconds(86_400)));
    }

    private void previousOfTheAccount() {
        state.putResult(
                RULE,
                new StoredEvaluation(
                        "AWS::::Account",
                        LocalFunction.ACCOUNT,
                        "COMPLIANT",
                        "",
                        LocalFunction.NOW.minusSeconds(86_400)));
    }

    private String complianceOf(String id) {
        return state.results(RULE).stream()
                .filter(result -> result.resourceId().equals(id))
                .map(StoredEvaluation::complianceType)
                .findFirst()
                .orElse("no result");
    }

    private List<String> lookedUp() {
        return aws.calls("DescribeClusters").stream()
                .map(Call::body)
                .flatMap(body -> body.has("ClusterNames")
                        ? Stream.of(body.get("ClusterNames").toString())
                        : Stream.empty())
                .map(names -> names.substring(2, names.length() - 2))
                .toList();
    }

    private String unconfirmedLine() throws IOException {
        return function.logLines().stream()
                .filter(line -> line.has("resources"))
                .map(line -> line.get("resources"))
                .map(JsonNode::asText)
                .findFirst()
                .orElse("no such line");
    }
}
