package io.github.daxguard.digest;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.aws.Pause;
import io.github.daxguard.results.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.AggregateComplianceByConfigRule;
import software.amazon.awssdk.services.config.model.AggregateEvaluationResult;
import software.amazon.awssdk.services.config.model.AggregatedSourceStatus;
import software.amazon.awssdk.services.config.model.AggregatedSourceStatusType;
import software.amazon.awssdk.services.config.model.AggregatedSourceType;
import software.amazon.awssdk.services.config.model.ComplianceContributorCount;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigRuleComplianceFilters;
import software.amazon.awssdk.services.config.model.DescribeAggregateComplianceByConfigRulesResponse;
import software.amazon.awssdk.services.config.model.DescribeConfigurationAggregatorSourcesStatusResponse;
import software.amazon.awssdk.services.config.model.EvaluationResultQualifier;
import software.amazon.awssdk.services.config.model.GetAggregateComplianceDetailsByConfigRuleResponse;

/**
 * The evaluation results of an organization's aggregator, read with pauses between the calls to avoid throttling.
 *
 * <p>At least {@value #PAUSE_MILLIS} ms pass between the end of a call and the start of the next one, so that no period of a
 * second has more than five calls. AWS does not document the rate that it accepts. A call that is throttled in spite of the SDK's
 * retries is repeated after a longer pause.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeAggregateComplianceByConfigRules.html">
 *     DescribeAggregateComplianceByConfigRules</a>
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_GetAggregateComplianceDetailsByConfigRule.html">
 *     GetAggregateComplianceDetailsByConfigRule</a>
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationAggregatorSourcesStatus.html">
 *     DescribeConfigurationAggregatorSourcesStatus</a>
 */
final class AggregatedResults {

    private static final int PAUSE_MILLIS = 200;

    /** The pause before each call. */
    static final Duration PAUSE = Duration.ofMillis(PAUSE_MILLIS);

