package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.dax.model.Cluster;
import software.amazon.awssdk.services.dax.model.CreateClusterRequest;
import software.amazon.awssdk.services.dax.model.InvalidClusterStateException;
import software.amazon.awssdk.services.dax.model.NodeQuotaForCustomerExceededException;
import software.amazon.awssdk.services.dax.model.SSEStatus;
import software.amazon.awssdk.services.dax.model.Tag;

class ClusterLifecycleTest extends EmulatorTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/dax";

    private final DaxClient dax = Sdk.of(aws).dax();

    @Test
    void createCluster_encrypted_isCreatingWithoutNodesAndEnabled() {
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
    void createCluster_withoutSse_reportsNoSseUntilItIsAvailable() {
        Cluster created = create(r -> {});
        state.settle();

        assertThat(created.sseDescription()).isNull();
        assertThat(described("orders").sseDescription().status()).isEqualTo(SSEStatus.DISABLED);
    }

    @Test
    void createCluster_fromDescribeClusters_createsTheSameCluster() throws Exception {
        state.putCluster(LocalCluster.named("source")
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
        Cluster source = described("source");

        create(r -> r.clusterName("new")
                .nodeType(source.nodeType())
                .replicationFactor(source.totalNodes())
                .availabilityZones(source.nodes().stream()
                        .map(node -> node.availabilityZone())
                        .toList())
                .description(source.description())
                .subnetGroupName(source.subnetGroup())
                .parameterGroupName(source.parameterGroup().parameterGroupName())
                .securityGroupIds(source.securityGroups().stream()
                        .map(group -> group.securityGroupIdentifier())
                        .toList())
                .iamRoleArn(source.iamRoleArn())
                .notificationTopicArn(source.notificationConfiguration().topicArn())
                .preferredMaintenanceWindow(source.preferredMaintenanceWindow())
                .networkType(source.networkType())
                .clusterEndpointEncryptionType(source.clusterEndpointEncryptionType())
                .tags(dax.listTags(t -> t.resourceName(source.clusterArn())).tags())
                .sseSpecification(sse -> sse.enabled(true)));
        state.settle();

        // The clusters have different creation times.
        String created = withoutNodeTimes("new").json().toString();
        assertThat(Json.read(created.replace("new", "source").getBytes(UTF_8)))
                .isEqualTo(withoutNodeTimes("source").encrypted().json());
        assertThat(dax.listTags(t -> t.resourceName(described("new").clusterArn()))
                        .tags())
                .containsExactly(tag("empty", ""), tag("team", "shop"));
    }

    private LocalCluster withoutNodeTimes(String name) {
        LocalCluster cluster = state.cluster(name).orElseThrow();
        return cluster.nodesCreated(new Instant[cluster.nodeIds().size()]);
    }

    @Test
    void createCluster_fiftyFirstNode_isRejected() {
        IntStream.range(0, 16).forEach(i -> state.putCluster(LocalCluster.named("c" + i)));

        assertThatThrownBy(() -> create(r -> r.replicationFactor(3)))
                .isInstanceOf(NodeQuotaForCustomerExceededException.class)
                .hasMessageContaining("48");
        assertThat(create(r -> r.replicationFactor(2)).totalNodes()).isEqualTo(2);
    }

    @Test
    void deleteCluster_available_isDeletingAndThenRemoved() {
        state.putCluster(LocalCluster.named("orders"));

        Cluster deleting = dax.deleteCluster(r -> r.clusterName("Orders")).cluster();

        assertThat(deleting.status()).isEqualTo("deleting");
        assertThat(deleting.hasNodes()).isFalse();
        assertThat(deleting.clusterDiscoveryEndpoint().address()).isNull();
        assertThat(described("orders").status()).isEqualTo("deleting");
        state.settle();
        assertThat(dax.describeClusters().clusters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"creating", "modifying", "deleting"})
    void deleteCluster_notAvailable_isRejected(String status) {
        state.putCluster(LocalCluster.named("orders").status(status));

        assertThatThrownBy(() -> dax.deleteCluster(r -> r.clusterName("orders")))
                .isInstanceOf(InvalidClusterStateException.class)
                .hasMessageContaining(status);
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
