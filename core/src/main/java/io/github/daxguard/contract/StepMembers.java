package io.github.daxguard.contract;

import java.util.List;

/** Members of the request for one step of a replacement. The runbook sends them, the function reads them. */
public final class StepMembers {

    public static final String STEP = "step";
    public static final String CLUSTER = "cluster";
    public static final String REPLACEMENT_CLUSTER = "replacementCluster";
    public static final String NODE_TYPE = "nodeType";
    public static final String ENDPOINT_ENCRYPTION = "endpointEncryption";
    public static final String NODE_QUOTA = "nodeQuota";
    public static final String QUIET_MINUTES = "quietMinutes";
    public static final String REQUIRE_METRICS = "requireMetrics";
    public static final String ACCEPT_DIFFERENCES = "acceptDifferences";
    public static final String CONFIRM = "confirm";
    public static final String EXECUTION_ID = "executionId";
    public static final String OR_FAIL = "orFail";

    /** Every member. A request with another one is refused. */
    public static final List<String> ALL = List.of(
            STEP,
            CLUSTER,
            REPLACEMENT_CLUSTER,
            NODE_TYPE,
            ENDPOINT_ENCRYPTION,
            NODE_QUOTA,
            QUIET_MINUTES,
            REQUIRE_METRICS,
            ACCEPT_DIFFERENCES,
            CONFIRM,
            EXECUTION_ID,
            OR_FAIL);

    private StepMembers() {}
}
