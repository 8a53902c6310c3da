package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.EvaluationMode;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleResponse;
import software.amazon.awssdk.services.config.model.InvalidNextTokenException;

class ComplianceDetailsTest extends EmulatorTest {
    private static final Instant TIME = Instant.parse("2026-03-01T11:59:59.741Z");

    private final ConfigClient config = Sdk.of(aws).config();

    @BeforeEach
    void putRule() {
        state.putRule("rule", Map.of());
    }

    @Test
    void getComplianceDetails_reportedResult_hasAllMembers() throws Exception {
        Instant invoked = Instant.parse("2026-03-01T11:00:00.125Z");
        String token = Json.read(state.scheduledEvent("rule", invoked))
                .path("resultToken")
                .textValue();
        Evaluation evaluation = Evaluation.builder()
                .complianceResourceType("AWS::DAX::Cluster")
                .complianceResourceId("orders")
                .complianceType("NON_COMPLIANT")
                .annotation("reason")
                .orderingTimestamp(TIME)
                .build();
        config.putEvaluations(r -> r.resultToken(token).evaluations(evaluation));

        List<EvaluationResult> results = page(null).evaluationResults();

        assertThat(results).hasSize(1);
        EvaluationResult result = results.get(0);
        var qualifier = result.evaluationResultIdentifier().evaluationResultQualifier();
        assertThat(qualifier.configRuleName()).isEqualTo("rule");
        assertThat(qualifier.resourceType()).isEqualTo("AWS::DAX::Cluster");
        assertThat(qualifier.resourceId()).isEqualTo("orders");
        assertThat(qualifier.evaluationMode()).isEqualTo(EvaluationMode.DETECTIVE);
        assertThat(result.evaluationResultIdentifier().orderingTimestamp()).isEqualTo(TIME);
        assertThat(result.complianceType()).isEqualTo(ComplianceType.NON_COMPLIANT);
        assertThat(result.annotation()).isEqualTo("reason");
        assertThat(result.resultRecordedTime()).isEqualTo(Sdk.START);
        assertThat(result.configRuleInvokedTime()).isEqualTo(invoked);
        assertThat(result.resultToken()).isNull();
    }

    @Test
    void getComplianceDetails_moreThanAPage_returnsPages() {
        putMany(250);

        var results = config.getComplianceDetailsByConfigRulePaginator(
                        r -> r.configRuleName("rule").limit(100))
                .evaluationResults();

        assertThat(results).hasSize(250);
        assertThat(ids(results.stream().toList())).isSorted().doesNotHaveDuplicates();
        assertThat(aws.calls("GetComplianceDetailsByConfigRule")).hasSize(6);
    }

    @Test
    void getComplianceDetails_complianceTypes_returnsOnlyThese() {
        put("a", "COMPLIANT");
        put("b", "NOT_APPLICABLE");
        put("c", "NON_COMPLIANT");

        assertThat(ids(config.getComplianceDetailsByConfigRule(r -> r.configRuleName("rule")
                                .complianceTypes(ComplianceType.COMPLIANT, ComplianceType.NON_COMPLIANT))
                        .evaluationResults()))
                .containsExactly("a", "c");
        assertThat(ids(page(null).evaluationResults())).containsExactly("a", "b", "c");
    }

    @Test
    void getComplianceDetails_filteredResults_doNotAddAnEmptyLastPage() {
        putMany(10);
        put("x", "NOT_APPLICABLE");

        assertThat(config.getComplianceDetailsByConfigRule(
                                r -> r.configRuleName("rule").complianceTypes(ComplianceType.COMPLIANT))
                        .nextToken())
                .isNull();
    }

    @Test
    void getComplianceDetails_tokenOfAnotherFilter_isRejected() {
        putMany(11);
        String token = page(null).nextToken();

        assertThatThrownBy(() -> config.getComplianceDetailsByConfigRule(r -> r.configRuleName("rule")
                        .complianceTypes(ComplianceType.COMPLIANT)
                        .nextToken(token)))
                .isInstanceOf(InvalidNextTokenException.class);
    }

    private GetComplianceDetailsByConfigRuleResponse page(@Nullable Integer limit) {
        return config.getComplianceDetailsByConfigRule(
                r -> r.configRuleName("rule").limit(limit));
    }

    private static List<String> ids(List<EvaluationResult> results) {
        return results.stream()
                .map(result -> result.evaluationResultIdentifier()
                        .evaluationResultQualifier()
                        .resourceId())
                .toList();
    }

    private void putMany(int count) {
        for (int i = 0; i < count; i++) {
            put(String.format(Locale.ROOT, "c%03d", i), "COMPLIANT");
        }
    }

    private void put(String id, String complianceType) {
        state.putResult("rule", new StoredEvaluation("AWS::DAX::Cluster", id, complianceType, "", TIME));
    }
}
