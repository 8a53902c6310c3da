package io.github.daxguard.handler;

import static io.github.daxguard.handler.LocalFunction.ACCOUNT;
import static io.github.daxguard.handler.LocalFunction.NOW;
import static io.github.daxguard.handler.LocalFunction.REGION;
import static io.github.daxguard.handler.LocalFunction.RULE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.dax.DaxReadException;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.emulator.StoredEvaluation;
import io.github.daxguard.results.ReportingException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the one result for the account, if AWS Config refuses the type of clusters or a rule parameter requires it. */
class AccountResultTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String CLUSTER_TYPE = "AWS::DAX::Cluster";
    private static final String ACCOUNT_TYPE = "AWS::::Account";
    private static final String INVALID = "InvalidParameterValueException";
    private static final String REFUSED_TYPE = "refusedResourceType";

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

    @Test
    void refusedAndProven_reportsTheAccount() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        encrypted("safe");
        unencrypted("plain");

        run(NOW);

        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "NON_COMPLIANT"));
        assertThat(state.results(RULE).get(0).annotation())
                .isEqualTo(
                        "Encryption at rest is not ENABLED for 1 of 2 DAX clusters: plain. Encryption can only be enabled at"
                                + " creation. Replace each with an encrypted cluster.");
        assertThat(state.results(RULE).get(0).orderingTimestamp()).isEqualTo(NOW);
        // The refused batch, three probes, and the account.
        assertThat(aws.calls("PutEvaluations")).hasSize(5);
        assertCounts(
                Map.of("clusters", 2, "compliant", 1, "nonCompliant", 1, "reported", 1, "unchanged", 0, "failed", 0));
        assertThat(lastLine().get("outcome").asText()).isEqualTo("succeeded");
        assertThat(lastLine().get(REFUSED_TYPE).asText()).isEqualTo(CLUSTER_TYPE);
        assertThat(warnings()).singleElement().satisfies(line -> {
            assertThat(line.get("message").asText()).contains(CLUSTER_TYPE, INVALID, "account " + ACCOUNT);
            assertThat(line.get("account").asText()).isEqualTo(ACCOUNT);
            assertThat(line.has("resources")).isFalse();
        });
        // The finding has its line, as without the fallback.
        assertThat(function.logLines())
                .filteredOn(line -> line.path("compliance").asText().equals("NON_COMPLIANT"))
                .extracting(line -> line.get("cluster").asText())
                .containsExactly("plain");
    }

    @Test
    void refusedAndProven_validationException_reportsTheAccount() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        aws.faults().on("PutEvaluations").call(1).error("ValidationException", "not valid", 400);
        encrypted("safe");

        run(NOW);

        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "COMPLIANT"));
    }

    @Test
    void probes_areInTestMode_withoutTheTokenOfTheEvent() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        encrypted("safe");

        run(NOW);

        List<Call> probes = aws.calls("PutEvaluations").stream()
                .filter(call -> call.body().path("TestMode").asBoolean())
                .toList();
        assertThat(probes)
                .extracting(call ->
                        call.body().at("/Evaluations/0/ComplianceResourceType").asText())
                .containsExactly("AWS::DAX::NoSuchType", CLUSTER_TYPE, ACCOUNT_TYPE);
        assertThat(probes)
                .allSatisfy(call ->
                        assertThat(call.body().path("ResultToken").asText()).isEqualTo("TESTMODE"));
    }

    @Test
    void allExemptOrEncrypted_reportsTheAccountAsCompliant() throws IOException {
        state.putRule(RULE, Map.of("exemptClusters", "legacy"));
        state.refuseType(CLUSTER_TYPE);
        encrypted("safe");
        unencrypted("legacy");

        run(NOW);

        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "COMPLIANT"));
    }

    @Test
    void secondRun_unchanged_sendsNothingMore() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        unencrypted("plain");
        run(NOW);
        aws.clearCalls();

        run(NOW.plusSeconds(3600));

        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "NON_COMPLIANT"));
        // The clusters are sent again, which determines when AWS Config accepts the type.
        assertThat(sentOf(ACCOUNT_TYPE, false)).isZero();
        assertThat(aws.calls("PutEvaluations")).hasSize(4);
        assertCounts(Map.of("reported", 0, "unchanged", 1, "staleRemoved", 0));
        assertThat(lastLine().get(REFUSED_TYPE).asText()).isEqualTo(CLUSTER_TYPE);
    }

    @Test
    void secondRun_resultIsDue_sendsTheAccountAgain() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        encrypted("safe");
        state.putResult(
                RULE,
                new StoredEvaluation(
                        ACCOUNT_TYPE,
                        ACCOUNT,
                        "COMPLIANT",
                        "Encryption at rest is ENABLED for 1 DAX cluster: safe.",
                        Instant.now().minus(Duration.ofHours(24))));

        run(Instant.now());

        assertCounts(Map.of("reported", 1, "unchanged", 0));
    }

    @Test
    void secondRun_clusterIsReplaced_changesTheAccount() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        unencrypted("plain");
        run(NOW);
        state.removeCluster("plain");
        encrypted("safe");

        run(NOW.plusSeconds(3600));

        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "COMPLIANT"));
    }

    @Test
    void lastClusterDeleted_theAccountIsNotApplicable() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        unencrypted("plain");
        run(NOW);
        state.removeCluster("plain");

        run(NOW.plusSeconds(3600));

        assertThat(visible()).isEmpty();
        assertThat(lastLine().has(REFUSED_TYPE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 100, 250})
    void typeAcceptedAgain_reportsClusters_andRemovesTheResultOfTheAccount(int clusters) throws IOException {
        state.refuseType(CLUSTER_TYPE);
        for (int i = 0; i < clusters; i++) {
            encrypted("c-%03d".formatted(i));
        }
        run(NOW);
        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "COMPLIANT"));
        state.acceptType(CLUSTER_TYPE);
        aws.clearCalls();

        run(NOW.plusSeconds(3600));

        assertThat(visible()).hasSize(clusters).doesNotContainKey(ACCOUNT).containsEntry("c-000", "COMPLIANT");
        // The removal is a call of its own, after AWS Config has accepted every cluster.
        assertThat(aws.calls("PutEvaluations")).hasSize((clusters + 99) / 100 + 1);
        assertCounts(Map.of("reported", clusters + 1, "staleRemoved", 1));
        assertThat(lastLine().has(REFUSED_TYPE)).isFalse();
    }

    /** With 100 clusters, the removal of the account's result would be the only evaluation of an accepted batch. */
    @ParameterizedTest
    @ValueSource(ints = {99, 100, 250})
    void stillRefused_neverRemovesTheResultOfTheAccount(int clusters) throws IOException {
        state.refuseType(CLUSTER_TYPE);
        for (int i = 0; i < clusters; i++) {
            encrypted("c-%03d".formatted(i));
        }
        run(NOW);
        aws.clearCalls();

        run(NOW.plusSeconds(3600));

        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "COMPLIANT"));
        assertThat(aws.calls("PutEvaluations").stream()
                        .filter(call -> call.status() == 200)
                        .filter(call -> !call.body().path("TestMode").asBoolean()))
                .isEmpty();
        assertThat(aws.calls("PutEvaluations")).hasSize((clusters + 99) / 100 + 3);
        assertCounts(Map.of("clusters", clusters, "reported", 0, "unchanged", 1, "staleRemoved", 0, "failed", 0));
    }

    @Test
    void notValidated_textNamesTheType_reportsTheAccount() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        state.acceptAnyTypeInTestMode();
        encrypted("safe");

        run(NOW);

        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "COMPLIANT"));
        // The refused batch, one probe, and the account.
        assertThat(aws.calls("PutEvaluations")).hasSize(3);
        assertThat(lastLine().get(REFUSED_TYPE).asText()).isEqualTo(CLUSTER_TYPE);
    }

    @Test
    void notValidated_textDoesNotNameTheType_fails() throws IOException {
        state.acceptAnyTypeInTestMode();
        aws.faults().on("PutEvaluations").call(1).error(INVALID, "An evaluation is invalid.", 400);
        encrypted("safe");

        assertFails();

        assertThat(aws.calls("PutEvaluations")).hasSize(2);
    }

    /** One text names the type and the other does not: the second batch was refused for another reason. */
    @Test
    void notValidated_onlyOneTextNamesTheType_reportsTheAccountAndFails() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        state.acceptAnyTypeInTestMode();
        for (int i = 0; i < 150; i++) {
            encrypted("c-%03d".formatted(i));
        }
        aws.faults().on("PutEvaluations").call(2).error(INVALID, "An evaluation is invalid.", 400);

        assertThatThrownBy(() -> run(NOW))
                .isInstanceOf(ReportingException.class)
                .hasMessageContaining("An evaluation is invalid.");

        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "COMPLIANT"));
        assertCounts(Map.of("reported", 1, "failed", 50));
    }

    /** The finding of the account stays until AWS Config has all results of clusters. */
    @ParameterizedTest
    @CsvSource({"TeapotException, 418", "ThrottlingException, 400", "InvalidParameterValueException, 400"})
    void typeAcceptedAgain_oneBatchFails_keepsTheResultOfTheAccount(String code, int status) throws IOException {
        for (int i = 0; i < 200; i++) {
            unencrypted("c-%03d".formatted(i));
        }
        holds(ACCOUNT_TYPE, ACCOUNT, "NON_COMPLIANT");
        aws.faults().on("PutEvaluations").fromCall(2).error(code, "not now", status);

        assertThatThrownBy(() -> run(NOW)).isInstanceOf(ReportingException.class);

        assertThat(visible()).hasSize(101).containsEntry(ACCOUNT, "NON_COMPLIANT");
        assertCounts(Map.of("staleRemoved", 0, "failed", 100));
    }

    @Test
    void typeAcceptedAgain_oneEvaluationFails_keepsTheResultOfTheAccount() throws IOException {
        unencrypted("plain");
        encrypted("safe");
        holds(ACCOUNT_TYPE, ACCOUNT, "NON_COMPLIANT");
        aws.faults().on("PutEvaluations").failEvaluations("plain"::equals);

        assertThatThrownBy(() -> run(NOW)).isInstanceOf(ReportingException.class);

        assertThat(visible()).isEqualTo(Map.of("safe", "COMPLIANT", ACCOUNT, "NON_COMPLIANT"));
        assertCounts(Map.of("staleRemoved", 0));
    }

    /** The result of a cluster is outdated, and it is not known whether the cluster exists. */
    @Test
    void typeAcceptedAgain_unconfirmedCluster_keepsTheResultOfTheAccount() throws IOException {
        encrypted("safe");
        run(NOW);
        holds(CLUSTER_TYPE, "hidden", "COMPLIANT");
        holds(ACCOUNT_TYPE, ACCOUNT, "NON_COMPLIANT");
        aws.faults().on("DescribeClusters").call(2).deny();

        assertThatThrownBy(() -> run(NOW.plusSeconds(3600))).isInstanceOf(DaxReadException.class);

        assertThat(visible()).containsEntry(ACCOUNT, "NON_COMPLIANT");
    }

    @Test
    void typeAcceptedAgain_incompleteListing_keepsTheResultOfTheAccount() throws IOException {
        for (int i = 0; i < 150; i++) {
            encrypted("c-%03d".formatted(i));
        }
        holds(ACCOUNT_TYPE, ACCOUNT, "NON_COMPLIANT");
        aws.faults().on("DescribeClusters").call(2).deny();

        assertThatThrownBy(() -> run(NOW)).isInstanceOf(DaxReadException.class);

        assertThat(visible()).hasSize(101).containsEntry(ACCOUNT, "NON_COMPLIANT");
    }

    /** The only refused evaluation is that of the account: the type of clusters is not in question. */
    @Test
    void refusedAccount_fails_withoutAProbe() throws IOException {
        aws.faults().on("PutEvaluations").error(INVALID, "AWS::DAX::Cluster is invalid.", 400);

        assertThatThrownBy(() -> run(NOW)).isInstanceOf(ReportingException.class);

        assertThat(aws.calls("PutEvaluations")).hasSize(1);
        assertThat(lastLine().has(REFUSED_TYPE)).isFalse();
    }

    /** The text of a batch with another type can be about that type. */
    @Test
    void notValidated_batchHasAnotherType_fails() throws IOException {
        state.acceptAnyTypeInTestMode();
        encrypted("safe");
        holds("AWS::DynamoDB::Table", "orders", "NON_COMPLIANT");
        aws.faults()
                .on("PutEvaluations")
                .call(1)
                .error(INVALID, "AWS::DynamoDB::Table is invalid. Permitted: AWS::DAX::Cluster", 400);

        assertThatThrownBy(() -> run(NOW)).isInstanceOf(ReportingException.class);

        assertThat(lastLine().has(REFUSED_TYPE)).isFalse();
        assertThat(visible()).doesNotContainKey(ACCOUNT);
    }

    /** AWS Config refuses a batch as a whole, also the removal of a result of another type in it. */
    @Test
    void refusedAndProven_staleResultOfAnotherTypeInTheBatch_isRemoved() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        encrypted("safe");
        state.acceptType("AWS::DynamoDB::Table");
        holds("AWS::DynamoDB::Table", "orders", "NON_COMPLIANT");

        run(NOW);

        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "COMPLIANT"));
        assertCounts(Map.of("reported", 2, "staleRemoved", 1, "failed", 0));
    }

    /** Test mode refuses the type that does not exist, and accepts that of clusters: the type is not the cause. */
    @ParameterizedTest
    @ValueSource(strings = {INVALID, "ValidationException"})
    void refusedForAnotherReason_fails(String code) throws IOException {
        aws.faults().on("PutEvaluations").call(1).error(code, "AWS::DAX::Cluster is in an invalid evaluation.", 400);
        encrypted("safe");

        assertFails();

        assertThat(aws.calls("PutEvaluations")).hasSize(3);
    }

    /** Test mode also refuses the account: AWS Config refuses everything. */
    @Test
    void everythingRefused_fails() throws IOException {
        aws.faults().on("PutEvaluations").error(INVALID, "The resource type AWS::DAX::Cluster is invalid.", 400);
        encrypted("safe");

        assertFails();

        assertThat(aws.calls("PutEvaluations")).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void probeIsDenied_fails_withBothErrors(int call) throws IOException {
        state.refuseType(CLUSTER_TYPE);
        aws.faults().on("PutEvaluations").call(call).deny();
        encrypted("safe");

        assertThatThrownBy(() -> run(NOW))
                .isInstanceOf(ReportingException.class)
                .hasMessageContaining(INVALID)
                .hasMessageContaining("AccessDenied");

        assertThat(visible()).isEmpty();
        assertThat(lastLine().has(REFUSED_TYPE)).isFalse();
        assertCounts(Map.of("reported", 0, "failed", 1));
        assertThat(aws.calls("PutEvaluations")).hasSize(call);
    }

    /** Another batch fails with an error that every call would have: calls in test mode decide nothing. */
    @Test
    void unrecoverableError_fails_withoutAProbe() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        for (int i = 0; i < 150; i++) {
            encrypted("c-%03d".formatted(i));
        }
        aws.faults().on("PutEvaluations").call(2).error("InvalidResultTokenException", "expired", 400);

        assertThatThrownBy(() -> run(NOW)).isInstanceOf(ReportingException.class);

        assertThat(aws.calls("PutEvaluations")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"AccessDeniedException, 400", "NoSuchConfigRuleException, 400", "InvalidResultTokenException, 400"})
    void otherError_fails_withoutAProbe(String code, int status) throws IOException {
        state.refuseType(CLUSTER_TYPE);
        aws.faults().on("PutEvaluations").call(1).error(code, "AWS::DAX::Cluster", status);
        encrypted("safe");

        assertFails();

        assertThat(aws.calls("PutEvaluations")).hasSize(1);
    }

    /** One batch is refused and the other fails otherwise: the account is reported, and the run fails. */
    @Test
    void anotherBatchFailsOtherwise_reportsTheAccountAndFails() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        for (int i = 0; i < 150; i++) {
            encrypted("c-%03d".formatted(i));
        }
        aws.faults().on("PutEvaluations").call(2).error("TeapotException", "short and stout", 418);

        assertThatThrownBy(() -> run(NOW))
                .isInstanceOf(ReportingException.class)
                .hasMessageContaining("Teapot");

        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "COMPLIANT"));
        assertCounts(Map.of("clusters", 150, "reported", 1, "failed", 50));
    }

    /** AWS Config has accepted one batch with clusters: the type is not the cause of the other refusal. */
    @Test
    void anotherBatchIsAccepted_fails() throws IOException {
        state.acceptAnyTypeInTestMode();
        for (int i = 0; i < 150; i++) {
            encrypted("c-%03d".formatted(i));
        }
        aws.faults().on("PutEvaluations").call(2).error(INVALID, "AWS::DAX::Cluster is invalid.", 400);

        assertThatThrownBy(() -> run(NOW)).isInstanceOf(ReportingException.class);

        assertThat(visible()).hasSize(100).doesNotContainKey(ACCOUNT);
        assertThat(aws.calls("PutEvaluations")).hasSize(2);
        assertCounts(Map.of("failed", 50));
    }

    @Test
    void itemEvent_fails_withoutAProbe() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        unencrypted("plain");

        assertThatThrownBy(() -> function.invoke(itemEvent(), TIMEOUT)).isInstanceOf(ReportingException.class);

        assertThat(state.results(RULE)).isEmpty();
        assertThat(aws.calls("PutEvaluations")).hasSize(1);
        assertThat(lastLine().has(REFUSED_TYPE)).isFalse();
    }

    @Test
    void itemEvent_accountByParameter_reportsTheItem() throws IOException {
        state.putRule(RULE, Map.of("resourceType", ACCOUNT_TYPE));
        unencrypted("plain");

        function.invoke(itemEvent(), TIMEOUT);

        assertThat(visible()).isEqualTo(Map.of("plain", "NON_COMPLIANT"));
    }

    @ParameterizedTest
    @CsvSource({
        "false, NON_COMPLIANT, NON_COMPLIANT",
        "false, COMPLIANT,     no result",
        "true,  COMPLIANT,     NON_COMPLIANT",
    })
    void incompleteListing_isNeverCompliant_andRemovesNoFinding(boolean finding, String held, String expected)
            throws IOException {
        state.refuseType(CLUSTER_TYPE);
        for (int i = 0; i < 150; i++) {
            encrypted("c-%03d".formatted(i));
        }
        if (finding) {
            unencrypted("c-000");
        }
        holds(ACCOUNT_TYPE, ACCOUNT, held);
        aws.faults().on("DescribeClusters").call(2).deny();

        assertThatThrownBy(() -> run(NOW)).isInstanceOf(DaxReadException.class);

        assertThat(visible().getOrDefault(ACCOUNT, "no result")).isEqualTo(expected);
        assertThat(visible().keySet()).isSubsetOf(ACCOUNT);
    }

    @Test
    void previousResultsUnread_incompleteListing_leavesTheAccountAsItIs() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        for (int i = 0; i < 150; i++) {
            encrypted("c-%03d".formatted(i));
        }
        holds(ACCOUNT_TYPE, ACCOUNT, "NON_COMPLIANT");
        aws.faults().on("DescribeClusters").call(2).deny();
        aws.faults().on("GetComplianceDetailsByConfigRule").deny();

        assertThatThrownBy(() -> run(NOW)).isInstanceOf(DaxReadException.class);

        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "NON_COMPLIANT"));
    }

    /** A cluster that could exist is unknown, although the listing is complete. */
    @Test
    void unconfirmedCluster_isNeverCompliant() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        encrypted("safe");
        holds(CLUSTER_TYPE, "hidden", "NON_COMPLIANT");
        aws.faults().on("DescribeClusters").fromCall(2).deny();

        assertThatThrownBy(() -> run(NOW)).isInstanceOf(DaxReadException.class);

        assertThat(visible()).doesNotContainKey(ACCOUNT);
    }

    /** The id of the previous result cannot be looked up. */
    @Test
    void unknownId_isNeverCompliant() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        encrypted("safe");
        holds(CLUSTER_TYPE, "id-of-more-than-twenty-characters", "NON_COMPLIANT");

        run(NOW);

        assertThat(visible()).doesNotContainKey(ACCOUNT);
        assertCounts(Map.of("unconfirmed", 1));
    }

    /** Results under the name and under the ARN are of one cluster. */
    @Test
    void resultUnderAnArn_countsOnce() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        unencrypted("plain");
        holds(CLUSTER_TYPE, "arn:aws:dax:" + REGION + ":" + ACCOUNT + ":cache/plain", "NON_COMPLIANT");

        run(NOW);

        assertThat(state.results(RULE).stream()
                        .filter(result -> result.resourceId().equals(ACCOUNT))
                        .map(StoredEvaluation::annotation))
                .singleElement()
                .asString()
                .contains("1 of 1 DAX cluster:");
    }

    @Test
    void unreadTags_fails_andReportsAFinding() throws IOException {
        state.putRule(RULE, Map.of("exemptionTag", "exempt-until"));
        state.refuseType(CLUSTER_TYPE);
        encrypted("safe");
        unencrypted("plain");
        aws.faults().on("ListTags").deny();

        assertThatThrownBy(() -> run(NOW)).isInstanceOf(DaxReadException.class);

        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "NON_COMPLIANT"));
    }

    @Test
    void resultsOfClustersFromBefore_cannotBeUpdated_areNamedInTheWarning() throws IOException {
        encrypted("safe");
        holds(CLUSTER_TYPE, "gone", "COMPLIANT");
        holds(CLUSTER_TYPE, "safe", "NON_COMPLIANT");
        state.refuseType(CLUSTER_TYPE);

        run(NOW);

        assertThat(visible()).isEqualTo(Map.of("gone", "COMPLIANT", "safe", "NON_COMPLIANT", ACCOUNT, "COMPLIANT"));
        assertThat(warnings())
                .singleElement()
                .satisfies(line -> assertThat(line.get("resources").asText().split(", ", -1))
                        // Not the account, whose removal is not in a batch with clusters.
                        .containsExactlyInAnyOrder("gone", "safe"));
        assertCounts(Map.of("reported", 1, "staleRemoved", 0, "failed", 0));
    }

    @Test
    void testEvent_reportsTheAccountInTestMode() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        unencrypted("plain");

        function.invoke(
                JSON.writeValueAsBytes(
                        ((ObjectNode) JSON.readTree(state.scheduledEvent(RULE, NOW))).put("resultToken", "TESTMODE")),
                TIMEOUT);

        assertThat(state.results(RULE)).isEmpty();
        assertThat(aws.calls("PutEvaluations"))
                .allSatisfy(call ->
                        assertThat(call.body().path("TestMode").asBoolean()).isTrue());
        assertThat(lastLine().get("mode").asText()).isEqualTo("test");
    }

    @Test
    void errorThatQuotesTheToken_fails_andRevealsNothing() throws IOException {
        state.acceptAnyTypeInTestMode();
        byte[] event = state.scheduledEvent(RULE, NOW);
        String token = JSON.readTree(event).get("resultToken").asText();
        aws.faults().on("PutEvaluations").call(1).error(INVALID, "AWS::DAX::Cluster is invalid. Token: " + token, 400);
        encrypted("safe");

        assertThatThrownBy(() -> function.invoke(event, TIMEOUT)).isInstanceOf(ReportingException.class);

        assertThat(function.logLines().toString()).doesNotContain(token.substring(0, 16));
        assertThat(visible()).isEmpty();
    }

    @Test
    void noToken_isInTheLogOfTheFallback() throws IOException {
        state.refuseType(CLUSTER_TYPE);
        encrypted("safe");
        byte[] event = state.scheduledEvent(RULE, NOW);

        function.invoke(event, TIMEOUT);

        assertThat(function.logLines().toString())
                .doesNotContain(JSON.readTree(event).get("resultToken").asText().substring(0, 16));
    }

    @Test
    void clustersByParameter_refused_failsWithoutAProbe() throws IOException {
        state.putRule(RULE, Map.of("resourceType", CLUSTER_TYPE));
        state.refuseType(CLUSTER_TYPE);
        encrypted("safe");

        assertFails();

        assertThat(aws.calls("PutEvaluations")).hasSize(1);
    }

    @Test
    void accountByParameter_250Clusters_sendsOneEvaluation() throws IOException {
        state.putRule(RULE, Map.of("resourceType", ACCOUNT_TYPE));
        for (int i = 0; i < 250; i++) {
            encrypted("c-%03d".formatted(i));
        }
        unencrypted("c-249");

        run(NOW);

        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "NON_COMPLIANT"));
        assertThat(aws.calls("PutEvaluations"))
                .singleElement()
                .satisfies(call -> assertThat(call.body().path("Evaluations")).hasSize(1));
        assertThat(aws.calls()).hasSize(5);
        assertCounts(Map.of("clusters", 250, "compliant", 249, "nonCompliant", 1, "reported", 1, "failed", 0));
        // The operator has chosen it: no warning, no metric.
        assertThat(lastLine().has(REFUSED_TYPE)).isFalse();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void accountByParameter_secondRun_isUnchanged() throws IOException {
        state.putRule(RULE, Map.of("resourceType", ACCOUNT_TYPE));
        encrypted("safe");
        run(NOW);
        aws.clearCalls();

        run(NOW.plusSeconds(3600));

        assertThat(aws.calls("PutEvaluations")).isEmpty();
        assertCounts(Map.of("reported", 0, "unchanged", 1));
    }

    @Test
    void accountByParameter_noClusters_isNotReported() throws IOException {
        state.putRule(RULE, Map.of("resourceType", ACCOUNT_TYPE));

        run(NOW);

        assertThat(aws.calls("PutEvaluations")).isEmpty();
        assertThat(lastLine().get("outcome").asText()).isEqualTo("succeeded");
    }

    @Test
    void accountByParameter_removesTheResultsOfClusters() throws IOException {
        encrypted("safe");
        unencrypted("plain");
        run(NOW);
        state.putRule(RULE, Map.of("resourceType", ACCOUNT_TYPE));

        run(NOW.plusSeconds(3600));

        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "NON_COMPLIANT"));
        assertCounts(Map.of("reported", 3, "staleRemoved", 2));
    }

    /** A listing can omit a cluster: it counts for the account if a lookup finds it. */
    @Test
    void accountByParameter_omittedClusterIsFound_countsForTheAccount() throws IOException {
        encrypted("safe");
        unencrypted("plain");
        run(NOW);
        state.putRule(RULE, Map.of("resourceType", ACCOUNT_TYPE));
        aws.faults().on("DescribeClusters").call(1).body("{\"Clusters\":[]}");

        run(NOW.plusSeconds(3600));

        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "NON_COMPLIANT"));
    }

    @Test
    void accountByParameter_incompleteListing_keepsTheResultsOfClusters() throws IOException {
        for (int i = 0; i < 150; i++) {
            encrypted("c-%03d".formatted(i));
        }
        run(NOW);
        state.putRule(RULE, Map.of("resourceType", ACCOUNT_TYPE));
        aws.faults().on("DescribeClusters").call(2).deny();

        assertThatThrownBy(() -> run(NOW.plusSeconds(3600))).isInstanceOf(DaxReadException.class);

        assertThat(visible()).hasSize(150).doesNotContainKey(ACCOUNT);
    }

    /** A finding of a cluster is removed only if the account is reported. */
    @Test
    void accountByParameter_accountIsNotAccepted_keepsTheResultsOfClusters() throws IOException {
        unencrypted("plain");
        run(NOW);
        state.putRule(RULE, Map.of("resourceType", ACCOUNT_TYPE));
        aws.faults().on("PutEvaluations").call(2).error("TeapotException", "short and stout", 418);
        aws.faults().on("PutEvaluations").call(1).error("TeapotException", "short and stout", 418);

        assertThatThrownBy(() -> run(NOW.plusSeconds(3600))).isInstanceOf(ReportingException.class);

        assertThat(visible()).isEqualTo(Map.of("plain", "NON_COMPLIANT"));
        assertCounts(Map.of("staleRemoved", 0, "failed", 1));
    }

    @Test
    void accountByParameter_typeRefused_reportsTheAccountAndNamesTheResultsThatStay() throws IOException {
        encrypted("safe");
        run(NOW);
        state.putRule(RULE, Map.of("resourceType", ACCOUNT_TYPE));
        state.refuseType(CLUSTER_TYPE);

        run(NOW.plusSeconds(3600));

        assertThat(visible()).isEqualTo(Map.of(ACCOUNT, "COMPLIANT", "safe", "COMPLIANT"));
        assertThat(warnings())
                .singleElement()
                .satisfies(line -> assertThat(line.get("resources").asText()).isEqualTo("safe"));
        // The operator has chosen it: no metric.
        assertThat(lastLine().has(REFUSED_TYPE)).isFalse();
    }

    @Test
    void parameterRemoved_reportsClusters_andRemovesTheResultOfTheAccount() throws IOException {
        state.putRule(RULE, Map.of("resourceType", ACCOUNT_TYPE));
        encrypted("safe");
        run(NOW);
        state.putRule(RULE, Map.of());

        run(NOW.plusSeconds(3600));

        assertThat(visible()).isEqualTo(Map.of("safe", "COMPLIANT"));
    }

    private void assertFails() throws IOException {
        assertThatThrownBy(() -> run(NOW)).isInstanceOf(ReportingException.class);
        assertThat(visible()).isEmpty();
        assertThat(lastLine().get("outcome").asText()).isEqualTo("failed");
        assertThat(lastLine().has(REFUSED_TYPE)).isFalse();
        assertCounts(Map.of("reported", 0, "failed", 1));
    }

    private void assertCounts(Map<String, Integer> counts) throws IOException {
        JsonNode line = lastLine();
        assertThat(counts)
                .allSatisfy((name, value) ->
                        assertThat(line.get(name).asInt()).as(name).isEqualTo(value));
    }

    private void run(Instant at) throws IOException {
        function.invoke(state.scheduledEvent(RULE, at), TIMEOUT);
    }

    private byte[] itemEvent() throws IOException {
        return state.itemChangeEvent(RULE, JSON.readTree("""
                {
                  "resourceType": "AWS::DAX::Cluster", "resourceId": "plain", "resourceName": "plain",
                  "ARN": "arn:aws:dax:%s:%s:cache/plain", "awsAccountId": "%2$s", "awsRegion": "%1$s",
                  "configurationItemStatus": "OK", "configurationItemCaptureTime": "2027-01-31T05:59:00.000Z",
                  "configuration": {}, "supplementaryConfiguration": {}, "tags": {}, "relationships": []
                }""".formatted(REGION, ACCOUNT)), NOW);
    }

    private void encrypted(String name) {
        state.putCluster(LocalCluster.named(name).encrypted());
    }

    private void unencrypted(String name) {
        state.putCluster(LocalCluster.named(name));
    }

    private void holds(String type, String id, String complianceType) {
        state.putResult(RULE, new StoredEvaluation(type, id, complianceType, "", NOW.minusSeconds(86_400)));
    }

    /** The results that AWS Config shows: compliance by resource id. */
    private Map<String, String> visible() {
        Map<String, String> visible = new TreeMap<>();
        for (StoredEvaluation result : state.results(RULE)) {
            if (!result.complianceType().equals("NOT_APPLICABLE")) {
                visible.put(result.resourceId(), result.complianceType());
            }
        }
        return visible;
    }

    private long sentOf(String type, boolean testMode) {
        return aws.calls("PutEvaluations").stream()
                .filter(call -> call.status() == 200)
                .filter(call -> call.body().path("TestMode").asBoolean() == testMode)
                .flatMap(call -> call.body().findValuesAsText("ComplianceResourceType").stream())
                .filter(type::equals)
                .count();
    }

    /** The warnings about the refused type. */
    private List<ObjectNode> warnings() throws IOException {
        return function.logLines().stream()
                .filter(line -> line.get("level").asText().equals("WARN") && line.has(REFUSED_TYPE))
                .toList();
    }

    private ObjectNode lastLine() throws IOException {
        return function.lastLogLine();
    }
}
