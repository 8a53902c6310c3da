package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A DAX cluster: its JSON in the response of {@code DescribeClusters}, and its tags.
 *
 * <p>Immutable; methods with changes return a changed copy.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_Cluster.html">Cluster</a>
 */
public final class LocalCluster {
    /** At most 20 letters, digits and hyphens; a letter first, no hyphen last, no two hyphens in a row. */
    static final Pattern NAME = Pattern.compile("(?=.{1,20}$)[a-zA-Z][a-zA-Z0-9]*(-[a-zA-Z0-9]+)*");

    static final int MAX_NODES = 11;

    private final ObjectNode json;
    private final SortedMap<String, String> tags;
    private final NodePlan plan;
    private final boolean completedByEmulator;

    /** The age of a cluster that is added as available. */
    private static final Duration DEFAULT_AGE = Duration.ofDays(30);

    private LocalCluster(ObjectNode json, SortedMap<String, String> tags, NodePlan plan, boolean completedByEmulator) {
        this.json = json;
        this.tags = tags;
        this.plan = plan;
        this.completedByEmulator = completedByEmulator;
    }

    /**
     * An available cluster of three {@code dax.t3.small} nodes, encrypted neither at rest nor at its endpoint.
     *
     * <p>The emulator adds the members that depend on the account and Region (ARN, endpoint, nodes, role).
     *
     * @param name a name that DAX accepts; stored in lower case, as in DAX
     * @throws IllegalArgumentException if DAX would reject the name
     */
    public static LocalCluster named(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Cluster name \"" + name + "\" is not 1-20 letters, digits and single"
                    + " hyphens with a letter first and no hyphen last");
        }
        return declared(name, "dax.t3.small", 3, List.of())
                .status("available")
                .sse("DISABLED")
                .endpointEncryption("NONE");
    }

    static LocalCluster declared(String name, String nodeType, int nodes, List<String> zones) {
        ObjectNode json = Json.object()
                .put("ClusterName", name.toLowerCase(Locale.ROOT))
                .put("TotalNodes", nodes)
                .put("ActiveNodes", 0)
                .put("NodeType", nodeType)
                .put("PreferredMaintenanceWindow", "sun:05:00-sun:06:00")
                .put("SubnetGroup", "default")
                .put("NetworkType", "ipv4");
        withoutAddress(json);
        json.putArray("SecurityGroups")
                .addObject()
                .put("SecurityGroupIdentifier", "sg-0123456789abcdef0")
                .put("Status", "active");
        json.putObject("ParameterGroup")
                .put("ParameterGroupName", "default.dax1.0")
                .put("ParameterApplyStatus", "in-sync")
                .putArray("NodeIdsToReboot");
        return new LocalCluster(json, new TreeMap<>(), NodePlan.in(zones), true);
    }

    /**
     * A cluster with these members in the response of {@code DescribeClusters}, unchanged, including nulls and unknown values.
     *
     * @param describeClustersShape the cluster's members; {@code ClusterName} is required. {@code Tags}, a list of
     *     {@code Key} and {@code Value}, is the response of {@code ListTags}. The emulator adds only a missing
     *     {@code ClusterArn}
     * @throws IllegalArgumentException if the shape is not an object, has no name, or its tags are invalid
     */
    public static LocalCluster fromJson(JsonNode describeClustersShape) {
        if (!(describeClustersShape instanceof ObjectNode shape)
                || shape.path("ClusterName").asText("").isEmpty()) {
            throw new IllegalArgumentException("A cluster is a JSON object with a ClusterName");
        }
        ObjectNode json = shape.deepCopy();
        SortedMap<String, String> tags = new TreeMap<>();
        for (JsonNode tag : json.path("Tags")) {
            if (!tag.path("Key").isTextual() || !tag.path("Value").isTextual()) {
                throw new IllegalArgumentException(
                        "Tags of cluster " + json.path("ClusterName") + " are not a list of Key and Value: " + tag);
            }
            tags.put(tag.path("Key").textValue(), tag.path("Value").textValue());
        }
        json.remove("Tags");
        return new LocalCluster(json, tags, NodePlan.in(List.of()), false);
    }

    /** Encrypted at rest. */
    public LocalCluster encrypted() {
        return sse("ENABLED");
    }

    /** Not encrypted at rest, with the status {@code DISABLED}. */
    public LocalCluster unencrypted() {
        return sse("DISABLED");
    }

    /** With this {@code SSEDescription.Status}, which can be unknown to DAX. */
    public LocalCluster sse(String status) {
        return with(cluster -> cluster.putObject("SSEDescription").put("Status", status));
    }

    /** Without {@code SSEDescription}, as DAX reports some unencrypted clusters. */
    public LocalCluster withoutSse() {
        return with(cluster -> cluster.remove("SSEDescription"));
    }

    /** Encrypted at its endpoint. */
    public LocalCluster tls() {
        return endpointEncryption("TLS");
    }

    /** With this {@code ClusterEndpointEncryptionType}, which can be unknown to DAX. */
    public LocalCluster endpointEncryption(String type) {
        return with(cluster -> cluster.put("ClusterEndpointEncryptionType", type));
    }

    /** Without {@code ClusterEndpointEncryptionType}, as DAX reported clusters before it supported TLS. */
    public LocalCluster withoutEndpointEncryption() {
        return with(cluster -> cluster.remove("ClusterEndpointEncryptionType"));
    }

    /** In this status; for {@code creating} and {@code deleting} clusters DAX reports no nodes and no endpoint address. */
    public LocalCluster status(String status) {
        return with(cluster -> cluster.put("Status", status));
    }

    /** Without a status, as DAX reports a cluster late in its deletion. */
    public LocalCluster withoutStatus() {
        return with(cluster -> cluster.remove("Status"));
    }

    /** With nodes of this type, which can be unknown to DAX. */
    public LocalCluster nodeType(String type) {
        return with(cluster -> cluster.put("NodeType", type));
    }

    /**
     * With this number of nodes; the emulator creates new ones.
     *
     * @throws IllegalArgumentException if DAX would reject the number
     */
    public LocalCluster nodes(int count) {
        if (count < 1 || count > MAX_NODES) {
            throw new IllegalArgumentException(
                    "Number of nodes: invalid value: " + count + ". Expected: 1 to " + MAX_NODES + ".");
        }
        return with(cluster -> {
            cluster.put("TotalNodes", count);
            if (completedByEmulator) {
                cluster.remove("Nodes");
            }
        });
    }

    /**
     * With a node in this status instead of {@code available}; only available nodes count as {@code ActiveNodes}. If the
     * cluster has no nodes yet, the status applies when it has.
     *
     * @param index the node's index; the first is 0
     * @param status such as {@code creating} or {@code rebooting}
     * @throws IllegalArgumentException if the node does not exist
     */
    public LocalCluster nodeStatus(int index, String status) {
        if (index < 0 || index >= (json.has("Nodes") ? json.path("Nodes").size() : totalNodes())) {
            throw new IllegalArgumentException("Cluster " + name() + " has no node " + index);
        }
        if (!json.has("Nodes")) {
            return new LocalCluster(json, tags, plan.withStatus(index, status), completedByEmulator);
        }
        return with(cluster -> {
            cluster.withObject("/Nodes/" + index).put("NodeStatus", status);
            countActive(cluster);
        });
    }

    /**
     * With only the first nodes in the response, as DAX reports them while nodes are added; {@code TotalNodes} is unchanged.
     * If the cluster has no nodes yet, the number applies when it has.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public LocalCluster shownNodes(int count) {
        if (count < 0) {
            throw new IllegalArgumentException(
                    "Number of reported nodes: invalid value: " + count + ". Expected: 0 or more.");
        }
        if (!json.has("Nodes")) {
            return new LocalCluster(json, tags, plan.showing(count), completedByEmulator);
        }
        return with(cluster -> {
            ArrayNode nodes = cluster.withArray("/Nodes");
            while (nodes.size() > count) {
                nodes.remove(nodes.size() - 1);
            }
            countActive(cluster);
        });
    }

    /**
     * With nodes that were created at these times, instead of 30 days before the cluster was added.
     *
     * @param times the time of each node, in order; null if DAX does not report it
     * @throws IllegalStateException if the cluster has another number of nodes, such as none before it is added
     */
    public LocalCluster nodesCreated(@Nullable Instant... times) {
        if (json.path("Nodes").size() != times.length) {
            throw new IllegalStateException(
                    "Cluster " + name() + " has " + json.path("Nodes").size() + " nodes, not " + times.length);
        }
        return with(cluster -> {
            for (int i = 0; i < times.length; i++) {
                ObjectNode node = cluster.withObject("/Nodes/" + i);
                Instant time = times[i];
                if (time == null) {
                    node.remove("NodeCreateTime");
                } else {
                    node.put("NodeCreateTime", Json.epochSeconds(time));
                }
            }
        });
    }

    /** With this description. */
    public LocalCluster description(String text) {
        return with(cluster -> cluster.put("Description", text));
    }

    /** In this subnet group, instead of {@code default}. */
    public LocalCluster subnetGroup(String name) {
        return with(cluster -> cluster.put("SubnetGroup", name));
    }

    /** With this parameter group, in sync, instead of {@code default.dax1.0}. */
    public LocalCluster parameterGroup(String name) {
        return with(cluster -> cluster.withObject("/ParameterGroup").put("ParameterGroupName", name));
    }

    /** In these security groups, all active, instead of one. */
    public LocalCluster securityGroups(String... ids) {
        return with(cluster -> {
            ArrayNode groups = cluster.putArray("SecurityGroups");
            for (String id : ids) {
                groups.addObject().put("SecurityGroupIdentifier", id).put("Status", "active");
            }
        });
    }

    /** With this role, instead of the account's {@code service-role/DaxToDynamoDb}. */
    public LocalCluster role(String arn) {
        return with(cluster -> cluster.put("IamRoleArn", arn));
    }

    /**
     * With notifications to this SNS topic.
     *
     * @param status {@code active} or {@code inactive}
     */
    public LocalCluster notificationTopic(String arn, String status) {
        return with(cluster -> cluster.putObject("NotificationConfiguration")
                .put("TopicArn", arn)
                .put("TopicStatus", status));
    }

    /** With this maintenance window, instead of {@code sun:05:00-sun:06:00}. */
    public LocalCluster maintenanceWindow(String window) {
        return with(cluster -> cluster.put("PreferredMaintenanceWindow", window));
    }

    /** With this {@code NetworkType}, instead of {@code ipv4}. */
    public LocalCluster networkType(String type) {
        return with(cluster -> cluster.put("NetworkType", type));
    }

    /** With this tag as well. */
    public LocalCluster tag(String key, String value) {
        SortedMap<String, String> more = new TreeMap<>(tags);
        more.put(key, value);
        return withTags(more);
    }

    /** The cluster's name. */
    public String name() {
        return json.path("ClusterName").asText();
    }

    /** A copy of the cluster's JSON in the response of {@code DescribeClusters}, without tags. */
    public JsonNode json() {
        return json.deepCopy();
    }

    /** The cluster's JSON without a copy, which would be slow for ten thousand clusters; it must not be modified. */
    ObjectNode view() {
        return json;
    }

    String status() {
        return json.path("Status").asText("");
    }

    String arn() {
        return json.path("ClusterArn").asText("");
    }

    int totalNodes() {
        return json.path("TotalNodes").asInt(0);
    }

    /** The tags, ordered by key. */
    public SortedMap<String, String> tags() {
        return Collections.unmodifiableSortedMap(tags);
    }

    List<String> nodeIds() {
        return json.path("Nodes").findValuesAsText("NodeId");
    }

    LocalCluster withTags(SortedMap<String, String> other) {
        return new LocalCluster(json, new TreeMap<>(other), plan, completedByEmulator);
    }

    LocalCluster with(Consumer<ObjectNode> change) {
        ObjectNode copy = json.deepCopy();
        change.accept(copy);
        return new LocalCluster(copy, tags, plan, completedByEmulator);
    }

    LocalCluster in(Location location, Instant now) {
        LocalCluster completed = this;
        if (arn().isEmpty()) {
            completed = with(cluster -> cluster.put("ClusterArn", location.arn("dax", "cache/" + name())));
        }
        if (!completedByEmulator) {
            return completed;
        }
        if (!json.has("IamRoleArn")) {
            completed = completed.with(
                    cluster -> cluster.put("IamRoleArn", location.globalArn("iam", "role/service-role/DaxToDynamoDb")));
        }
        boolean hasNodes = !List.of("", "creating", "deleting").contains(status());
        return hasNodes
                ? completed.running(location, now.minus(DEFAULT_AGE))
                : completed.with(LocalCluster::withoutNodes);
    }

    /** The cluster with the nodes and endpoints of a running cluster, unless it has nodes. */
    LocalCluster running(Location location, Instant since) {
        return json.has("Nodes") ? this : with(cluster -> run(cluster, location, since));
    }

    private void run(ObjectNode cluster, Location location, Instant since) {
        boolean tls = isTls(cluster);
        int port = port(cluster);
        String suffix = String.format(Locale.ROOT, "%06x", location.hashCode() & 0xffffff);
        String address = name() + "." + suffix + ".dax-clusters." + location.region() + ".amazonaws.com";
        cluster.putObject("ClusterDiscoveryEndpoint")
                .put("Address", address)
                .put("Port", port)
                .put("URL", (tls ? "daxs://" : "dax://") + address);
        ArrayNode nodes = cluster.putArray("Nodes");
        for (int i = 0; i < plan.shownOf(totalNodes()); i++) {
            String id = name() + "-" + (char) ('a' + i);
            ObjectNode node = nodes.addObject().put("NodeId", id);
            node.putObject("Endpoint")
                    .put("Address", id + "." + suffix + ".nodes.dax-clusters." + location.region() + ".amazonaws.com")
                    .put("Port", port);
            node.put("NodeCreateTime", Json.epochSeconds(since))
                    .put("AvailabilityZone", plan.zone(i, location.region()))
                    .put("NodeStatus", plan.status(i))
                    .put("ParameterGroupStatus", "in-sync");
        }
        countActive(cluster);
    }

    private static void countActive(ObjectNode cluster) {
        long active = cluster.path("Nodes").findValuesAsText("NodeStatus").stream()
                .filter("available"::equals)
                .count();
        cluster.put("ActiveNodes", (int) active);
    }

    private static boolean isTls(ObjectNode cluster) {
        return cluster.path("ClusterEndpointEncryptionType").asText("").equals("TLS");
    }

    private static int port(ObjectNode cluster) {
        return isTls(cluster) ? 9111 : 8111;
    }

    private static void withoutAddress(ObjectNode cluster) {
        cluster.putObject("ClusterDiscoveryEndpoint").put("Port", port(cluster));
    }

    private static void withoutNodes(ObjectNode cluster) {
        cluster.remove("Nodes");
        withoutAddress(cluster);
    }

    LocalCluster deleting() {
        return with(cluster -> withoutNodes(cluster.put("Status", "deleting")));
    }

    @Override
    public String toString() {
        return "LocalCluster" + json;
    }
}
