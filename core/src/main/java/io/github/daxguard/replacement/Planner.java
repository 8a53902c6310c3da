package io.github.daxguard.replacement;

import io.github.daxguard.dax.ClusterDetails;
import io.github.daxguard.replacement.Blocker.Remedy;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dax.model.CreateClusterRequest;
import software.amazon.awssdk.services.dax.model.Tag;

/**
 * Plans the twin of one cluster, from nothing but what DAX tells.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_CreateCluster.html">CreateCluster</a>
 */
final class Planner {

    /**
     * Nodes on which DAX does not encrypt.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionAtRest.html">DAX encryption
     *     at rest</a>
     */
    static final String NOT_ENCRYPTABLE = "dax.r3.";

    private static final String RESERVED_TAG = "aws:";
    private static final String STACK_TAG = "aws:cloudformation:stack-name";
    private static final int MOST_TAGS = 50;
    private static final String NAME_FORM = "1 to " + ReplacementRequest.LONGEST_NAME
            + " letters, digits and single hyphens, a letter first, no hyphen last";

    private final ReplacementRequest request;
    private final ClusterDetails old;
    private final SortedMap<String, String> tags;
    private final List<Blocker> blockers = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private final List<String> keeps = new ArrayList<>();

    private Planner(ReplacementRequest request, ClusterDetails old, Tags tags) {
        this.request = request;
        this.old = old;
        this.tags = tags instanceof Tags.Known known ? new TreeMap<>(known.values()) : new TreeMap<>();
        // Of one that is not available, that is said already.
        if (!(tags instanceof Tags.Known) && old.isAvailable()) {
            blockers.add(Blocker.of("DAX does not show the tags of " + old.name() + " yet: wait until it does."));
        }
    }

    /**
     * Plans it.
     *
     * @param old the cluster as it is now
     * @param tags its tags
     * @param twin what is there under the twin's name
     * @param all every cluster of the account and Region
     */
    static ReplacementPlan plan(
            ReplacementRequest request, ClusterDetails old, Tags tags, Twin twin, Collection<ClusterDetails> all) {
        return new Planner(request, old, tags).plan(twin, all);
    }

    private ReplacementPlan plan(Twin twin, Collection<ClusterDetails> all) {
        checkState();
        checkName(twin);
        checkQuota(twin, all);
        return new ReplacementPlan(createCluster(), blockers, changes, keeps);
    }

    private void checkState() {
        if (old.cluster().isBeingDeleted()) {
            blockers.add(Blocker.of(old.name() + " is being deleted."));
        } else if (!old.isAvailable()) {
            blockers.add(Blocker.of(old.name() + " is not available, but " + old.status() + ": wait until it is."));
        }
        blockers.addAll(controlBlockers(request, old));
    }

    /**
     * Why the cluster is not replaced for the controls of the request. DAX does not report encryption at rest of some clusters
     * that are not encrypted.
     */
    static List<Blocker> controlBlockers(ReplacementRequest request, ClusterDetails old) {
        List<Blocker> blockers = new ArrayList<>();
        List<Control> failing = failing(request, old);
        if (failing.isEmpty()) {
            blockers.add(Blocker.of(old.name() + " meets every control ("
                    + request.controls().stream().map(Control::parameterValue).collect(Collectors.joining(", "))
                    + "): there is nothing to replace."));
        } else if (failing.equals(List.of(Control.ENCRYPTION_IN_TRANSIT))
                && request.endpointEncryption() != EndpointEncryption.TLS) {
            blockers.add(Blocker.of(
                    old.name() + " fails " + Control.ENCRYPTION_IN_TRANSIT.parameterValue()
                            + " only, and keeping its endpoint encryption does not remediate that.",
                    Remedy.REQUEST_TLS));
        }
        String endpoint = old.cluster().endpointEncryption();
        if (!List.of("TLS", "NONE", Cluster.ABSENT).contains(endpoint)) {
            blockers.add(Blocker.of("Endpoint encryption of " + old.name() + " is " + endpoint
                    + ", which this version of daxguard does not support."));
        }
        String encryption = old.cluster().encryptionAtRest();
        if (!List.of("ENABLED", "DISABLED", Cluster.ABSENT).contains(encryption)) {
            blockers.add(Blocker.of("Encryption at rest of " + old.name() + " is " + encryption
                    + ", neither on nor off: wait until DAX reports either."));
        }
        return blockers;
    }

