package io.github.daxguard.replacement;

import io.github.daxguard.dax.ClusterDetails;
import io.github.daxguard.replacement.Blocker.Remedy;
import io.github.daxguard.replacement.Candidate.Relation;
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
 * Plans the replacement of a cluster from the state that DAX reports.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_CreateCluster.html">CreateCluster</a>
 */
final class Planner {

    /**
     * The prefix of node types without encryption.
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
    private final ClusterDetails source;
    private final SortedMap<String, String> tags;
    private final List<Blocker> blockers = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private final List<String> keeps = new ArrayList<>();

    private Planner(ReplacementRequest request, ClusterDetails source, Tags tags) {
        this.request = request;
        this.source = source;
        this.tags = tags instanceof Tags.Known known ? new TreeMap<>(known.values()) : new TreeMap<>();
        // checkState() reports a cluster that is not available.
        if (!(tags instanceof Tags.Known) && source.isAvailable()) {
            blockers.add(Blocker.of("DAX does not show the tags of " + source.name() + " yet. Wait until it does."));
        }
    }

    /**
     * Plans the replacement.
     *
     * @param all every cluster of the account and Region
     */
    static StepResult.Planned plan(
            ReplacementRequest request,
            ClusterDetails source,
            Tags tags,
            Candidate candidate,
            Collection<ClusterDetails> all) {
        Planner planner = new Planner(request, source, tags);
        planner.checkState();
        planner.checkName(candidate);
        planner.checkQuota(candidate, all);
        Optional<CreateClusterRequest> createCluster = planner.createCluster();
        return StepResult.Planned.of(request, createCluster, planner.blockers, planner.changes, planner.keeps);
    }

    private void checkState() {
        if (source.cluster().isBeingDeleted()) {
            blockers.add(Blocker.of(source.name() + " is being deleted."));
        } else if (!source.isAvailable()) {
            blockers.add(Blocker.of(source.name() + " is not available (status: " + source.status()
                    + "). Wait until it is available."));
        }
        blockers.addAll(controlBlockers(request, source));
    }

    /**
     * The reasons not to replace the cluster for the controls of the request. DAX does not report encryption at rest of some
     * clusters that are not encrypted.
     */
    static List<Blocker> controlBlockers(ReplacementRequest request, ClusterDetails source) {
        List<Blocker> blockers = new ArrayList<>();
        List<Control> failing = failing(request, source);
        if (failing.isEmpty()) {
            blockers.add(Blocker.of(source.name() + " meets every control ("
                    + request.controls().stream().map(Control::parameterValue).collect(Collectors.joining(", "))
                    + "): there is nothing to replace."));
        } else if (failing.equals(List.of(Control.ENCRYPTION_IN_TRANSIT))
                && request.endpointEncryption() != EndpointEncryption.TLS) {
            blockers.add(Blocker.of(
                    source.name() + " fails only " + Control.ENCRYPTION_IN_TRANSIT.parameterValue()
                            + ". With endpointEncryption=keep, the replacement cluster fails it too.",
                    Remedy.REQUEST_TLS));
        }
        String endpoint = source.cluster().endpointEncryption();
        if (!List.of("TLS", "NONE", Cluster.ABSENT).contains(endpoint)) {
            blockers.add(Blocker.of("Endpoint encryption of " + source.name() + " is " + endpoint
                    + ", which this version of daxguard does not support."));
        }
        String encryption = source.cluster().encryptionAtRest();
        if (!List.of("ENABLED", "DISABLED", Cluster.ABSENT).contains(encryption)) {
            blockers.add(Blocker.of("Encryption at rest of " + source.name() + " is " + encryption
                    + ", neither ENABLED nor DISABLED. Wait until DAX reports one of these values."));
        }
        return blockers;
    }

    /** The controls of the request that the cluster fails. */
    static List<Control> failing(ReplacementRequest request, ClusterDetails cluster) {
        return request.controls().stream()
                .filter(control -> !control.isMetBy(cluster.cluster()))
                .toList();
    }

    private void checkName(Candidate candidate) {
        if (!Cluster.isName(request.replacementCluster())) {
            int length = request.replacementCluster().length();
            blockers.add(new Blocker(
                    "The name " + request.replacementCluster()
                            + (length > ReplacementRequest.LONGEST_NAME
                                    ? " has " + length + " characters."
                                    : " is not accepted by DAX."),
                    Remedy.CHANGE_NAME,
                    NAME_FORM));
        } else if (candidate.is(Relation.OTHER)) {
            blockers.add(new Blocker(
                    "The name " + request.replacementCluster() + " is used by a cluster that does not replace "
                            + source.name() + ": " + candidate.reason() + ".",
                    Remedy.CHANGE_NAME,
                    NAME_FORM));
        } else if (!candidate.is(Relation.ABSENT)) {
            Verification existing = Verification.of(request, candidate, Optional.of(source));
            if (existing.isBlockedPermanently()) {
                blockers.addAll(existing.blockers());
            }
        }
    }

    private void checkQuota(Candidate candidate, Collection<ClusterDetails> all) {
        int nodes = all.stream().mapToInt(ClusterDetails::totalNodes).sum();
        if (candidate.is(Relation.ABSENT) && nodes + source.totalNodes() > request.nodeQuota()) {
            blockers.add(Blocker.of(
                    "The clusters in this account and Region have " + nodes + " nodes; " + source.totalNodes()
                            + " more would exceed the quota of " + request.nodeQuota() + ".",
                    Remedy.RAISE_NODE_QUOTA));
        }
    }

