package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.AggregatedSourceStatusType;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.DescribeAggregateComplianceByConfigRulesResponse;

class AggregatorTest extends EmulatorTest {
    private static final String MEMBER = "444455556666";

    private final ConfigClient config = Sdk.of(aws).config();
    private final LocalAggregator aggregator = state.putAggregator("organization");

    @BeforeEach
    void putResults() {
        put(Sdk.ACCOUNT, "eu-west-1", "at-rest", "COMPLIANT", "NOT_APPLICABLE");
        put(MEMBER, "eu-west-1", "at-rest", "NON_COMPLIANT", "COMPLIANT", "NON_COMPLIANT");
        put(MEMBER, "us-east-1", "at-rest", "NON_COMPLIANT");
        put(MEMBER, "us-east-1", "in-transit", "NOT_APPLICABLE");
    }

    @Test
    void describeAggregateCompliance_withoutFilters_rulesWithResultsAreListedInPages() {
        assertThat(config
                        .describeAggregateComplianceByConfigRulesPaginator(r ->
                                r.configurationAggregatorName("organization").limit(2))
                        .stream()
                        .flatMap(page -> page.aggregateComplianceByConfigRules().stream()))
                .extracting(rule -> rule.configRuleName() + " " + rule.accountId() + " " + rule.awsRegion() + " "
                        + rule.compliance().complianceTypeAsString() + " "
                        + rule.compliance().complianceContributorCount().cappedCount())
                .containsExactly(
                        "at-rest 111122223333 eu-west-1 COMPLIANT 1",
                        "at-rest 444455556666 eu-west-1 NON_COMPLIANT 2",
                        "at-rest 444455556666 us-east-1 NON_COMPLIANT 1");
        assertThat(aws.calls("DescribeAggregateComplianceByConfigRules")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "at-rest, NON_COMPLIANT, , , 2",
        "at-rest, COMPLIANT, , , 1",
        "at-res, , , , 0",
        "in-transit, , , , 0",
        ", , 444455556666, , 2",
        ", , , us-east-1, 1",
    })
    void describeAggregateCompliance_filters_areExact(
            String rule, String compliance, String account, String region, int expected) {
        DescribeAggregateComplianceByConfigRulesResponse response =
                config.describeAggregateComplianceByConfigRules(r -> r.configurationAggregatorName("organization")
                        .filters(filter -> filter.configRuleName(rule)
                                .complianceType(compliance)
                                .accountId(account)
                                .awsRegion(region)));

        assertThat(response.aggregateComplianceByConfigRules()).hasSize(expected);
    }

    @Test
    void getAggregateDetails_nonCompliant_resourcesAreListedInPages() {
        assertThat(config
                        .getAggregateComplianceDetailsByConfigRulePaginator(
                                r -> r.configurationAggregatorName("organization")
                                        .configRuleName("at-rest")
                                        .accountId(MEMBER)
                                        .awsRegion("eu-west-1")
                                        .complianceType(ComplianceType.NON_COMPLIANT)
                                        .limit(1))
                        .stream()
                        .flatMap(page -> page.aggregateEvaluationResults().stream()))
                .extracting(result -> result.accountId() + " " + result.awsRegion() + " "
                        + result.evaluationResultIdentifier()
                                .evaluationResultQualifier()
                                .resourceId())
                .containsExactly("444455556666 eu-west-1 c0", "444455556666 eu-west-1 c2");
        assertThat(aws.calls("GetAggregateComplianceDetailsByConfigRule")).hasSize(2);
    }

    @Test
    void getAggregateDetails_unknownAccount_isEmptyAndAddsNoSource() {
        assertThat(config.getAggregateComplianceDetailsByConfigRule(r -> r.configurationAggregatorName("organization")
                                .configRuleName("at-rest")
                                .accountId("999999999999")
                                .awsRegion("eu-west-1"))
                        .aggregateEvaluationResults())
                .isEmpty();
        assertThat(config.describeConfigurationAggregatorSourcesStatus(
                                r -> r.configurationAggregatorName("organization"))
                        .aggregatedSourceStatusList())
                .hasSize(3);
    }

