package io.github.daxguard.contract;

/** Names of resource types in AWS Config and CloudFormation. */
public final class ResourceType {

    /**
     * A DAX cluster: the type that AWS's managed rules report. AWS Config does not record it, and AWS does not document that
     * PutEvaluations accepts it from a custom rule.
     *
     * @see <a href="https://docs.aws.amazon.com/config/latest/developerguide/dax-encryption-enabled.html">
     *     dax-encryption-enabled</a>
     */
    public static final String DAX_CLUSTER = "AWS::DAX::Cluster";

    private ResourceType() {}
}
