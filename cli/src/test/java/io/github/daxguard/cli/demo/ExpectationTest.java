package io.github.daxguard.cli.demo;

import static io.github.daxguard.rule.Compliance.COMPLIANT;
import static io.github.daxguard.rule.Compliance.NON_COMPLIANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.emulator.StoredEvaluation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpectationTest {

    private static final StoredEvaluation ORDERS =
            new StoredEvaluation("AWS::DAX::Cluster", "orders", "NON_COMPLIANT", "It is DISABLED.", Instant.EPOCH);

    private static final Expectation MATCHING = Expectation.NOTHING.with("orders", NON_COMPLIANT, "DISABLED");

    @Test
    void differences_runAsExpected_none() {
        assertThat(MATCHING.differences(succeeded(ORDERS))).isEmpty();
    }

    @Test
    void differences_otherCompliance_showsBoth() {
        assertThat(MATCHING.with("orders", COMPLIANT, "DISABLED").differences(succeeded(ORDERS)))
                .containsExactly("orders: expected COMPLIANT with \"DISABLED\", but AWS Config has NON_COMPLIANT with "
                        + "\"It is DISABLED.\"");
    }

    @Test
    void differences_otherAnnotation_areFound() {
        assertThat(MATCHING.with("orders", NON_COMPLIANT, "ABSENT").differences(succeeded(ORDERS)))
                .hasSize(1);
    }

    @Test
    void differences_missingResult_isReported() {
        assertThat(MATCHING.withAll(List.of("a", "b"), COMPLIANT, "on").differences(succeeded(ORDERS)))
                .containsExactly(
                        "a: expected COMPLIANT with \"on\", but AWS Config has no result",
                        "b: expected COMPLIANT with \"on\", but AWS Config has no result");
    }

    @Test
    void differences_unexpectedResult_isReported() {
        assertThat(Expectation.NOTHING.differences(succeeded(ORDERS)))
                .containsExactly("orders: no result was expected, but AWS Config has NON_COMPLIANT with "
                        + "\"It is DISABLED.\"");
    }

    @Test
    void differences_successInsteadOfFailure_isReported() {
        assertThat(MATCHING.failing("DescribeClusters").differences(succeeded(ORDERS)))
                .containsExactly(
                        "The function: expected a failure that mentions \"DescribeClusters\", but it was success");
    }

    @Test
    void differences_failureExpected_acceptsOnlyThatFailure() {
        Run failed = new Run(
                "a-rule",
                Optional.empty(),
                List.of(),
                List.of(ORDERS),
                List.of(),
                Optional.of(new IllegalStateException("DescribeClusters failed")));

        assertThat(MATCHING.failing("DescribeClusters").differences(failed)).isEmpty();
        assertThat(MATCHING.failing("PutEvaluations").differences(failed)).hasSize(1);
        assertThat(MATCHING.failing("DescribeClusters").succeeding().differences(failed))
                .hasSize(1);
    }

    private static Run succeeded(StoredEvaluation... results) {
        return new Run("a-rule", Optional.empty(), List.of(), List.of(results), List.of(), Optional.empty());
    }
}