    /** The controls of the request that the cluster fails. */
    static List<Control> failing(ReplacementRequest request, ClusterDetails cluster) {
        return request.controls().stream()
                .filter(control -> !control.isMetBy(cluster.cluster()))
                .toList();
    }

    private void checkName(Twin twin) {
        if (!Cluster.isName(request.twin())) {
            int length = request.twin().length();
            blockers.add(new Blocker(
                    "The name " + request.twin()
                            + (length > ReplacementRequest.LONGEST_NAME
                                    ? " has " + length + " characters."
                                    : " is not accepted by DAX."),
                    Remedy.CHANGE_NAME,
                    NAME_FORM));
        } else if (twin instanceof Twin.Other other) {
            blockers.add(new Blocker(
                    "The name " + request.twin() + " is taken by a cluster that does not replace " + old.name() + ": "
                            + other.why() + ".",
                    Remedy.CHANGE_NAME,
                    NAME_FORM));
        } else if (!(twin instanceof Twin.Absent)) {
            Verification there = Verification.of(request, twin, Optional.of(old));
            if (there.isHopeless()) {
                blockers.addAll(there.blockers());
            }
        }
    }

    private void checkQuota(Twin twin, Collection<ClusterDetails> all) {
        if (!(twin instanceof Twin.Absent)) {
            return;
        }
        int nodes = all.stream().mapToInt(ClusterDetails::totalNodes).sum();
        if (nodes + old.totalNodes() > request.nodeQuota()) {
            blockers.add(Blocker.of(
                    "The clusters here have " + nodes + " nodes; " + old.totalNodes()
                            + " more would exceed the quota of " + request.nodeQuota() + ".",
                    Remedy.RAISE_NODE_QUOTA));
        }
    }

    private Optional<CreateClusterRequest> createCluster() {
        String nodeType = request.nodeType().orElse(old.nodeType());
        if (nodeType.startsWith(NOT_ENCRYPTABLE)) {
            blockers.add(new Blocker(
                    "DAX does not encrypt on " + nodeType + " nodes.",
                    Remedy.CHANGE_NODE_TYPE,
                    nodeType.replace(NOT_ENCRYPTABLE, "dax.r5.")));
        }
        List<String> missing = new ArrayList<>();
        if (nodeType.equals(Cluster.ABSENT)) {
            missing.add("the node type");
        }
        if (old.roleArn().equals(Cluster.ABSENT)) {
            missing.add("the role");
        }
        if (old.totalNodes() < 1) {
            missing.add("the number of nodes");
        }
        if (!missing.isEmpty()) {
            blockers.add(Blocker.of("DAX does not report " + String.join(", ", missing) + " of " + old.name() + "."));
            return Optional.empty();
        }
        CreateClusterRequest.Builder create =
                CreateClusterRequest.builder().clusterName(request.twin()).iamRoleArn(old.roleArn());
        create.sseSpecification(sse -> sse.enabled(true));
        if (Control.ENCRYPTION_AT_REST.isMetBy(old.cluster())) {
            keeps.add("Encryption at rest: ENABLED");
        } else {
            changes.add(
                    "Encryption at rest: ENABLED, with an AWS managed key, instead of " + shown(encryption()) + ".");
        }
        changes.add("Name and endpoint: " + request.twin() + " instead of " + old.name()
                + ". Clients must be repointed to the new endpoint.");
        changes.add("Its cache starts empty: until it has filled, reads go to the DynamoDB tables.");
        nodes(create, nodeType);
        endpoint(create);
        network(create);
        rest(create);
        tags(create);
        return Optional.of(create.build());
    }

