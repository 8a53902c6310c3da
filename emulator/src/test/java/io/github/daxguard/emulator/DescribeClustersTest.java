package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.dax.model.Cluster;
import software.amazon.awssdk.services.dax.model.ClusterEndpointEncryptionType;
import software.amazon.awssdk.services.dax.model.DescribeClustersResponse;
import software.amazon.awssdk.services.dax.model.InvalidParameterValueException;
import software.amazon.awssdk.services.dax.model.NetworkType;
import software.amazon.awssdk.services.dax.model.SSEStatus;
import software.amazon.awssdk.services.dax.model.ServiceLinkedRoleNotFoundException;

class DescribeClustersTest extends EmulatorTest {
    private final DaxClient dax = Sdk.of(aws).dax();

    @Test
    void describeClusters_namedCluster_hasAllMembers() {
        state.putCluster(LocalCluster.named("Orders"));

        Cluster cluster = onlyCluster();

        assertThat(cluster.clusterName()).isEqualTo("orders");
        assertThat(cluster.clusterArn()).isEqualTo("arn:aws:dax:eu-west-1:111122223333:cache/orders");
        assertThat(cluster.status()).isEqualTo("available");
        assertThat(cluster.nodeType()).isEqualTo("dax.t3.small");
        assertThat(cluster.totalNodes()).isEqualTo(3);
        assertThat(cluster.activeNodes()).isEqualTo(3);
        assertThat(cluster.sseDescription().status()).isEqualTo(SSEStatus.DISABLED);
        assertThat(cluster.clusterEndpointEncryptionType()).isEqualTo(ClusterEndpointEncryptionType.NONE);
        assertThat(cluster.clusterDiscoveryEndpoint().port()).isEqualTo(8111);
        assertThat(cluster.clusterDiscoveryEndpoint().url())
                .startsWith("dax://orders.")
                .endsWith(".dax-clusters.eu-west-1.amazonaws.com");
        assertThat(cluster.iamRoleArn()).startsWith("arn:aws:iam::111122223333:role/");
        assertThat(cluster.networkType()).isEqualTo(NetworkType.IPV4);
        assertThat(cluster.nodes())
                .extracting(node -> node.nodeId() + " " + node.availabilityZone())
                .containsExactly("orders-a eu-west-1a", "orders-b eu-west-1b", "orders-c eu-west-1c");
        assertThat(cluster.nodes()).allSatisfy(node -> {
            assertThat(node.nodeCreateTime()).isEqualTo(Sdk.START.minus(Duration.ofDays(30)));
            assertThat(node.nodeStatus()).isEqualTo("available");
        });
        assertThat(cluster.securityGroups()).hasSize(1);
        assertThat(cluster.parameterGroup().parameterGroupName()).isEqualTo("default.dax1.0");
    }

    @Test
    void describeClusters_tlsCluster_hasTlsEndpoint() {
        state.putCluster(LocalCluster.named("orders").tls().encrypted());

        Cluster cluster = onlyCluster();

        assertThat(cluster.clusterEndpointEncryptionType()).isEqualTo(ClusterEndpointEncryptionType.TLS);
        assertThat(cluster.clusterDiscoveryEndpoint().url()).startsWith("daxs://");
        assertThat(cluster.sseDescription().status()).isEqualTo(SSEStatus.ENABLED);
    }

    @Test
    void describeClusters_omittedMembers_areNull() {
        state.putCluster(LocalCluster.named("orders")
                .withoutSse()
                .withoutEndpointEncryption()
                .withoutStatus());

        Cluster cluster = onlyCluster();

        assertThat(cluster.sseDescription()).isNull();
        assertThat(cluster.clusterEndpointEncryptionType()).isNull();
        assertThat(cluster.status()).isNull();
    }

    @Test
    void describeClusters_clusterFromJson_isUnchangedWithAnArnAndWithoutTags() {
        ObjectNode shape = Json.object().put("ClusterName", "orders").putNull("Status");
        shape.putObject("SSEDescription").put("Status", "HALF_ENABLED");
        shape.putArray("Tags").addObject().put("Key", "k").put("Value", "v");
        state.putCluster(LocalCluster.fromJson(shape));

        Cluster cluster = onlyCluster();

        assertThat(cluster.status()).isNull();
        assertThat(cluster.sseDescription().statusAsString()).isEqualTo("HALF_ENABLED");
        assertThat(cluster.clusterArn()).isEqualTo("arn:aws:dax:eu-west-1:111122223333:cache/orders");
        assertThat(cluster.totalNodes()).isNull();
        assertThat(cluster.hasNodes()).isFalse();
    }

