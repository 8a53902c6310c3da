package io.github.daxguard.replacement;

import io.github.daxguard.contract.StepMembers;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Control;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cluster to replace, and its replacement cluster: the same in every step.
 *
 * @param cluster the name of the source cluster, in lower case as in DAX
 * @param replacementCluster the name of the replacement cluster
 * @param nodeType a node type other than that of the source cluster
 * @param nodeQuota the quota of DAX nodes in the account and Region
 * @param quiet how long the source cluster must have been without requests and connections before it is deleted, in whole
 *     minutes from {@link #LEAST_QUIET_MINUTES} to {@link #MOST_QUIET_MINUTES}
 * @param requireMetrics whether the source cluster is deleted only if CloudWatch measured each of its nodes
 * @param acceptDifferences attributes in which the replacement cluster may differ from the source cluster
 * @param controls the source cluster is replaced if it fails one of these
 */
public record ReplacementRequest(
        String cluster,
        String replacementCluster,
        Optional<String> nodeType,
        EndpointEncryption endpointEncryption,
        int nodeQuota,
        Duration quiet,
        boolean requireMetrics,
        Set<Attribute> acceptDifferences,
        List<Control> controls) {

    /**
     * AWS's default quota of nodes in a Region.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html">Quotas in DynamoDB</a>
     */
    public static final int DEFAULT_NODE_QUOTA = 50;

    /** One hour, which is longer than the usual idle time of a running client. */
    public static final Duration DEFAULT_QUIET = Duration.ofMinutes(60);

    /** The accepted form of the name of a cluster, for messages. */
    public static final String EXPECTED_NAME =
            "a DAX cluster's name: 1 to 20 letters, digits and single hyphens, a letter first, no hyphen last";

    /** The maximum length of a cluster name, in characters. */
    static final int LONGEST_NAME = 20;

    public static final int LARGEST_NODE_QUOTA = 1000;

    /** The maximum delay of CloudWatch. */
    public static final int LEAST_QUIET_MINUTES = (int) TrafficWindow.LAG.toMinutes();

    /** One day. */
    public static final int MOST_QUIET_MINUTES = 1440;

    private static final Pattern NODE_TYPE = Pattern.compile("dax\\.[a-z][a-z0-9]*\\.[a-z0-9]+");
    private static final Pattern NUMBERED = Pattern.compile("(?<stem>.+-v)(?<number>[1-9][0-9]{0,3})");

    /**
     * Checks all except the form of the replacement cluster's name, which the plan checks.
     *
     * @throws InvalidStepRequestException naming the member
     */
    public ReplacementRequest {
        // Check before the conversion to lower case, which turns some non-ASCII letters into ASCII letters.
        require(Cluster.isName(cluster), StepMembers.CLUSTER, cluster, EXPECTED_NAME);
        cluster = cluster.toLowerCase(Locale.ROOT);
        replacementCluster = replacementCluster.toLowerCase(Locale.ROOT);
        require(
                !replacementCluster.equals(cluster),
                StepMembers.REPLACEMENT_CLUSTER,
                replacementCluster,
                "another name than the cluster's own");
        nodeType.ifPresent(type -> require(
                NODE_TYPE.matcher(type).matches(),
                StepMembers.NODE_TYPE,
                type,
                "a DAX node type, such as dax.r5.large"));
        require(
                nodeQuota >= 1 && nodeQuota <= LARGEST_NODE_QUOTA,
                StepMembers.NODE_QUOTA,
                String.valueOf(nodeQuota),
                "1 to " + LARGEST_NODE_QUOTA + " nodes");
        require(
                quiet.compareTo(Duration.ofMinutes(LEAST_QUIET_MINUTES)) >= 0
                        && quiet.compareTo(Duration.ofMinutes(MOST_QUIET_MINUTES)) <= 0,
                StepMembers.QUIET_MINUTES,
                String.valueOf(quiet.toMinutes()),
                LEAST_QUIET_MINUTES + " to " + MOST_QUIET_MINUTES + " minutes");
        acceptDifferences = Set.copyOf(acceptDifferences);
        controls = List.copyOf(controls);
    }

    /** The accepted differences as {@code acceptDifferences} lists them, in the order of the attributes. */
    List<String> acceptedNames() {
        return acceptDifferences.stream().sorted().map(Attribute::jsonName).toList();
    }

    /**
     * The default name of the replacement cluster: {@code orders-v2} for {@code orders}, {@code orders-v3} for
     * {@code orders-v2}. It can be too long.
     */
    public static String defaultReplacement(String cluster) {
        String name = cluster.toLowerCase(Locale.ROOT);
        Matcher numbered = NUMBERED.matcher(name);
        return numbered.matches()
                ? numbered.group("stem") + (Integer.parseInt(numbered.group("number")) + 1)
                : name + "-v2";
    }

    /** The same request with {@link #requireMetrics}. */
    public ReplacementRequest requiringMetrics() {
        return new ReplacementRequest(
                cluster,
                replacementCluster,
                nodeType,
                endpointEncryption,
                nodeQuota,
                quiet,
                true,
                acceptDifferences,
                controls);
    }

    private static void require(boolean accepted, String member, String received, String expected) {
        if (!accepted) {
            throw InvalidStepRequestException.of(member, JsonTree.describe(received), expected);
        }
    }
}
