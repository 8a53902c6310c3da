package io.github.daxguard.contract;

/** Names of the Systems Manager runbook, its step and its parameters: shared by the deployment and the function. */
public final class Runbook {

    /** The document's name, one for each account and Region. */
    public static final String NAME = "DaxGuard-ReplaceCluster";

    /** The step in which a principal approves the deletion. */
    public static final String APPROVE_STEP = "approve";

    /** The parameter that names the source cluster. */
    public static final String CLUSTER_NAME = "ClusterName";

    /** The parameter that names the replacement cluster; empty for the default name. */
    public static final String REPLACEMENT_CLUSTER_NAME = "ReplacementClusterName";

    /** The parameter that names the replacement cluster's node type; empty for the source cluster's. */
    public static final String NODE_TYPE = "NodeType";

    /** The parameter for the encryption of the replacement cluster's endpoint: {@code keep} or {@code TLS}. */
    public static final String ENDPOINT_ENCRYPTION = "EndpointEncryption";

    /** The parameter for the quiet time in minutes; empty for the deployment's. */
    public static final String QUIET_MINUTES = "QuietMinutes";

    /** The parameter that lists the accepted differences. */
    public static final String ACCEPT_DIFFERENCES = "AcceptDifferences";

    private Runbook() {}
}
