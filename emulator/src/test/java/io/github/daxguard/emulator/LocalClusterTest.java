package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalClusterTest extends EmulatorTest {
    @Test
    void named_changes_doNotChangeTheOriginal() {
        LocalCluster plain = LocalCluster.named("orders");

        LocalCluster changed = plain.encrypted().tls().status("modifying").tag("k", "v");

        assertThat(plain.json().at("/SSEDescription/Status").asText()).isEqualTo("DISABLED");
        assertThat(plain.json().path("ClusterEndpointEncryptionType").asText()).isEqualTo("NONE");
        assertThat(plain.tags()).isEmpty();
        assertThat(changed.json().at("/SSEDescription/Status").asText()).isEqualTo("ENABLED");
        assertThat(changed.unencrypted().json().at("/SSEDescription/Status").asText())
                .isEqualTo("DISABLED");
        assertThat(changed.tags()).containsEntry("k", "v");
        assertThat(changed).hasToString("LocalCluster" + changed.json());
    }

    @Test
    void nodes_otherNumberOfARunningCluster_areCreatedAnew() {
        state.putCluster(LocalCluster.named("orders").nodes(2).nodeType("dax.r5.large"));
        assertThat(current().nodeIds()).containsExactly("orders-a", "orders-b");

        state.putCluster(current().nodes(4));

        assertThat(current().nodeIds()).hasSize(4);
        assertThat(current().json().path("TotalNodes").asInt()).isEqualTo(4);
        assertThat(current().json().path("ActiveNodes").asInt()).isEqualTo(4);
        assertThat(current().json().path("NodeType").asText()).isEqualTo("dax.r5.large");
    }

    @Test
    void nodeStatusAndShownNodes_beforeAndAfterItIsAvailable_haveTheSameEffect() {
        LocalCluster plain = LocalCluster.named("orders").nodes(4);
        LocalCluster declared =
                plain.status("creating").nodeStatus(1, "rebooting").shownNodes(3);

        state.putCluster(declared);
        assertThat(current().nodeIds()).isEmpty();
        state.settle();
        LocalCluster settled = current();
        state.putCluster(plain);
        state.putCluster(current().nodeStatus(1, "rebooting").shownNodes(3));

        // The clusters have different creation times.
        Instant created = Sdk.START;
        assertThat(current().nodesCreated(created, created, created).json())
                .isEqualTo(settled.nodesCreated(created, created, created).json());
        assertThat(settled.nodeIds()).containsExactly("orders-a", "orders-b", "orders-c");
        assertThat(settled.json().at("/Nodes/0/NodeStatus").asText()).isEqualTo("available");
        assertThat(settled.json().at("/Nodes/1/NodeStatus").asText()).isEqualTo("rebooting");
        assertThat(settled.json().path("ActiveNodes").asInt()).isEqualTo(2);
        assertThat(settled.json().path("TotalNodes").asInt()).isEqualTo(4);
    }

    @Test
    void nodesCreated_notGiven_isThirtyDaysAgo() {
        state.putCluster(LocalCluster.named("orders"));
        LocalCluster standard = current();
        state.putCluster(standard.nodesCreated(Sdk.START, null, Sdk.START.minusSeconds(60)));

        assertThat(standard.json().at("/Nodes/0/NodeCreateTime").asLong())
                .isEqualTo(Sdk.START.minus(Duration.ofDays(30)).getEpochSecond());
        assertThat(current().json().at("/Nodes/0/NodeCreateTime").asLong()).isEqualTo(Sdk.START.getEpochSecond());
        assertThat(current().json().at("/Nodes/1").has("NodeCreateTime")).isFalse();
        assertThatThrownBy(() -> standard.nodesCreated(Sdk.START)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"creating", "deleting"})
    void status_runningClusterSetToThis_hasNoNodes(String status) {
        state.putCluster(LocalCluster.named("orders"));

        state.putCluster(current().status(status));

        assertThat(current().json().has("Nodes")).isFalse();
        assertThat(current().json().path("ClusterDiscoveryEndpoint").has("Address"))
                .isFalse();
    }

    private LocalCluster current() {
        return state.cluster("ORDERS").orElseThrow();
    }

    @Test
    void fromJson_nodes_areChangedInPlace() {
        ObjectNode shape = Json.object().put("ClusterName", "orders").put("TotalNodes", 1);
        shape.putArray("Nodes").addObject().put("NodeId", "mine").put("NodeStatus", "available");

        LocalCluster cluster = LocalCluster.fromJson(shape).nodes(2).nodeStatus(0, "creating");

        assertThat(cluster.nodeIds()).containsExactly("mine");
        assertThat(cluster.json().path("TotalNodes").asInt()).isEqualTo(2);
        assertThat(cluster.json().path("ActiveNodes").asInt()).isZero();
        assertThatThrownBy(() -> cluster.nodeStatus(1, "creating")).isInstanceOf(IllegalArgumentException.class);
    }
}
