package io.github.daxguard.contract;

/** Names of the functions' environment variables, which the deployment sets. */
public final class EnvironmentVariables {

    /** Comma-separated names of the AWS Config rules to start. */
    public static final String RULE_NAMES = "DAXGUARD_RULE_NAMES";

    /** Name of the conformance pack that contains these rules. */
    public static final String CONFORMANCE_PACK = "DAXGUARD_CONFORMANCE_PACK";

    /** Comma-separated controls of the deployment. */
    public static final String CONTROLS = "DAXGUARD_CONTROLS";

    /** The rule parameter {@code exemptClusters}, for the hook. */
    public static final String EXEMPT_CLUSTERS = "DAXGUARD_EXEMPT_CLUSTERS";

    /** The rule parameter {@code exemptionTag}, for the hook. */
    public static final String EXEMPTION_TAG = "DAXGUARD_EXEMPTION_TAG";

    /** The rule parameter {@code maxExemptionDays}, for the hook. */
    public static final String MAX_EXEMPTION_DAYS = "DAXGUARD_MAX_EXEMPTION_DAYS";

    /** The frequency of the periodic rules in hours, so that a run without clusters is not reported each time. */
    public static final String FREQUENCY_HOURS = "DAXGUARD_FREQUENCY_HOURS";

    /** The minimum quiet time before a deletion, in minutes. */
    public static final String MIN_QUIET_MINUTES = "DAXGUARD_MIN_QUIET_MINUTES";

    /** Whether a deletion requires CloudWatch metrics: {@code true} or {@code false}. */
    public static final String REQUIRE_METRICS = "DAXGUARD_REQUIRE_METRICS";

    /** Comma-separated principals that may approve a deletion. */
    public static final String APPROVERS = "DAXGUARD_APPROVERS";

    /** Name of the AWS Config aggregator that the digest reads. */
    public static final String AGGREGATOR = "DAXGUARD_AGGREGATOR";

    /** Name of the S3 bucket that contains the findings of the previous digest, and the creators of clusters. */
    public static final String DIGEST_BUCKET = "DAXGUARD_DIGEST_BUCKET";

    /** ARN of the SNS topic that sends the digest. */
    public static final String DIGEST_TOPIC = "DAXGUARD_DIGEST_TOPIC";

    /** The 12 digits of the organization's management account, to which StackSets do not deploy. */
    public static final String MANAGEMENT_ACCOUNT = "DAXGUARD_MANAGEMENT_ACCOUNT";

    private EnvironmentVariables() {}
}