    private Optional<CreateClusterRequest> createCluster() {
        String nodeType = request.nodeType().orElse(source.nodeType());
        if (nodeType.startsWith(NOT_ENCRYPTABLE)) {
            blockers.add(new Blocker(
                    "DAX does not support encryption on " + nodeType + " nodes.",
                    Remedy.CHANGE_NODE_TYPE,
                    nodeType.replace(NOT_ENCRYPTABLE, "dax.r5.")));
        }
        List<String> missing = new ArrayList<>();
        if (nodeType.equals(Cluster.ABSENT)) {
            missing.add("the node type");
        }
        if (source.roleArn().equals(Cluster.ABSENT)) {
            missing.add("the role");
        }
        if (source.totalNodes() < 1) {
            missing.add("the number of nodes");
        }
        if (!missing.isEmpty()) {
            blockers.add(
                    Blocker.of("DAX does not report " + String.join(", ", missing) + " of " + source.name() + "."));
            return Optional.empty();
        }
        CreateClusterRequest.Builder create = CreateClusterRequest.builder()
                .clusterName(request.replacementCluster())
                .iamRoleArn(source.roleArn());
        create.sseSpecification(sse -> sse.enabled(true));
        if (Control.ENCRYPTION_AT_REST.isMetBy(source.cluster())) {
            keeps.add("Encryption at rest: ENABLED");
        } else {
            changes.add("Encryption at rest: ENABLED, with an AWS managed key, instead of "
                    + shown(source.cluster().encryptionAtRest()) + ".");
        }
        changes.add("Name and endpoint: " + request.replacementCluster() + " instead of " + source.name()
                + ". Clients must be migrated to the new endpoint.");
        changes.add("The cache is initially empty. Until it is filled, reads go to the DynamoDB tables.");
        nodes(create, nodeType);
        endpoint(create);
        network(create);
        rest(create);
        tags(create);
        return Optional.of(create.build());
    }

    private void nodes(CreateClusterRequest.Builder create, String nodeType) {
        create.nodeType(nodeType).replicationFactor(source.totalNodes());
        keeps.add("Number of nodes: " + source.totalNodes());
        if (nodeType.equals(source.nodeType())) {
            keeps.add("Node type: " + nodeType);
        } else {
            changes.add("Node type: " + nodeType + " instead of " + shown(source.nodeType()) + ".");
        }
        List<String> zones =
                source.nodes().stream().map(ClusterDetails.Node::zone).toList();
        if (zones.size() == source.totalNodes() && !zones.contains(Cluster.ABSENT)) {
            create.availabilityZones(zones);
            keeps.add("Availability Zones: " + String.join(", ", zones));
        } else {
            changes.add("Availability Zones: DAX chooses them, because it does not show those of all nodes of "
                    + source.name() + ". If the replacement cluster lacks one of these zones, the difference must be "
                    + "accepted.");
        }
    }

    private void endpoint(CreateClusterRequest.Builder create) {
        boolean had = Control.ENCRYPTION_IN_TRANSIT.isMetBy(source.cluster());
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
        ifKnown(source.subnetGroup(), "Subnet group", create::subnetGroupName);
        if (!source.securityGroups().isEmpty()) {
            create.securityGroupIds(source.securityGroups());
            keeps.add("Security groups: " + String.join(", ", source.securityGroups()));
        }
        ifKnown(source.networkType(), "Network type", create::networkType);
    }

    private void rest(CreateClusterRequest.Builder create) {
        ifKnown(source.parameterGroup(), "Parameter group, with the TTLs", create::parameterGroupName);
        keeps.add("IAM role: " + source.roleArn());
        ifKnown(source.maintenanceWindow(), "Maintenance window", create::preferredMaintenanceWindow);
        ifKnown(source.description(), "Description", create::description);
        if (source.topicStatus().equals("active")) {
            ifKnown(source.topicArn(), "Notification topic", create::notificationTopicArn);
        } else if (!source.topicArn().isEmpty()) {
            changes.add("Notification topic: none. " + source.topicArn() + " is not active for " + source.name() + ".");
        }
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
        copied.remove(Candidate.TAG);
        if (!copied.isEmpty()) {
            keeps.add("Tags: " + String.join(", ", copied.keySet()));
        }
        copied.put(Candidate.TAG, source.name());
        changes.add("Tag: " + Candidate.TAG + "=" + source.name() + " is added.");
        if (tags.containsKey(STACK_TAG)) {
            changes.add("CloudFormation: " + source.name() + " belongs to the stack " + tags.get(STACK_TAG)
                    + ". The replacement cluster does not belong to it, and the stack would refer to a deleted cluster. "
                    + "Replace the cluster in the template instead.");
        }
        if (copied.size() > MOST_TAGS) {
            blockers.add(Blocker.of(
                    source.name() + " has " + (copied.size() - 1) + " tags, and a cluster can have at most " + MOST_TAGS
                            + ", including the tag " + Candidate.TAG + ". Remove one from " + source.name() + "."));
        }
        create.tags(copied.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList());
    }
}