    /** The pauses after calls that were throttled. */
    static final List<Duration> BACK_OFF = List.of(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));

    private static final int RULES_PER_PAGE = 1000;
    private static final int RESULTS_PER_PAGE = 100;
    private static final int SOURCES_PER_PAGE = 100;

    private final ConfigClient config;
    private final AwsCalls calls;
    private final Pause pause;
    private final String aggregator;

    AggregatedResults(ConfigClient config, AwsCalls calls, Pause pause, String aggregator) {
        this.config = config;
        this.calls = calls;
        this.pause = pause;
        this.aggregator = aggregator;
    }

    /**
     * The sources whose last update failed or is outdated.
     *
     * @throws DigestException if they could not all be read
     */
    List<AggregatorSource> sourcesNotUpToDate() {
        Operation operation = Operation.DESCRIBE_CONFIGURATION_AGGREGATOR_SOURCES_STATUS;
        List<AggregatorSource> sources = new ArrayList<>();
        calls.readPages(operation, DigestException::new, token -> {
            DescribeConfigurationAggregatorSourcesStatusResponse page = paced(
                    operation,
                    configuration -> config.describeConfigurationAggregatorSourcesStatus(
                            request -> request.configurationAggregatorName(aggregator)
                                    .updateStatus(
                                            AggregatedSourceStatusType.FAILED, AggregatedSourceStatusType.OUTDATED)
                                    .limit(SOURCES_PER_PAGE)
                                    .nextToken(token)
                                    .overrideConfiguration(configuration)));
            requireList(page.hasAggregatedSourceStatusList(), operation);
            page.aggregatedSourceStatusList().forEach(status -> sources.add(source(status)));
            return page.nextToken();
        });
        return sources;
    }

    private AggregatorSource source(@Nullable AggregatedSourceStatus status) {
        if (status == null || status.sourceId() == null || status.lastUpdateStatusAsString() == null) {
            throw failed(
                    Operation.DESCRIBE_CONFIGURATION_AGGREGATOR_SOURCES_STATUS,
                    "a source does not have an id and a status");
        }
        String code = Objects.toString(status.lastErrorCode(), "");
        String message = Objects.toString(status.lastErrorMessage(), "");
        return new AggregatorSource(
                status.sourceId(),
                Objects.toString(status.awsRegion(), ""),
                status.sourceType() != AggregatedSourceType.ORGANIZATION,
                status.lastUpdateStatusAsString(),
                code + (code.isEmpty() || message.isEmpty() ? "" : ": ") + message);
    }

    /**
     * The accounts and Regions in which the rule has NON_COMPLIANT results, each with the smallest possible number of resources: at
     * least 1, because AWS Config limits the number that it states.
     *
     * @throws DigestException if they could not all be read
     * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_ComplianceContributorCount.html">
     *     ComplianceContributorCount</a>
     */
    SortedMap<RuleTarget, Integer> nonCompliant(String rule) {
        SortedMap<RuleTarget, Integer> targets = new TreeMap<>();
        ConfigRuleComplianceFilters filters = ConfigRuleComplianceFilters.builder()
                .configRuleName(rule)
                .complianceType(ComplianceType.NON_COMPLIANT)
                .build();
        calls.readPages(Operation.DESCRIBE_AGGREGATE_COMPLIANCE_BY_CONFIG_RULES, DigestException::new, token -> {
            DescribeAggregateComplianceByConfigRulesResponse page = compliance(filters, token);
            page.aggregateComplianceByConfigRules().stream()
                    .filter(each -> rule.equals(requireComplete(each).configRuleName()))
                    .forEach(each -> targets.put(
                            new RuleTarget(rule, new FindingTarget(each.accountId(), each.awsRegion())),
                            atLeast(each)));
            return page.nextToken();
        });
        return targets;
    }

    private static int atLeast(AggregateComplianceByConfigRule each) {
        ComplianceContributorCount count =
                each.compliance() == null ? null : each.compliance().complianceContributorCount();
        return count == null || count.cappedCount() == null ? 1 : Math.max(1, count.cappedCount());
    }

    /**
     * Whether the aggregator has a COMPLIANT or NON_COMPLIANT result of the rule. AWS Config does not list rules without such results.
     *
     * @param account only results of this account; empty for any account
     * @throws DigestException if it could not be read
     */
    boolean hasResults(String rule, Optional<String> account) {
        return first(
                        rule,
                        ConfigRuleComplianceFilters.builder()
                                .configRuleName(rule)
                                .accountId(account.orElse(null))
                                .build())
                .isPresent();
    }

    /**
     * COMPLIANT or NON_COMPLIANT: the compliance of the rule in the account and Region; empty if the aggregator has neither.
     *
     * @throws DigestException if it could not be read
     */
    Optional<ComplianceType> compliance(RuleTarget of) {
        return first(
                of.rule(),
                ConfigRuleComplianceFilters.builder()
                        .configRuleName(of.rule())
                        .accountId(of.target().account())
                        .awsRegion(of.target().region())
                        .build());
    }

    private Optional<ComplianceType> first(String rule, ConfigRuleComplianceFilters filters) {
        List<ComplianceType> found = new ArrayList<>();
        calls.readPages(Operation.DESCRIBE_AGGREGATE_COMPLIANCE_BY_CONFIG_RULES, DigestException::new, token -> {
            DescribeAggregateComplianceByConfigRulesResponse page = compliance(filters, token);
            page.aggregateComplianceByConfigRules().stream()
                    .filter(each -> rule.equals(requireComplete(each).configRuleName()))
                    .map(this::complianceType)
                    .filter(type -> type == ComplianceType.COMPLIANT || type == ComplianceType.NON_COMPLIANT)
                    .forEach(found::add);
            // One result is sufficient.
            return found.isEmpty() ? page.nextToken() : null;
        });
        return found.stream().findFirst();
    }

    private ComplianceType complianceType(AggregateComplianceByConfigRule each) {
        ComplianceType type =
                each.compliance() == null ? null : each.compliance().complianceType();
        if (type == null || type == ComplianceType.UNKNOWN_TO_SDK_VERSION) {
            throw failed(
                    Operation.DESCRIBE_AGGREGATE_COMPLIANCE_BY_CONFIG_RULES,
                    "an element does not have a known compliance type");
        }
        return type;
    }

    private DescribeAggregateComplianceByConfigRulesResponse compliance(
            ConfigRuleComplianceFilters filters, @Nullable String token) {
        Operation operation = Operation.DESCRIBE_AGGREGATE_COMPLIANCE_BY_CONFIG_RULES;
        DescribeAggregateComplianceByConfigRulesResponse page = paced(
                operation,
                configuration -> config.describeAggregateComplianceByConfigRules(
                        request -> request.configurationAggregatorName(aggregator)
                                .filters(filters)
                                .limit(RULES_PER_PAGE)
                                .nextToken(token)
                                .overrideConfiguration(configuration)));
        requireList(page.hasAggregateComplianceByConfigRules(), operation);
        return page;
    }

    private AggregateComplianceByConfigRule requireComplete(@Nullable AggregateComplianceByConfigRule each) {
        if (each == null || each.configRuleName() == null || each.accountId() == null || each.awsRegion() == null) {
            throw failed(
                    Operation.DESCRIBE_AGGREGATE_COMPLIANCE_BY_CONFIG_RULES,
                    "an element does not name a rule, an account and a Region");
        }
        return each;
    }

    /** Whether the remaining time is sufficient for another listing of resources. */
    boolean haveTime() {
        return calls.haveTimeFor(PAUSE, Operation.GET_AGGREGATE_COMPLIANCE_DETAILS_BY_CONFIG_RULE);
    }

    /**
     * The resources that the rule reports as NON_COMPLIANT in an account and Region.
     *
     * @throws DigestException if they could not all be read
     */
    List<Resource> nonCompliantResources(RuleTarget of) {
        Operation operation = Operation.GET_AGGREGATE_COMPLIANCE_DETAILS_BY_CONFIG_RULE;
        List<Resource> resources = new ArrayList<>();
        calls.readPages(operation, DigestException::new, token -> {
            GetAggregateComplianceDetailsByConfigRuleResponse page = paced(
                    operation,
                    configuration -> config.getAggregateComplianceDetailsByConfigRule(
                            request -> request.configurationAggregatorName(aggregator)
                                    .configRuleName(of.rule())
                                    .accountId(of.target().account())
                                    .awsRegion(of.target().region())
                                    .complianceType(ComplianceType.NON_COMPLIANT)
                                    .limit(RESULTS_PER_PAGE)
                                    .nextToken(token)
                                    .overrideConfiguration(configuration)));
            requireList(page.hasAggregateEvaluationResults(), operation);
            page.aggregateEvaluationResults().forEach(result -> resources.add(resource(result)));
            return page.nextToken();
        });
        return resources;
    }

    private Resource resource(@Nullable AggregateEvaluationResult result) {
        if (result != null && result.evaluationResultIdentifier() != null) {
            EvaluationResultQualifier of = result.evaluationResultIdentifier().evaluationResultQualifier();
            if (of != null && of.resourceType() != null && of.resourceId() != null) {
                return new Resource(of.resourceType(), of.resourceId());
            }
        }
        throw failed(Operation.GET_AGGREGATE_COMPLIANCE_DETAILS_BY_CONFIG_RULE, "a result does not name a resource");
    }

    private void requireList(boolean present, Operation operation) {
        if (!present) {
            throw failed(operation, "the response does not contain a list");
        }
    }

    private DigestException failed(Operation operation, String problem) {
        return new DigestException(calls.failed(operation, problem), null);
    }

    private <T> T paced(Operation operation, Function<AwsRequestOverrideConfiguration, T> call) {
        for (Duration backOff : BACK_OFF) {
            pause.sleep(PAUSE);
            try {
                return calls.call(operation, DigestException::new, call);
            } catch (DigestException e) {
                if (!isThrottled(e) || !calls.haveTimeFor(backOff.plus(PAUSE), operation)) {
                    throw e;
                }
                pause.sleep(backOff);
            }
        }
        pause.sleep(PAUSE);
        return calls.call(operation, DigestException::new, call);
    }

    private static boolean isThrottled(DigestException e) {
        return e.getCause() instanceof AwsServiceException cause && cause.isThrottlingException();
    }
}
