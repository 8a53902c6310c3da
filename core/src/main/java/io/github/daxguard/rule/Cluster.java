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

    private static final int LONGEST_NAME = 20;

    /**
     * Whether DAX can have a cluster of that name, in any letter case: 1 to 20 letters of ASCII, digits and hyphens, the first
     * one a letter, no hyphen at the end and no two in a row.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_CreateCluster.html">
     *     CreateCluster</a>
     */
    public static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_NAME
                && text.chars().allMatch(c -> isLetter(c) || c == '-' || (c >= '0' && c <= '9'))
                && isLetter(text.charAt(0))
                && !text.endsWith("-")
                && !text.contains("--");
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /**
     * Whether the cluster is going away or gone: DAX reports {@code deleting}, and late in a deletion no status at all.
     */
    public boolean isBeingDeleted() {
        return status.equals("deleting") || status.equals(ABSENT);
    }
}
