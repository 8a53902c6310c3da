package io.github.daxguard.rule;

/**
 * A DAX cluster, as far as a decision about its encryption needs it.
 *
 * <p>DAX leaves members out: {@code SSEDescription} of a cluster that is not encrypted, the status of one that is almost
 * deleted. What it left out is {@link #ABSENT} here, and never taken for a good sign.
 *
 * @param name 1 to 20 characters, lower case, unique in an account and Region
 * @param arn {@code arn:aws:dax:REGION:ACCOUNT:cache/NAME}
 * @param status {@code creating}, {@code available}, {@code modifying}, {@code deleting}, ..., or {@link #ABSENT}
 * @param encryptionAtRest {@code SSEDescription.Status}: {@code ENABLED}, {@code ENABLING}, {@code DISABLING},
 *     {@code DISABLED}, a value that AWS adds later, or {@link #ABSENT}
 * @param endpointEncryption {@code ClusterEndpointEncryptionType}: {@code TLS}, {@code NONE}, a value that AWS adds later,
 *     or {@link #ABSENT}
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_Cluster.html">Cluster</a>
 */
public record Cluster(String name, String arn, String status, String encryptionAtRest, String endpointEncryption) {

    /** Stands for a member that DAX did not send. */
    public static final String ABSENT = "";

    /**
     * Whether the cluster is going away or gone: DAX reports {@code deleting}, and late in a deletion no status at all.
     */
    public boolean isBeingDeleted() {
        return status.equals("deleting") || status.equals(ABSENT);
    }
}