    @Test
    void describeClusters_otherAccountOrRegion_isEmpty() {
        state.putCluster(LocalCluster.named("orders"));

        assertThat(Sdk.of(aws, "444455556666", Sdk.REGION)
                        .dax()
                        .describeClusters()
                        .clusters())
                .isEmpty();
        assertThat(Sdk.of(aws, Sdk.ACCOUNT, "us-east-1")
                        .dax()
                        .describeClusters()
                        .clusters())
                .isEmpty();
    }

    @Test
    void describeClusters_tenThousandClusters_listsThemInAHundredCalls() {
        putClusters(10_000);

        Set<String> names = new HashSet<>();
        String token = null;
        do {
            String next = token;
            DescribeClustersResponse page = dax.describeClusters(r -> r.nextToken(next));
            page.clusters().forEach(cluster -> names.add(cluster.clusterName()));
            token = page.nextToken();
        } while (token != null);

        assertThat(names).hasSize(10_000);
        assertThat(aws.calls()).hasSize(100);
    }

    @Test
    void describeClusters_clusterRemovedBetweenPages_continuesAfterIt() {
        putClusters(21);
        DescribeClustersResponse first = dax.describeClusters(r -> r.maxResults(20));

        state.removeCluster("c00019");

        assertThat(dax.describeClusters(r -> r.maxResults(20).nextToken(first.nextToken()))
                        .clusters())
                .extracting(Cluster::clusterName)
                .containsExactly("c00020");
    }

    @Test
    void describeClusters_tokenOfAnotherRegion_isRejected() {
        putClusters(101);
        String token = dax.describeClusters().nextToken();

        assertThatThrownBy(() -> Sdk.of(aws, Sdk.ACCOUNT, "us-east-1").dax().describeClusters(r -> r.nextToken(token)))
                .isInstanceOf(InvalidParameterValueException.class);
    }

    @Test
    void describeClusters_names_returnsTheseInAnyLetterCase() {
        putClusters(3);

        assertThat(dax.describeClusters(r -> r.clusterNames("C00002", "c00000")).clusters())
                .extracting(Cluster::clusterName)
                .containsExactly("c00000", "c00002");
    }

    @Test
    void describeClusters_serviceLinkedRoleMissing_isRejectedUntilAClusterIsCreated() {
        state.serviceLinkedRoleMissing();
        assertThatThrownBy(dax::describeClusters).isInstanceOf(ServiceLinkedRoleNotFoundException.class);

        dax.createCluster(r -> r.clusterName("orders")
                .nodeType("dax.t3.small")
                .replicationFactor(1)
                .iamRoleArn("arn:aws:iam::111122223333:role/dax"));

        assertThat(dax.describeClusters().clusters()).hasSize(1);
    }

    @Test
    void describeClusters_daxUnavailable_isRejected() {
        state.daxUnavailable();

        assertThatThrownBy(dax::describeClusters)
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Access Denied to API Version: DAX_V3");
    }

    @Test
    void settle_changes_areCompleted() {
        state.putCluster(LocalCluster.named("changing").status("modifying"));
        state.putCluster(LocalCluster.named("new").status("creating").withoutSse());
        state.putCluster(LocalCluster.named("removed").status("deleting"));
        state.putCluster(LocalCluster.named("broken").status("incompatible-network"));

        state.settle();

        assertThat(dax.describeClusters().clusters())
                .extracting(cluster -> cluster.clusterName() + " " + cluster.status() + " "
                        + cluster.nodes().size() + " "
                        + cluster.sseDescription().statusAsString())
                .containsExactly(
                        "broken incompatible-network 3 DISABLED",
                        "changing available 3 DISABLED",
                        "new available 3 DISABLED");
    }

    private Cluster onlyCluster() {
        List<Cluster> clusters = dax.describeClusters().clusters();
        assertThat(clusters).hasSize(1);
        return clusters.get(0);
    }

    private void putClusters(int count) {
        IntStream.range(0, count).mapToObj(i -> LocalCluster.named(name(i))).forEach(state::putCluster);
    }

    private static String name(int i) {
        return String.format(Locale.ROOT, "c%05d", i);
    }
}
