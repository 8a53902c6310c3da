package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.config.ConfigClient;

class EmulatedConformancePackTest extends EmulatorTest {
    private final ConfigClient config = Sdk.of(aws).config();

    @BeforeEach
    void putPack() {
        rule("a-bad", "COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE");
        rule("b-good", "NOT_APPLICABLE", "COMPLIANT");
        rule("c-not-applicable", "NOT_APPLICABLE");
        rule("e-without-pack", "NON_COMPLIANT");
        state.putConformancePack("dax", List.of("c-not-applicable", "b-good", "a-bad"));
    }

    @Test
    void describeConformancePackCompliance_rules_areListedInPagesWithTheirCompliance() {
        assertThat(
                        config
                                .describeConformancePackCompliancePaginator(
                                        r -> r.conformancePackName("dax").limit(2))
                                .stream()
                                .flatMap(page -> page.conformancePackRuleComplianceList().stream()))
                .extracting(rule -> rule.configRuleName() + " " + rule.complianceTypeAsString())
                .containsExactly("a-bad NON_COMPLIANT", "b-good COMPLIANT", "c-not-applicable INSUFFICIENT_DATA");
        assertThat(aws.calls("DescribeConformancePackCompliance")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | ValidationException: 1 validation error detected: Value null at 'conformancePackName'",
                "{\"ConformancePackName\":\"1dax\"} | ValidationException",
                "{\"ConformancePackName\":\"dax\",\"Limit\":1001} | ValidationException",
                "{\"ConformancePackName\":\"dax\",\"Filters\":{}} | ValidationException: the emulator does not support",
                "{\"ConformancePackName\":\"dax\",\"NextToken\":\"x\"} | InvalidNextTokenException",
                "{\"ConformancePackName\":\"other\"} | NoSuchConformancePackException",
            })
    void describeConformancePackCompliance_invalid_isRejected(String body, String refusal) throws Exception {
        assertThat(RawRequest.json(aws, "StarlingDoveService.DescribeConformancePackCompliance", "config", body)
                        .refusal())
                .startsWith("400 " + refusal);
    }

    private void rule(String name, String... complianceTypes) {
        state.putRule(name, Map.of());
        for (int i = 0; i < complianceTypes.length; i++) {
            state.putResult(
                    name, new StoredEvaluation("AWS::DAX::Cluster", "c" + i, complianceTypes[i], "", Sdk.START));
        }
    }
}
