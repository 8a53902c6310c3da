package io.github.daxguard.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleParametersTest {

    @Test
    void parse_noParameters_usesTheDefaults() {
        RuleParameters parameters = RuleParameters.parse(Map.of());

        assertThat(parameters.control()).isEqualTo(Control.ENCRYPTION_AT_REST);
        assertThat(parameters.exemptionTag()).isEmpty();
        assertThat(parameters.executionRoleName()).isEmpty();
        assertThat(parameters.maxExemptionDays()).isEmpty();
        assertThat(parameters.resourceType()).isEmpty();
        assertThat(parameters.isAccountReported()).isFalse();
    }

    @Test
    void parse_allParameters_readsThem() {
        RuleParameters parameters = RuleParameters.parse(Map.of(
                "control", "encryption-in-transit",
                "exemptClusters", "legacy",
                "exemptionTag", "dax:exempt until",
                "executionRoleName", "daxguard-member",
                "maxExemptionDays", "90",
                "resourceType", "AWS::::Account"));

        assertThat(parameters.control()).isEqualTo(Control.ENCRYPTION_IN_TRANSIT);
        assertThat(parameters.exemptionTag()).contains("dax:exempt until");
        assertThat(parameters.executionRoleName()).contains("daxguard-member");
        assertThat(parameters.maxExemptionDays()).hasValue(90);
        assertThat(parameters.isAccountReported()).isTrue();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
            control           | encryption-at-Rest          | encryption-at-rest or encryption-in-transit
            control           | ''                          | encryption-at-rest or encryption-in-transit
            control           | DynamoDB.3                  | encryption-at-rest or encryption-in-transit
            Control           | encryption-at-rest          | control, exemptClusters, exemptionTag, executionRoleName
            exemptcluster     | legacy                      | control, exemptClusters, exemptionTag, executionRoleName
            exemptClusters    | ''                          | comma-separated cluster names
            exemptClusters    | '  '                        | comma-separated cluster names
            exemptClusters    | a,,b                        | comma-separated cluster names
            exemptClusters    | a,                          | comma-separated cluster names
            exemptClusters    | a b                         | comma-separated cluster names
            exemptClusters    | a?                          | comma-separated cluster names
            exemptClusters    | a@                          | a valid date after @
            exemptClusters    | a@2026-02-30                | a valid date after @
            exemptClusters    | a@2026-2-3                  | a valid date after @
            exemptClusters    | a@31.01.2027                | a valid date after @
            exemptClusters    | a@2027-01-31@2027-01-31     | a valid date after @
            exemptClusters    | a@+12027-01-01              | a valid date after @
            exemptClusters    | a@12027-01-01               | a valid date after @
            exemptClusters    | a@-2027-01-01               | a valid date after @
            exemptClusters    | @2027-01-31                 | comma-separated cluster names
            exemptionTag      | ''                          | a tag key
            exemptionTag      | a*b                         | a tag key
            maxExemptionDays  | ''                          | a whole number of days, 1 to 3650
            maxExemptionDays  | 0                           | a whole number of days, 1 to 3650
            maxExemptionDays  | 3651                        | a whole number of days, 1 to 3650
            maxExemptionDays  | 99999999999                 | a whole number of days, 1 to 3650
            maxExemptionDays  | +90                         | a whole number of days, 1 to 3650
            maxExemptionDays  | 090                         | a whole number of days, 1 to 3650
            maxExemptionDays  | 1.5                         | a whole number of days, 1 to 3650
            maxExemptionDays  | none                        | a whole number of days, 1 to 3650
            resourceType      | ''                          | AWS::DAX::Cluster or AWS::::Account
            resourceType      | AWS::::ACCOUNT              | AWS::DAX::Cluster or AWS::::Account
            resourceType      | AWS::DynamoDB::Table        | AWS::DAX::Cluster or AWS::::Account
            executionRoleName | ''                          | the name of a role
            executionRoleName | arn:aws:iam::1:role/x       | the name of a role
            executionRoleName | path/role                   | the name of a role
            executionRoleName | a b                         | the name of a role
            """)
    void parse_invalidValue_namesParameterValueAndExpectedForm(String name, String value, String accepted) {
        assertThatThrownBy(() -> RuleParameters.parse(Map.of(name, value)))
                .isInstanceOf(InvalidRuleParameterException.class)
                .hasMessageContaining("Rule parameter " + name + ": invalid value: \"")
                .hasMessageContaining("Expected: ")
                .hasMessageContaining(accepted)
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a,,b     | a,,b
            a,b c,d  | b c
            """)
    void parse_invalidEntry_showsTheEntryOrTheWholeValueIfEmpty(String value, String shown) {
        assertThatThrownBy(() -> RuleParameters.parse(Map.of("exemptClusters", value)))
                .hasMessageContaining("invalid value: \"" + shown + "\"");
    }

    @Test
    void parse_moreThan10000Characters_isRefused() {
        String longest = "a,".repeat(4_999) + "aa";

        assertThatCode(() -> RuleParameters.parse(Map.of("exemptClusters", longest)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> RuleParameters.parse(Map.of("exemptClusters", longest + "a")))
                .hasMessageContaining("at most 10000 characters");
    }

    @Test
    void parse_manyEntries_isRefused() {
        assertThatThrownBy(() -> RuleParameters.parse(Map.of("exemptClusters", "a,".repeat(500_000) + "a")))
                .isInstanceOf(InvalidRuleParameterException.class)
                .hasMessageContaining("at most 10000 characters");
    }

    @Test
    void parse_longValue_isShortenedInTheMessage() {
        assertThatThrownBy(() -> RuleParameters.parse(Map.of("control", "x".repeat(100_000))))
                .isInstanceOf(InvalidRuleParameterException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }
}
