package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.InvalidResultTokenException;

class PutEvaluationsTest extends EmulatorTest {
    private static final Instant TIME = Instant.parse("2026-03-01T11:59:59.741Z");

    private final ConfigClient config = Sdk.of(aws).config();

    @BeforeEach
    void putRule() {
        state.putRule("rule", Map.of());
        state.registerToken("rule", "token");
    }

    @Test
    void putEvaluations_validToken_storesTheEvaluations() {
        var response = config.putEvaluations(r -> r.resultToken("token")
                .evaluations(
                        evaluation(e -> e.complianceResourceId("b").annotation("reason")),
                        evaluation(e -> e.complianceResourceId("a").complianceType("COMPLIANT")),
                        evaluation(e -> e.complianceResourceType("AWS::::Account")
                                .complianceResourceId(Sdk.ACCOUNT)
                                .complianceType("NOT_APPLICABLE"))));

        assertThat(response.failedEvaluations()).isEmpty();
        assertThat(state.results("rule"))
                .containsExactly(
                        new StoredEvaluation("AWS::::Account", Sdk.ACCOUNT, "NOT_APPLICABLE", "", TIME),
                        new StoredEvaluation("AWS::DAX::Cluster", "a", "COMPLIANT", "", TIME),
                        new StoredEvaluation("AWS::DAX::Cluster", "b", "NON_COMPLIANT", "reason", TIME));
    }

    @Test
    void putEvaluations_tokenOfAnEvent_isValidForEveryBatch() throws IOException {
        String token = Json.read(state.scheduledEvent("rule", TIME))
                .path("resultToken")
                .textValue();

        put(token, evaluation(e -> e.complianceResourceId("a")));
        put(token, evaluation(e -> e.complianceResourceId("b")));

        assertThat(state.results("rule")).hasSize(2);
    }

    @Test
    void putEvaluations_moreThan100_areRejected() {
        assertRejected(
                "ValidationException",
                "at 'evaluations' failed to satisfy constraint: Member must have length less than or equal to 100",
                () -> config.putEvaluations(r -> r.resultToken("token").evaluations(evaluations(101))));
        assertThat(state.results("rule")).isEmpty();
    }

    @Test
    void putEvaluations_olderTime_doesNotOverwriteANewerResult() {
        put("token", evaluation(e -> e.complianceType("COMPLIANT")));

        put("token", evaluation(e -> e.orderingTimestamp(TIME.minusMillis(1))));

        assertThat(state.results("rule"))
                .extracting(StoredEvaluation::complianceType)
                .containsExactly("COMPLIANT");
    }

    @Test
    void putEvaluations_sameOrNewerTime_overwrites() {
        put("token", evaluation(e -> e.complianceType("COMPLIANT").annotation("first")));
        put("token", evaluation(e -> e.annotation("second")));
        assertThat(state.results("rule"))
                .extracting(StoredEvaluation::annotation)
                .containsExactly("second");

        put("token", evaluation(e -> e.complianceType("NOT_APPLICABLE").orderingTimestamp(TIME.plusMillis(1))));

        assertThat(state.results("rule"))
                .containsExactly(
                        new StoredEvaluation("AWS::DAX::Cluster", "orders", "NOT_APPLICABLE", "", TIME.plusMillis(1)));
    }

    @Test
    void putEvaluations_tokenOfAnotherAccountOrRegion_isRejected() {
        for (Sdk other : List.of(Sdk.of(aws, "444455556666", Sdk.REGION), Sdk.of(aws, Sdk.ACCOUNT, "us-east-1"))) {
            assertThatThrownBy(() -> other.config()
                            .putEvaluations(r -> r.resultToken("token").evaluations(evaluation(e -> {}))))
                    .isInstanceOf(InvalidResultTokenException.class);
        }
    }

    @Test
    void putEvaluations_testMode_acceptsAnyTokenAndStoresNothing() {
        config.putEvaluations(r -> r.resultToken("TESTMODE").testMode(true).evaluations(evaluation(e -> {})));
        config.putEvaluations(r -> r.resultToken("token").testMode(true).evaluations(evaluation(e -> {})));

        assertThat(state.results("rule")).isEmpty();
    }

    @Test
    void putEvaluations_refusedType_rejectsTheWholeCallAlsoInTestMode() {
        state.refuseType("AWS::DAX::Cluster");
        Evaluation cluster = evaluation(e -> {});
        Evaluation account = evaluation(e -> e.complianceResourceType("AWS::::Account"));

        assertRejected("InvalidParameterValueException", "AWS::DAX::Cluster", () -> put("token", account, cluster));
        assertRejected("InvalidParameterValueException", "AWS::DAX::Cluster", () -> test(cluster));
        put("token", account);
        test(account);

        assertThat(state.results("rule"))
                .extracting(StoredEvaluation::resourceType)
                .containsExactly("AWS::::Account");
    }

    @Test
    void putEvaluations_typeAcceptedAgain_storesTheEvaluation() {
        state.refuseType("AWS::DAX::Cluster");
        state.acceptType("AWS::DAX::Cluster");

        put("token", evaluation(e -> {}));

        assertThat(state.results("rule")).hasSize(1);
    }

    @Test
    void putEvaluations_typeThatDoesNotExist_isRejectedUnlessTestModeAcceptsAnyType() {
        Evaluation none = evaluation(e -> e.complianceResourceType("AWS::DAX::NoSuchType"));

        assertRejected("InvalidParameterValueException", "AWS::DAX::NoSuchType", () -> test(none));
        state.acceptAnyTypeInTestMode();
        test(none);
        assertRejected("InvalidParameterValueException", "AWS::DAX::NoSuchType", () -> put("token", none));

        assertThat(state.results("rule")).isEmpty();
    }

    private void test(Evaluation evaluation) {
        config.putEvaluations(r -> r.resultToken("TESTMODE").testMode(true).evaluations(evaluation));
    }

    private static void assertRejected(String code, String message, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .extracting(e -> ((ConfigException) e).awsErrorDetails().errorCode())
                .isEqualTo(code);
    }

    private void put(String token, Evaluation... evaluations) {
        config.putEvaluations(r -> r.resultToken(token).evaluations(evaluations));
    }

    private static List<Evaluation> evaluations(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> evaluation(e -> e.complianceResourceId("c" + i)))
                .toList();
    }

    private static Evaluation evaluation(Consumer<Evaluation.Builder> change) {
        Evaluation.Builder builder = Evaluation.builder()
                .complianceResourceType("AWS::DAX::Cluster")
                .complianceResourceId("orders")
                .complianceType("NON_COMPLIANT")
                .orderingTimestamp(TIME);
        change.accept(builder);
        return builder.build();
    }
}
