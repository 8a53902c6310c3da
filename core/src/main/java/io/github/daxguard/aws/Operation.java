package io.github.daxguard.aws;

import io.github.daxguard.contract.ResourceType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An AWS operation, with the next step for each error code that has one.
 *
 * <p>The constants are the operations that the functions call: the functions' roles allow those that they call, and no others.
 */
public final class Operation {

    private static final String NO_RULE = "The rule does not exist in this account and Region: deploy it again.";
    private static final String CREATE_REFUSED =
            "DAX refuses the cluster as planned: see what of the old cluster's settings no longer exists or is not "
                    + "allowed any more.";
    private static final String QUOTA =
            "Delete clusters that are not needed, or have the quota raised under Service Quotas.";

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
                    "AWS has no such nodes free in these zones. Try later, or use another node type.");

    public static final Operation DELETE_CLUSTER = of("dax", "DeleteCluster");

    public static final Operation GET_METRIC_DATA = of("cloudwatch", "GetMetricData");

    public static final Operation GET_AUTOMATION_EXECUTION = of("ssm", "GetAutomationExecution");

    public static final Operation GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE = of(
                    "config", "GetComplianceDetailsByConfigRule")
            .refusedWith(
                    "AWS Config gives out the results of rules with a name of at most 64 characters: if the rule's is longer, "
                            + "deploy it under a shorter one.")
            .failingWith("NoSuchConfigRuleException", NO_RULE);

    public static final Operation PUT_EVALUATIONS = of("config", "PutEvaluations")
            .refusedWith("AWS Config refuses what is reported. If it names the resource type, it does not take "
                    + ResourceType.DAX_CLUSTER + " from a custom rule in this Region: tell the makers of daxguard.")
            .failingWith("NoSuchConfigRuleException", NO_RULE)
            .failingWith(
                    "InvalidResultTokenException",
                    "The event's result token is not, or no longer, valid: run the rule again; "
                            + "to try a hand-written event, use the token TESTMODE.");

    public static final Operation START_CONFIG_RULES_EVALUATION =
            of("config", "StartConfigRulesEvaluation").failingWith("NoSuchConfigRuleException", NO_RULE);

    public static final Operation DESCRIBE_CONFORMANCE_PACK_COMPLIANCE = of(
                    "config", "DescribeConformancePackCompliance")
            .failingWith(
                    "NoSuchConformancePackException",
                    "The conformance pack does not exist in this account and Region: deploy it again.");

    public static final Operation ASSUME_ROLE = of("sts", "AssumeRole");

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
     * An operation for which the action of the same name is all that a policy must allow.
     *
     * @param service the prefix of the action: {@code dax}
     * @param awsName {@code DescribeClusters}
     */
    public static Operation of(String service, String awsName) {
        return new Operation(
                service,
                awsName,
                service + ":" + awsName,
                "AWS refuses the request: tell the makers of daxguard.",
                Map.of());
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

    /** All that the caller's policy must allow for the call as daxguard makes it. */
    String permissions() {
        return permissions;
    }

    /** The next step if AWS does not accept the request. */
    String refusal() {
        return refusal;
    }

    /** The next step for this error code; empty if the operation has none of its own. */
    Optional<String> advice(String errorCode) {
        return Optional.ofNullable(advice.get(errorCode));
    }

    /** Whether it is the call for which all others are made: it may use the time that is kept back from these. */
    boolean isTheLast() {
        return this == PUT_EVALUATIONS || this == START_CONFIG_RULES_EVALUATION;
    }

    @Override
    public String toString() {
        return action();
    }
}
