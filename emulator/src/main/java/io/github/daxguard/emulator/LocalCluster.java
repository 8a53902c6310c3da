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
 * A DAX cluster: the JSON that {@code DescribeClusters} shows of it, and its tags.
 *
 * <p>Immutable; each method that changes something answers a changed copy.
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
    private final boolean completedByEstate;

    /** How long a cluster has run that an estate is given as available. */
    private static final Duration USUAL_AGE = Duration.ofDays(30);

    private LocalCluster(ObjectNode json, SortedMap<String, String> tags, NodePlan plan, boolean completedByEstate) {
        this.json = json;
        this.tags = tags;
        this.plan = plan;
        this.completedByEstate = completedByEstate;
    }

    /**
     * An available cluster of three {@code dax.t3.small} nodes, encrypted neither at rest nor at its endpoint.
     *
     * <p>What depends on the account and the Region (ARN, endpoint, nodes, role) the estate adds.
     *
     * @param name as DAX takes it; stored in lower case, as DAX does
     * @throws IllegalArgumentException if DAX would refuse the name
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
     * A cluster as {@code DescribeClusters} shows it: its members are taken as they are, nulls and unknown values too.
     *
     * @param describeClustersShape the cluster's members; {@code ClusterName} is required. {@code Tags}, a list of
     *     {@code Key} and {@code Value}, is what {@code ListTags} answers. The estate adds only a missing
     *     {@code ClusterArn}
     * @throws IllegalArgumentException if the shape is no object, has no name, or its tags are not tags
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

    /** Not encrypted at rest, and saying so. */
    public LocalCluster unencrypted() {
        return sse("DISABLED");
    }

    /** With this {@code SSEDescription.Status}, which need not be one that DAX knows. */
    public LocalCluster sse(String status) {
        return with(cluster -> cluster.putObject("SSEDescription").put("Status", status));
    }

    /** Without {@code SSEDescription}, as DAX shows some unencrypted clusters. */
    public LocalCluster withoutSse() {
        return with(cluster -> cluster.remove("SSEDescription"));
    }

    /** Encrypted at its endpoint. */
    public LocalCluster tls() {
        return endpointEncryption("TLS");
    }

    /** With this {@code ClusterEndpointEncryptionType}, which need not be one that DAX knows. */
    public LocalCluster endpointEncryption(String type) {
        return with(cluster -> cluster.put("ClusterEndpointEncryptionType", type));
    }

    /** Without {@code ClusterEndpointEncryptionType}, as DAX showed clusters before it had TLS. */
    public LocalCluster withoutEndpointEncryption() {
        return with(cluster -> cluster.remove("ClusterEndpointEncryptionType"));
    }

    /** In this status; while {@code creating} or {@code deleting}, DAX shows no nodes and no endpoint address. */
    public LocalCluster status(String status) {
        return with(cluster -> cluster.put("Status", status));
    }

    /** Without a status, as DAX shows a cluster late in its deletion. */
    public LocalCluster withoutStatus() {
        return with(cluster -> cluster.remove("Status"));
    }

    /** With nodes of this type, which need not be one that DAX knows. */
    public LocalCluster nodeType(String type) {
        return with(cluster -> cluster.put("NodeType", type));
    }

    /**
     * With so many nodes; the estate makes all of them anew.
     *
     * @throws IllegalArgumentException if DAX would refuse the number
     */
    public LocalCluster nodes(int count) {
        if (count < 1 || count > MAX_NODES) {
            throw new IllegalArgumentException("A cluster has 1-" + MAX_NODES + " nodes, not " + count);
        }
        return with(cluster -> {
            cluster.put("TotalNodes", count);
            if (completedByEstate) {
                cluster.remove("Nodes");
            }
        });
    }

    /**
     * With a node in this status, instead of {@code available}; only available nodes count as {@code ActiveNodes}. Of a
     * cluster that shows no nodes yet it becomes true when it does.
     *
     * @param index of the node, the first is 0
     * @param status such as {@code creating} or {@code rebooting}
     * @throws IllegalArgumentException if there is no such node
     */
    public LocalCluster nodeStatus(int index, String status) {
        if (index < 0 || index >= (json.has("Nodes") ? json.path("Nodes").size() : totalNodes())) {
            throw new IllegalArgumentException("Cluster " + name() + " has no node " + index);
        }
        if (!json.has("Nodes")) {
            return new LocalCluster(json, tags, plan.withStatus(index, status), completedByEstate);
        }
        return with(cluster -> {
            cluster.withObject("/Nodes/" + index).put("NodeStatus", status);
            countActive(cluster);
        });
    }

    /**
     * Showing only so many of its nodes, the first ones, as DAX does while nodes are added; {@code TotalNodes} stays.
     * Of a cluster that shows no nodes yet it becomes true when it does.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public LocalCluster shownNodes(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("A cluster cannot show " + count + " nodes");
        }
        if (!json.has("Nodes")) {
            return new LocalCluster(json, tags, plan.showing(count), completedByEstate);
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
     * With nodes that were created then, instead of 30 days before the estate was given the cluster.
     *
     * @param times of each node, in order; null where DAX does not report it
     * @throws IllegalStateException if the cluster shows no nodes yet: put it into an estate first
     */
    public LocalCluster nodesCreated(@Nullable Instant... times) {
        if (json.path("Nodes").size() != times.length) {
            throw new IllegalStateException(
                    "Cluster " + name() + " shows " + json.path("Nodes").size() + " nodes, not " + times.length);
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
     * Telling this SNS topic of its events.
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

    /** The cluster as {@code DescribeClusters} shows it, without tags; a copy. */
    public JsonNode json() {
        return json.deepCopy();
    }

    /** The cluster's JSON itself, to be read only: copying ten thousand clusters would be felt. */
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
        return new LocalCluster(json, new TreeMap<>(other), plan, completedByEstate);
    }

    LocalCluster with(Consumer<ObjectNode> change) {
        ObjectNode copy = json.deepCopy();
        change.accept(copy);
        return new LocalCluster(copy, tags, plan, completedByEstate);
    }

    LocalCluster in(Location place, Instant now) {
        LocalCluster placed = this;
        if (arn().isEmpty()) {
            placed = with(cluster -> cluster.put("ClusterArn", place.arn("dax", "cache/" + name())));
        }
        if (!completedByEstate) {
            return placed;
        }
        if (!json.has("IamRoleArn")) {
            placed = placed.with(
                    cluster -> cluster.put("IamRoleArn", place.globalArn("iam", "role/service-role/DaxToDynamoDb")));
        }
        boolean hasNodes = !List.of("", "creating", "deleting").contains(status());
        return hasNodes ? placed.running(place, now.minus(USUAL_AGE)) : placed.with(LocalCluster::withoutNodes);
    }

    /** The cluster with the nodes and endpoints that DAX shows once it runs, unless it has nodes. */
    LocalCluster running(Location place, Instant since) {
        return json.has("Nodes") ? this : with(cluster -> run(cluster, place, since));
    }

    private void run(ObjectNode cluster, Location place, Instant since) {
        boolean tls = isTls(cluster);
        int port = port(cluster);
        String suffix = String.format(Locale.ROOT, "%06x", place.hashCode() & 0xffffff);
        String address = name() + "." + suffix + ".dax-clusters." + place.region() + ".amazonaws.com";
        cluster.putObject("ClusterDiscoveryEndpoint")
                .put("Address", address)
                .put("Port", port)
                .put("URL", (tls ? "daxs://" : "dax://") + address);
        ArrayNode nodes = cluster.putArray("Nodes");
        for (int i = 0; i < plan.shownOf(totalNodes()); i++) {
            String id = name() + "-" + (char) ('a' + i);
            ObjectNode node = nodes.addObject().put("NodeId", id);
            node.putObject("Endpoint")
                    .put("Address", id + "." + suffix + ".nodes.dax-clusters." + place.region() + ".amazonaws.com")
                    .put("Port", port);
            node.put("NodeCreateTime", Json.epochSeconds(since))
                    .put("AvailabilityZone", plan.zone(i, place.region()))
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
