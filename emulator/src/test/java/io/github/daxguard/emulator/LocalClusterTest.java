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
    void named_changes_leaveTheOriginalAsItIs() {
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
    void nodes_otherNumberOfARunningCluster_areMadeAnew() {
        state.putCluster(LocalCluster.named("orders").nodes(2).nodeType("dax.r5.large"));
        assertThat(there().nodeIds()).containsExactly("orders-a", "orders-b");

        state.putCluster(there().nodes(4));

        assertThat(there().nodeIds()).hasSize(4);
        assertThat(there().json().path("TotalNodes").asInt()).isEqualTo(4);
        assertThat(there().json().path("ActiveNodes").asInt()).isEqualTo(4);
        assertThat(there().json().path("NodeType").asText()).isEqualTo("dax.r5.large");
    }

    @Test
    void nodeStatusAndShownNodes_beforeAndAfterItRuns_comeToTheSame() {
        LocalCluster plain = LocalCluster.named("orders").nodes(4);
        LocalCluster declared =
                plain.status("creating").nodeStatus(1, "rebooting").shownNodes(3);

        state.putCluster(declared);
        assertThat(there().nodeIds()).isEmpty();
        state.settle();
        LocalCluster settled = there();
        state.putCluster(plain);
        state.putCluster(there().nodeStatus(1, "rebooting").shownNodes(3));

        // They were created at another time.
        Instant created = Sdk.START;
        assertThat(there().nodesCreated(created, created, created).json())
                .isEqualTo(settled.nodesCreated(created, created, created).json());
        assertThat(settled.nodeIds()).containsExactly("orders-a", "orders-b", "orders-c");
        assertThat(settled.json().at("/Nodes/0/NodeStatus").asText()).isEqualTo("available");
        assertThat(settled.json().at("/Nodes/1/NodeStatus").asText()).isEqualTo("rebooting");
        assertThat(settled.json().path("ActiveNodes").asInt()).isEqualTo(2);
        assertThat(settled.json().path("TotalNodes").asInt()).isEqualTo(4);
    }

    @Test
    void nodesCreated_aMonthAgo_unlessToldOtherwise() {
        state.putCluster(LocalCluster.named("orders"));
        LocalCluster usual = there();
        state.putCluster(usual.nodesCreated(Sdk.START, null, Sdk.START.minusSeconds(60)));

        assertThat(usual.json().at("/Nodes/0/NodeCreateTime").asLong())
                .isEqualTo(Sdk.START.minus(Duration.ofDays(30)).getEpochSecond());
        assertThat(there().json().at("/Nodes/0/NodeCreateTime").asLong()).isEqualTo(Sdk.START.getEpochSecond());
        assertThat(there().json().at("/Nodes/1").has("NodeCreateTime")).isFalse();
        assertThatThrownBy(() -> usual.nodesCreated(Sdk.START)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"creating", "deleting"})
    void status_ofARunningClusterSetBack_showsNoNodes(String status) {
        state.putCluster(LocalCluster.named("orders"));

        state.putCluster(there().status(status));

        assertThat(there().json().has("Nodes")).isFalse();
        assertThat(there().json().path("ClusterDiscoveryEndpoint").has("Address"))
                .isFalse();
    }

    private LocalCluster there() {
        return state.cluster("ORDERS").orElseThrow();
    }

    @Test
    void fromJson_nodes_changeInPlace() {
        ObjectNode shape = Json.object().put("ClusterName", "orders").put("TotalNodes", 1);
        shape.putArray("Nodes").addObject().put("NodeId", "mine").put("NodeStatus", "available");

        LocalCluster cluster = LocalCluster.fromJson(shape).nodes(2).nodeStatus(0, "creating");

        assertThat(cluster.nodeIds()).containsExactly("mine");
        assertThat(cluster.json().path("TotalNodes").asInt()).isEqualTo(2);
        assertThat(cluster.json().path("ActiveNodes").asInt()).isZero();
        assertThatThrownBy(() -> cluster.nodeStatus(1, "creating")).isInstanceOf(IllegalArgumentException.class);
    }
}