    private void nodes(CreateClusterRequest.Builder create, String nodeType) {
        create.nodeType(nodeType).replicationFactor(old.totalNodes());
        keeps.add("Number of nodes: " + old.totalNodes());
        if (nodeType.equals(old.nodeType())) {
            keeps.add("Node type: " + nodeType);
        } else {
            changes.add("Node type: " + nodeType + " instead of " + shown(old.nodeType()) + ".");
        }
        List<String> zones = old.nodes().stream().map(ClusterDetails.Node::zone).toList();
        if (zones.size() == old.totalNodes() && !zones.contains(Cluster.ABSENT)) {
            create.availabilityZones(zones);
            keeps.add("Availability Zones: " + String.join(", ", zones));
        } else {
            changes.add("Availability Zones: DAX chooses them, because it does not show those of all nodes of "
                    + old.name() + ". If one of these is missing then, the difference must be accepted.");
        }
    }

    private void endpoint(CreateClusterRequest.Builder create) {
        boolean had = Control.ENCRYPTION_IN_TRANSIT.isMetBy(old.cluster());
        boolean gets = had || request.endpointEncryption() == EndpointEncryption.TLS;
        create.clusterEndpointEncryptionType(gets ? "TLS" : "NONE");
        if (had == gets) {
            keeps.add("Endpoint encryption: " + (gets ? "TLS" : "none")
                    + (gets || !request.controls().contains(Control.ENCRYPTION_IN_TRANSIT)
                            ? ""
                            : ". The replacement cluster still fails "
                                    + Control.ENCRYPTION_IN_TRANSIT.parameterValue()
                                    + ": only an endpoint with TLS remediates it"));
        } else {
            changes.add(
                    "Endpoint encryption: TLS instead of none. Clients must connect with daxs://, and need a version"
                            + " that supports it.");
        }
    }

    private void network(CreateClusterRequest.Builder create) {
        ifKnown(old.subnetGroup(), "Subnet group", create::subnetGroupName);
        if (!old.securityGroups().isEmpty()) {
            create.securityGroupIds(old.securityGroups());
            keeps.add("Security groups: " + String.join(", ", old.securityGroups()));
        }
        ifKnown(old.networkType(), "Network type", create::networkType);
    }

    private void rest(CreateClusterRequest.Builder create) {
        ifKnown(old.parameterGroup(), "Parameter group, with the TTLs", create::parameterGroupName);
        keeps.add("IAM role: " + old.roleArn());
        ifKnown(old.maintenanceWindow(), "Maintenance window", create::preferredMaintenanceWindow);
        ifKnown(old.description(), "Description", create::description);
        if (old.topicStatus().equals("active")) {
            ifKnown(old.topicArn(), "Notification topic", create::notificationTopicArn);
        } else if (!old.topicArn().isEmpty()) {
            changes.add("Notification topic: none. " + old.topicArn() + " is not active for " + old.name() + ".");
        }
    }

    private String encryption() {
        return old.cluster().encryptionAtRest();
    }

    private static String shown(String value) {
        return value.equals(Cluster.ABSENT) ? "not reported" : value;
    }

    private void ifKnown(String value, String what, Consumer<String> setter) {
        if (!value.isEmpty()) {
            setter.accept(value);
            keeps.add(what + ": " + value);
        }
    }

    private void tags(CreateClusterRequest.Builder create) {
        SortedMap<String, String> copied = new TreeMap<>(tags);
        copied.keySet().removeIf(key -> key.startsWith(RESERVED_TAG));
        copied.remove(Twin.TAG);
        if (!copied.isEmpty()) {
            keeps.add("Tags: " + String.join(", ", copied.keySet()));
        }
        copied.put(Twin.TAG, old.name());
        changes.add("Tag: " + Twin.TAG + "=" + old.name() + " is added.");
        if (tags.containsKey(STACK_TAG)) {
            changes.add("It does not belong to the CloudFormation stack " + tags.get(STACK_TAG) + ", as " + old.name()
                    + " does: better replace it there, in the template; else the stack keeps a cluster that is gone.");
        }
        if (copied.size() > MOST_TAGS) {
            blockers.add(Blocker.of(old.name() + " has " + (copied.size() - 1) + " tags, and a cluster can have "
                    + MOST_TAGS + " with the tag " + Twin.TAG + ": remove one from " + old.name() + "."));
        }
        create.tags(copied.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList());
    }
}