    @Test
    void describeSources_byStatus_onlyTheseAreListed() {
        aggregator.source(MEMBER, "us-east-1", "OUTDATED");
        aggregator.source(MEMBER, "eu-west-1", "FAILED");

        assertThat(config.describeConfigurationAggregatorSourcesStatus(r -> r.configurationAggregatorName(
                                        "organization")
                                .updateStatus(AggregatedSourceStatusType.FAILED, AggregatedSourceStatusType.OUTDATED))
                        .aggregatedSourceStatusList())
                .extracting(source ->
                        source.sourceId() + " " + source.awsRegion() + " " + source.lastUpdateStatusAsString())
                .containsExactly("444455556666 eu-west-1 FAILED", "444455556666 us-east-1 OUTDATED");
    }

    @Test
    void listings_startWithEmptyPages_resultsFollow() {
        aggregator.startWithEmptyPages();

        assertThat(config
                        .describeAggregateComplianceByConfigRulesPaginator(
                                r -> r.configurationAggregatorName("organization"))
                        .stream())
                .extracting(page -> page.aggregateComplianceByConfigRules().size())
                .containsExactly(0, 3);
    }

    @Test
    void calls_aboveTheRate_areThrottledUntilASecondHasPassed() {
        aggregator.limitRate(2);
        describe();
        clock.advance(Duration.ofMillis(400));
        describe();

        assertThatThrownBy(this::describe)
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        error -> assertThat(error.isThrottlingException()).isTrue());

        clock.advance(Duration.ofMillis(600));
        describe();
        assertThatThrownBy(this::describe).isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DescribeAggregateComplianceByConfigRules | {} | ValidationException: 1 validation error detected: Value null",
                "DescribeAggregateComplianceByConfigRules | {\"ConfigurationAggregatorName\":\"a b\"} | ValidationException",
                "DescribeAggregateComplianceByConfigRules | {\"ConfigurationAggregatorName\":\"other\"} | NoSuchConfigurationAggregatorException",
                "DescribeAggregateComplianceByConfigRules | {\"ConfigurationAggregatorName\":\"organization\",\"Limit\":1001} | ValidationException",
                "DescribeAggregateComplianceByConfigRules | {\"ConfigurationAggregatorName\":\"organization\",\"Filters\":{\"AccountId\":\"1\"}} | ValidationException",
                "DescribeAggregateComplianceByConfigRules | {\"ConfigurationAggregatorName\":\"organization\",\"Filters\":{\"ComplianceType\":\"NOT_APPLICABLE\"}} | ValidationException",
                "DescribeAggregateComplianceByConfigRules | {\"ConfigurationAggregatorName\":\"organization\",\"NextToken\":\"x\"} | InvalidNextTokenException",
                "GetAggregateComplianceDetailsByConfigRule | {\"ConfigurationAggregatorName\":\"organization\"} | ValidationException: 3 validation errors",
                "GetAggregateComplianceDetailsByConfigRule | {\"ConfigurationAggregatorName\":\"organization\",\"ConfigRuleName\":\"r\",\"AccountId\":\"111122223333\",\"AwsRegion\":\"eu-west-1\",\"Limit\":101} | ValidationException",
                "DescribeConfigurationAggregatorSourcesStatus | {\"ConfigurationAggregatorName\":\"organization\",\"UpdateStatus\":[\"LATE\"]} | ValidationException",
                "DescribeConfigurationAggregatorSourcesStatus | {\"ConfigurationAggregatorName\":\"organization\",\"UpdateStatus\":[]} | ValidationException",
                "DescribeConfigurationAggregatorSourcesStatus | {\"ConfigurationAggregatorName\":\"organization\",\"Limit\":101} | ValidationException",
            })
    void requests_invalid_areRejected(String operation, String body, String refusal) throws Exception {
        assertThat(RawRequest.json(aws, "StarlingDoveService." + operation, "config", body)
                        .refusal())
                .startsWith("400 " + refusal);
    }

    private void describe() {
        config.describeAggregateComplianceByConfigRules(r -> r.configurationAggregatorName("organization"));
    }

    private void put(String account, String region, String rule, String... complianceTypes) {
        EmulatorState member = aws.state(account, region);
        member.putRule(rule, Map.of());
        for (int i = 0; i < complianceTypes.length; i++) {
            member.putResult(
                    rule, new StoredEvaluation("AWS::DAX::Cluster", "c" + i, complianceTypes[i], "", Sdk.START));
        }
    }
}
