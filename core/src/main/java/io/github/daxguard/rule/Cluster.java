package io.github.daxguard.rule;

/**
 * The properties of a DAX cluster that determine its verdict.
 *
 * <p>DAX omits members: {@code SSEDescription} of a cluster that is not encrypted, and the status of a cluster that is almost
 * deleted. An omitted member is {@link #ABSENT} and never makes a cluster compliant.
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

    /** The value of a member that DAX did not send. */
    public static final String ABSENT = "";

    private static final int LONGEST_NAME = 20;

    /**
     * Whether the text is a valid cluster name, in any letter case: 1 to 20 ASCII letters, digits and hyphens. It starts with a
     * letter, does not end with a hyphen, and does not contain two hyphens in a row.
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
     * Whether the cluster is being deleted: DAX reports {@code deleting}, and late in a deletion no status at all.
     */
    public boolean isBeingDeleted() {
        return status.equals("deleting") || status.equals(ABSENT);
    }
}
