package io.github.daxguard.contract;

/** Names of resource types, as AWS Config and CloudFormation use them. */
public final class ResourceType {

    /**
     * A DAX cluster: the type on which AWS's managed rules report. AWS Config does not record it. AWS does not document that
     * PutEvaluations accepts it from a custom rule.
     *
     * @see <a href="https://docs.aws.amazon.com/config/latest/developerguide/dax-encryption-enabled.html">
     *     dax-encryption-enabled</a>
     */
    public static final String DAX_CLUSTER = "AWS::DAX::Cluster";

    private ResourceType() {}
}
