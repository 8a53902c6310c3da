package io.github.daxguard.contract;

/** Names of resource types in AWS Config and CloudFormation. */
public final class ResourceType {

    /**
     * A DAX cluster: the type that AWS's managed rules report. AWS Config does not record it, and AWS does not document that
     * PutEvaluations accepts it from a custom rule. If PutEvaluations refuses it, the rule reports {@link #ACCOUNT}.
     *
     * @see <a href="https://docs.aws.amazon.com/config/latest/developerguide/dax-encryption-enabled.html">
     *     dax-encryption-enabled</a>
     */
    public static final String DAX_CLUSTER = "AWS::DAX::Cluster";

    /** The account itself. AWS's samples report this type, which AWS Config does not record either. */
    public static final String ACCOUNT = "AWS::::Account";

    private ResourceType() {}
}
