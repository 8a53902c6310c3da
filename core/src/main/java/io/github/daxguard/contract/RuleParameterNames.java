package io.github.daxguard.contract;

/** Names of the rule parameters. They are case-sensitive. */
public final class RuleParameterNames {

    public static final String CONTROL = "control";
    public static final String EXEMPT_CLUSTERS = "exemptClusters";
    public static final String EXEMPTION_TAG = "exemptionTag";
    public static final String EXECUTION_ROLE_NAME = "executionRoleName";
    public static final String MAX_EXEMPTION_DAYS = "maxExemptionDays";
    public static final String REFRESH_HOURS = "refreshHours";
    public static final String RESOURCE_TYPE = "resourceType";

    private RuleParameterNames() {}
}
