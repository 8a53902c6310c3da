package io.github.daxguard.aws;

import io.github.daxguard.contract.ResourceType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An AWS operation, with the next step for each error code that has one.
 *
 * <p>The constants are the operations that the functions call and their roles allow.
 */
public final class Operation {

    private static final String REPORT_ISSUE = "Report an issue to the daxguard project.";
    private static final String NO_RULE = "The rule does not exist in this account and Region. Deploy it again.";
    private static final String CREATE_REFUSED =
            "DAX does not accept the planned cluster. Check which settings of the source cluster no longer exist or are "
                    + "no longer supported.";
    private static final String NO_AGGREGATOR = "NoSuchConfigurationAggregatorException";
    private static final String CREATE_AGGREGATOR =
            "The aggregator does not exist in this account and Region. Deploy the stack again.";
    private static final String NO_BUCKET = "The bucket does not exist. Deploy the stack again.";
    private static final String QUOTA = "Delete unused clusters, or request a quota increase in Service Quotas.";

    public static final Operation DESCRIBE_CLUSTERS = of("dax", "DescribeClusters");

    public static final Operation LIST_TAGS = of("dax", "ListTags");

    public static final Operation CREATE_CLUSTER = of("dax", "CreateCluster")
            .requiring("dax:CreateCluster, dax:TagResource, and iam:PassRole on the cluster's role")
            .refusedWith(CREATE_REFUSED)
            .failingWith("InvalidVPCNetworkStateFault", CREATE_REFUSED)
            .failingWith("ParameterGroupNotFoundFault", CREATE_REFUSED)
            .failingWith("SubnetGroupNotFoundFault", CREATE_REFUSED)
            .failingWith("NodeQuotaForCustomerExceededFault", QUOTA)
            .failingWith("ClusterQuotaForCustomerExceededFault", QUOTA)
            .failingWith(
                    "InsufficientClusterCapacityFault",
                    "AWS does not have enough capacity for this node type in these Availability Zones. Try again later, or use "
                            + "another node type.");

    public static final Operation DELETE_CLUSTER = of("dax", "DeleteCluster");

    public static final Operation GET_METRIC_DATA = of("cloudwatch", "GetMetricData");

    public static final Operation GET_AUTOMATION_EXECUTION = of("ssm", "GetAutomationExecution");

    public static final Operation GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE = of(
                    "config", "GetComplianceDetailsByConfigRule")
            .refusedWith(
                    "AWS Config returns the results of rules with a name of at most 64 characters. If the rule's name is longer, "
                            + "deploy the rule with a shorter one.")
            .failingWith("NoSuchConfigRuleException", NO_RULE);

    public static final Operation PUT_EVALUATIONS = of("config", "PutEvaluations")
            .refusedWith(
                    "AWS Config does not accept the evaluations. If the error names the resource type, AWS Config does not "
                            + "accept " + ResourceType.DAX_CLUSTER
                            + " from a custom rule in this Region. For scheduled runs, set the rule parameter "
                            + "resourceType to " + ResourceType.ACCOUNT + ". Otherwise: " + REPORT_ISSUE)
            .failingWith("NoSuchConfigRuleException", NO_RULE)
            .failingWith(
                    "InvalidResultTokenException",
                    "The event's result token is invalid or has expired. Run the rule again. To test with a hand-written event, "
                            + "use the token TESTMODE.");

    public static final Operation START_CONFIG_RULES_EVALUATION =
            of("config", "StartConfigRulesEvaluation").failingWith("NoSuchConfigRuleException", NO_RULE);

    public static final Operation DESCRIBE_CONFORMANCE_PACK_COMPLIANCE = of(
                    "config", "DescribeConformancePackCompliance")
            .failingWith(
                    "NoSuchConformancePackException",
                    "The conformance pack does not exist in this account and Region. Deploy it again.");

    public static final Operation ASSUME_ROLE = of("sts", "AssumeRole");

    public static final Operation DESCRIBE_CONFIGURATION_AGGREGATOR_SOURCES_STATUS =
            of("config", "DescribeConfigurationAggregatorSourcesStatus").failingWith(NO_AGGREGATOR, CREATE_AGGREGATOR);

    public static final Operation DESCRIBE_AGGREGATE_COMPLIANCE_BY_CONFIG_RULES =
            of("config", "DescribeAggregateComplianceByConfigRules").failingWith(NO_AGGREGATOR, CREATE_AGGREGATOR);

    public static final Operation GET_AGGREGATE_COMPLIANCE_DETAILS_BY_CONFIG_RULE =
            of("config", "GetAggregateComplianceDetailsByConfigRule").failingWith(NO_AGGREGATOR, CREATE_AGGREGATOR);

    public static final Operation GET_OBJECT = of("s3", "GetObject")
            .requiring("s3:GetObject, and s3:ListBucket for missing objects,")
            .failingWith("NoSuchBucket", NO_BUCKET);

    public static final Operation PUT_OBJECT = of("s3", "PutObject").failingWith("NoSuchBucket", NO_BUCKET);

    public static final Operation PUBLISH = of("sns", "Publish")
            .failingWith("NotFound", "The topic does not exist in this account and Region. Deploy the stack again.")
            .failingWith(
                    "KMSAccessDenied",
                    "Allow kms:Decrypt and kms:GenerateDataKey on the topic's key for the calling principal.");

    private final String service;
    private final String awsName;
    private final String permissions;
    private final String refusal;
    private final Map<String, String> advice;

    private Operation(String service, String awsName, String permissions, String refusal, Map<String, String> advice) {
        this.service = service;
        this.awsName = awsName;
        this.permissions = permissions;
        this.refusal = refusal;
        this.advice = Map.copyOf(advice);
    }

    /**
     * An operation that requires only the action of the same name in a policy.
     *
     * @param service the prefix of the action: {@code dax}
     * @param awsName {@code DescribeClusters}
     */
    public static Operation of(String service, String awsName) {
        return new Operation(
                service, awsName, service + ":" + awsName, "AWS did not accept the request. " + REPORT_ISSUE, Map.of());
    }

    /**
     * The same operation with the next step for an error code.
     *
     * @param step one or more sentences
     */
    public Operation failingWith(String errorCode, String step) {
        Map<String, String> more = new HashMap<>(advice);
        more.put(errorCode, step);
        return new Operation(service, awsName, permissions, refusal, more);
    }

    private Operation requiring(String allPermissions) {
        return new Operation(service, awsName, allPermissions, refusal, advice);
    }

    /**
     * The same operation with the next step if AWS does not accept the request.
     *
     * @param step one or more sentences
     */
    public Operation refusedWith(String step) {
        return new Operation(service, awsName, permissions, step, advice);
    }

    /** AWS's name of the operation: {@code DescribeClusters}. */
    public String awsName() {
        return awsName;
    }

    /** The action that a policy must allow: {@code dax:DescribeClusters}. */
    public String action() {
        return service + ":" + awsName;
    }

    /** All permissions that the call requires as daxguard makes it. */
    String permissions() {
        return permissions;
    }

    /** The next step if AWS does not accept the request. */
    String refusal() {
        return refusal;
    }

    /** The next step for this error code; empty if the operation does not define one. */
    Optional<String> advice(String errorCode) {
        return Optional.ofNullable(advice.get(errorCode));
    }

    /** Whether the call may use the reserved time: it reports the results or stores them, or starts the rules. */
    boolean mayUseReserve() {
        return this == PUT_EVALUATIONS
                || this == START_CONFIG_RULES_EVALUATION
                || this == PUBLISH
                || this == PUT_OBJECT;
    }

    @Override
    public String toString() {
        return action();
    }
}
