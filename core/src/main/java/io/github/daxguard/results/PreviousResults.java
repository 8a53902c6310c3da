package io.github.daxguard.results;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Operation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.config.model.EvaluationResultQualifier;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleResponse;

/**
 * The previous evaluation results of a rule. AWS Config keeps them until they are overwritten, also for deleted clusters.
 *
 * <p>Costs one GetComplianceDetailsByConfigRule for each 100 results, at least one.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/APIReference/API_GetComplianceDetailsByConfigRule.html">
 *     GetComplianceDetailsByConfigRule</a>
 */
public final class PreviousResults {

    private static final int PAGE_SIZE = 100;

    private final ConfigClient config;
    private final AwsCalls calls;

    public PreviousResults(ConfigClient config, AwsCalls calls) {
        this.config = config;
        this.calls = calls;
    }

    /**
     * The results other than NOT_APPLICABLE, which AWS Config marks for deletion.
     *
     * @throws ReportingException if they could not all be read
     */
    public Map<Resource, PreviousResult> read(String ruleName) {
        Map<Resource, PreviousResult> results = new LinkedHashMap<>();
        calls.readPages(Operation.GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE, PreviousResults::failure, token -> {
            GetComplianceDetailsByConfigRuleResponse page = calls.call(
                    Operation.GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE,
                    PreviousResults::failure,
                    configuration -> config.getComplianceDetailsByConfigRule(request -> request.configRuleName(ruleName)
                            .complianceTypes(ComplianceType.COMPLIANT, ComplianceType.NON_COMPLIANT)
                            .limit(PAGE_SIZE)
                            .nextToken(token)
                            .overrideConfiguration(configuration)));
            page.evaluationResults().forEach(result -> results.put(resource(result), previous(result)));
            return page.nextToken();
        });
        return results;
    }

    private Resource resource(EvaluationResult result) {
        if (result != null && result.evaluationResultIdentifier() != null) {
            EvaluationResultQualifier of = result.evaluationResultIdentifier().evaluationResultQualifier();
            if (of != null && of.resourceType() != null && of.resourceId() != null) {
                return new Resource(of.resourceType(), of.resourceId());
            }
        }
        throw failure(
                calls.failed(Operation.GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE, "a result does not name a resource"),
                null);
    }

    /** A missing member makes the result differ from every verdict, so that it is reported again. */
    private static PreviousResult previous(EvaluationResult result) {
        return new PreviousResult(
                Objects.toString(result.complianceTypeAsString(), ""),
                Objects.toString(result.annotation(), ""),
                Objects.requireNonNullElse(result.resultRecordedTime(), Instant.MIN));
    }

    private static ReportingException failure(String message, @Nullable Throwable cause) {
        return new ReportingException(message + " No stale results were removed.", cause);
    }
}
