package io.github.daxguard.aws;

/** The AWS operations that daxguard calls: the functions' roles hold those that they call, and no others. */
public enum Operation {
    DESCRIBE_CLUSTERS("dax", "DescribeClusters"),
    LIST_TAGS("dax", "ListTags"),
    CREATE_CLUSTER("dax", "CreateCluster"),
    DELETE_CLUSTER("dax", "DeleteCluster"),
    GET_METRIC_DATA("cloudwatch", "GetMetricData"),
    PUT_PARAMETER("ssm", "PutParameter"),
    GET_AUTOMATION_EXECUTION("ssm", "GetAutomationExecution"),
    GET_COMPLIANCE_DETAILS_BY_CONFIG_RULE("config", "GetComplianceDetailsByConfigRule"),
    PUT_EVALUATIONS("config", "PutEvaluations"),
    START_CONFIG_RULES_EVALUATION("config", "StartConfigRulesEvaluation"),
    DESCRIBE_CONFORMANCE_PACK_COMPLIANCE("config", "DescribeConformancePackCompliance"),
    ASSUME_ROLE("sts", "AssumeRole"),
    GET_CALLER_IDENTITY("sts", "GetCallerIdentity"),
    LIST_ACCOUNTS("organizations", "ListAccounts"),
    BATCH_IMPORT_FINDINGS("securityhub", "BatchImportFindings");

    private final String service;
    private final String awsName;

    Operation(String service, String awsName) {
        this.service = service;
        this.awsName = awsName;
    }

    /** AWS's name of the operation: {@code DescribeClusters}. */
    public String awsName() {
        return awsName;
    }

    /** The action that a policy must allow: {@code dax:DescribeClusters}. */
    public String action() {
        return service + ":" + awsName;
    }

    /** Whether it is the call for which all others are made: it may use the time that is kept back from these. */
    boolean isTheLast() {
        return this == PUT_EVALUATIONS || this == START_CONFIG_RULES_EVALUATION;
    }
}
