package io.github.daxguard.results;

/**
 * A resource as AWS Config names it.
 *
 * @param type {@code AWS::DAX::Cluster}
 * @param id 1 to 768 characters; for a cluster its name, unless AWS Config's own event says otherwise
 */
public record Resource(String type, String id) {

    /**
     * The type that AWS's managed rules report on for DAX. AWS Config does not record it; that PutEvaluations takes it from
     * a custom rule is very likely, and written nowhere.
     *
     * @see <a href="https://docs.aws.amazon.com/config/latest/developerguide/dax-encryption-enabled.html">
     *     dax-encryption-enabled</a>
     */
    public static final String CLUSTER_TYPE = "AWS::DAX::Cluster";

    /** The account itself: what a rule reports on when there is nothing else. */
    private static final String ACCOUNT_TYPE = "AWS::::Account";

    public static Resource cluster(String name) {
        return new Resource(CLUSTER_TYPE, name);
    }

    public static Resource account(String accountId) {
        return new Resource(ACCOUNT_TYPE, accountId);
    }

    public boolean isCluster() {
        return type.equals(CLUSTER_TYPE);
    }
}
