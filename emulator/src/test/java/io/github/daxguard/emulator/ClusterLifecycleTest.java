package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.dax.model.Cluster;
import software.amazon.awssdk.services.dax.model.ClusterAlreadyExistsException;
import software.amazon.awssdk.services.dax.model.ClusterNotFoundException;
import software.amazon.awssdk.services.dax.model.CreateClusterRequest;
import software.amazon.awssdk.services.dax.model.InvalidClusterStateException;
import software.amazon.awssdk.services.dax.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.dax.model.InvalidParameterValueException;
import software.amazon.awssdk.services.dax.model.NodeQuotaForClusterExceededException;
import software.amazon.awssdk.services.dax.model.NodeQuotaForCustomerExceededException;
import software.amazon.awssdk.services.dax.model.SSEStatus;
import software.amazon.awssdk.services.dax.model.Tag;
import software.amazon.awssdk.services.dax.model.TagQuotaPerResourceExceededException;

class ClusterLifecycleTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/dax";

    private final LocalAws aws = LocalAws.start(SettableClock.at(Sdk.START));
    private final Estate estate = aws.estate(Sdk.ACCOUNT, Sdk.REGION);
    private final DaxClient dax = Sdk.of(aws).dax();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void createCluster_encrypted_answersCreatingWithoutNodesAndAlreadyEnabled() {
        Cluster created = create(r -> r.clusterName("Orders").sseSpecification(sse -> sse.enabled(true)));

        assertThat(created.clusterName()).isEqualTo("orders");
        assertThat(created.status()).isEqualTo("creating");
        assertThat(created.sseDescription().status()).isEqualTo(SSEStatus.ENABLED);
        assertThat(created.hasNodes()).isFalse();
        assertThat(created.totalNodes()).isEqualTo(3);
        assertThat(created.activeNodes()).isZero();
        assertThat(created.clusterDiscoveryEndpoint().address()).isNull();
        assertThat(created.clusterArn()).isEqualTo("arn:aws:dax:eu-west-1:111122223333:cache/orders");
    }

    @Test
    void createCluster_withoutSse_saysNothingOfItUntilItRuns() {
        Cluster created = create(r -> {});
        estate.settle();

        assertThat(created.sseDescription()).isNull();
        assertThat(described("orders").sseDescription().status()).isEqualTo(SSEStatus.DISABLED);
    }

    @Test
    void createCluster_allMembers_keepsThem() {
        create(r -> r.description("shop")
                .availabilityZones("eu-west-1c", "eu-west-1a", "eu-west-1b")
                .subnetGroupName("private")
                .securityGroupIds("sg-1", "sg-2")
                .preferredMaintenanceWindow("mon:01:00-mon:02:00")
                .notificationTopicArn("arn:aws:sns:eu-west-1:111122223333:dax")
                .parameterGroupName("long-ttl")
                .clusterEndpointEncryptionType("TLS")
                .networkType("dual_stack")
                .tags(tag("team", "shop")));
        estate.settle();

        Cluster cluster = described("orders");

        assertThat(cluster.description()).isEqualTo("shop");
        assertThat(cluster.nodes())
                .extracting(node -> node.availabilityZone())
                .containsExactly("eu-west-1c", "eu-west-1a", "eu-west-1b");
        assertThat(cluster.subnetGroup()).isEqualTo("private");
        assertThat(cluster.securityGroups())
                .extracting(group -> group.securityGroupIdentifier())
                .containsExactly("sg-1", "sg-2");
        assertThat(cluster.preferredMaintenanceWindow()).isEqualTo("mon:01:00-mon:02:00");
        assertThat(cluster.notificationConfiguration().topicStatus()).isEqualTo("active");
        assertThat(cluster.parameterGroup().parameterGroupName()).isEqualTo("long-ttl");
        assertThat(cluster.clusterEndpointEncryptionTypeAsString()).isEqualTo("TLS");
        assertThat(cluster.clusterDiscoveryEndpoint().port()).isEqualTo(9111);
        assertThat(cluster.networkTypeAsString()).isEqualTo("dual_stack");
        assertThat(cluster.iamRoleArn()).isEqualTo(ROLE);
        assertThat(dax.listTags(r -> r.resourceName(cluster.clusterArn())).tags())
                .containsExactly(tag("team", "shop"));
    }

    @Test
    void createCluster_fromWhatDescribeClustersShows_makesTheSameCluster() throws Exception {
        estate.putCluster(LocalCluster.named("old")
                .nodeType("dax.r5.large")
                .nodes(4)
                .description("shop")
                .subnetGroup("private")
                .parameterGroup("long-ttl")
                .securityGroups("sg-1", "sg-2")
                .role(ROLE)
                .notificationTopic("arn:aws:sns:eu-west-1:111122223333:dax", "active")
                .maintenanceWindow("mon:01:00-mon:02:00")
                .networkType("dual_stack")
                .tls()
                .tag("team", "shop")
                .tag("empty", ""));
        Cluster old = described("old");

        create(r -> r.clusterName("new")
                .nodeType(old.nodeType())
                .replicationFactor(old.totalNodes())
                .availabilityZones(old.nodes().stream()
                        .map(node -> node.availabilityZone())
                        .toList())
                .description(old.description())
                .subnetGroupName(old.subnetGroup())
                .parameterGroupName(old.parameterGroup().parameterGroupName())
                .securityGroupIds(old.securityGroups().stream()
                        .map(group -> group.securityGroupIdentifier())
                        .toList())
                .iamRoleArn(old.iamRoleArn())
                .notificationTopicArn(old.notificationConfiguration().topicArn())
                .preferredMaintenanceWindow(old.preferredMaintenanceWindow())
                .networkType(old.networkType())
                .clusterEndpointEncryptionType(old.clusterEndpointEncryptionType())
                .tags(dax.listTags(t -> t.resourceName(old.clusterArn())).tags())
                .sseSpecification(sse -> sse.enabled(true)));
        estate.settle();

        // They were created at different times.
        String created = withoutNodeTimes("new").json().toString();
        assertThat(Json.read(created.replace("new", "old").getBytes(UTF_8)))
                .isEqualTo(withoutNodeTimes("old").encrypted().json());
        assertThat(dax.listTags(t -> t.resourceName(described("new").clusterArn()))
                        .tags())
                .containsExactly(tag("empty", ""), tag("team", "shop"));
    }

    private LocalCluster withoutNodeTimes(String name) {
        LocalCluster cluster = estate.cluster(name).orElseThrow();
        return cluster.nodesCreated(new Instant[cluster.nodeIds().size()]);
    }

    @Test
    void createCluster_noSecurityGroups_isInTheDefaultOne() {
        create(r -> r.securityGroupIds(List.of()));

        assertThat(described("orders").securityGroups()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1orders", "orders-", "or--ders", "or_ders", "ordersordersordersorde"})
    void createCluster_badName_isRefused(String name) {
        assertThatThrownBy(() -> create(r -> r.clusterName(name)))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("ClusterName");
    }

    @Test
    void createCluster_longestName_isTaken() {
        assertThat(create(r -> r.clusterName("a-bcdefghijklmnopqrs")).clusterName())
                .hasSize(20);
    }

    @Test
    void createCluster_requiredMemberMissing_isRefused() {
        assertInvalid(r -> r.clusterName(null), "ClusterName must be provided");
        assertInvalid(r -> r.nodeType(null), "NodeType must be provided");
        assertInvalid(r -> r.replicationFactor(null), "ReplicationFactor must be provided");
        assertInvalid(r -> r.iamRoleArn(null), "IamRoleArn must be provided");
        assertInvalid(r -> r.sseSpecification(sse -> {}), "SSESpecification.Enabled must be provided");
    }

    @Test
    void createCluster_badMember_isRefused() {
        assertInvalid(r -> r.nodeType("cache.t3.small"), "node type");
        assertInvalid(r -> r.replicationFactor(0), "at least 1");
        assertInvalid(r -> r.iamRoleArn("arn:aws:iam::111122223333:user/me"), "ARN of a role");
        assertInvalid(r -> r.availabilityZones("eu-west-1a"), "AvailabilityZones");
        assertInvalid(r -> r.clusterEndpointEncryptionType("SSL"), "must be one of [NONE, TLS]");
        assertInvalid(r -> r.networkType("ipx"), "NetworkType");
        assertInvalid(r -> r.tags(tag("aws:mine", "v")), "aws:");
        assertInvalid(r -> r.tags(tag("k".repeat(129), "v")), "128");
        assertInvalid(r -> r.tags(tag("k", "v".repeat(257))), "256");
    }

    @Test
    void createCluster_encryptedOnR3_isRefused() {
        assertThatThrownBy(() -> create(r -> r.nodeType("dax.r3.large").sseSpecification(sse -> sse.enabled(true))))
                .isInstanceOf(InvalidParameterCombinationException.class);
        assertThat(create(r -> r.nodeType("dax.r3.large")).nodeType()).isEqualTo("dax.r3.large");
    }

    @Test
    void createCluster_nameTaken_isRefused() {
        estate.putCluster(LocalCluster.named("orders"));

        assertThatThrownBy(() -> create(r -> r.clusterName("ORDERS")))
                .isInstanceOf(ClusterAlreadyExistsException.class);
    }

    @Test
    void createCluster_twelveNodes_exceedsTheClusterQuota() {
        assertThat(create(r -> r.replicationFactor(11)).totalNodes()).isEqualTo(11);
        assertThatThrownBy(() -> create(r -> r.clusterName("more").replicationFactor(12)))
                .isInstanceOf(NodeQuotaForClusterExceededException.class);
    }

    @Test
    void createCluster_fiftyFirstNode_exceedsTheAccountQuota() {
        IntStream.range(0, 16).forEach(i -> estate.putCluster(LocalCluster.named("c" + i)));

        assertThatThrownBy(() -> create(r -> r.replicationFactor(3)))
                .isInstanceOf(NodeQuotaForCustomerExceededException.class)
                .hasMessageContaining("48");
        assertThat(create(r -> r.replicationFactor(2)).totalNodes()).isEqualTo(2);
    }

    @Test
    void createCluster_moreThanFiftyTags_isRefused() {
        Tag[] tags = IntStream.range(0, 51).mapToObj(i -> tag("k" + i, "v")).toArray(Tag[]::new);

        assertThatThrownBy(() -> create(r -> r.tags(tags))).isInstanceOf(TagQuotaPerResourceExceededException.class);
    }

    @Test
    void deleteCluster_available_isDeletingAndThenGone() {
        estate.putCluster(LocalCluster.named("orders"));

        Cluster deleting = dax.deleteCluster(r -> r.clusterName("Orders")).cluster();

        assertThat(deleting.status()).isEqualTo("deleting");
        assertThat(deleting.hasNodes()).isFalse();
        assertThat(deleting.clusterDiscoveryEndpoint().address()).isNull();
        assertThat(described("orders").status()).isEqualTo("deleting");
        estate.settle();
        assertThat(dax.describeClusters().clusters()).isEmpty();
    }

    @Test
    void deleteCluster_incompatible_isDeleting() {
        estate.putCluster(LocalCluster.named("orders").status("incompatible-parameters"));

        assertThat(dax.deleteCluster(r -> r.clusterName("orders")).cluster().status())
                .isEqualTo("deleting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"creating", "modifying", "deleting"})
    void deleteCluster_notAvailable_isRefused(String status) {
        estate.putCluster(LocalCluster.named("orders").status(status));

        assertThatThrownBy(() -> dax.deleteCluster(r -> r.clusterName("orders")))
                .isInstanceOf(InvalidClusterStateException.class)
                .hasMessageContaining(status);
    }

    @Test
    void deleteCluster_unknownOrUnnamed_isRefused() {
        assertThatThrownBy(() -> dax.deleteCluster(r -> r.clusterName("gone")))
                .isInstanceOf(ClusterNotFoundException.class);
        assertThatThrownBy(() -> dax.deleteCluster(r -> {})).isInstanceOf(InvalidParameterValueException.class);
    }

    private void assertInvalid(Consumer<CreateClusterRequest.Builder> change, String message) {
        assertThatThrownBy(() -> create(change))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining(message);
    }

    private Cluster create(Consumer<CreateClusterRequest.Builder> change) {
        return dax.createCluster(r -> {
                    r.clusterName("orders")
                            .nodeType("dax.r5.large")
                            .replicationFactor(3)
                            .iamRoleArn(ROLE);
                    change.accept(r);
                })
                .cluster();
    }

    private Cluster described(String name) {
        return dax.describeClusters(r -> r.clusterNames(name)).clusters().get(0);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
