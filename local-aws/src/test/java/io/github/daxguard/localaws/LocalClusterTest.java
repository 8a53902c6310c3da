package io.github.daxguard.localaws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalClusterTest {
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
    void json_changed_leavesTheClusterAsItIs() {
        LocalCluster cluster = LocalCluster.named("orders");

        ((ObjectNode) cluster.json()).removeAll();

        assertThat(cluster.name()).isEqualTo("orders");
    }

    @Test
    void fromJson_shapeChangedLater_leavesTheClusterAsItIs() {
        ObjectNode shape = Json.object().put("ClusterName", "orders");
        LocalCluster cluster = LocalCluster.fromJson(shape);

        shape.put("ClusterName", "other");

        assertThat(cluster.name()).isEqualTo("orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9a", "a-", "a--b", "a.b", "abcdefghijklmnopqrstu"})
    void named_nameThatDaxRefuses_isRefused(String name) {
        assertThatThrownBy(() -> LocalCluster.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + name + "\"");
    }

    @Test
    void fromJson_noObjectOrNameOrTags_isRefused() {
        assertThatThrownBy(() -> LocalCluster.fromJson(Json.object().arrayNode()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LocalCluster.fromJson(Json.object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ClusterName");
        ObjectNode untaggable = Json.object().put("ClusterName", "orders");
        untaggable.putArray("Tags").addObject().put("Key", "k");
        assertThatThrownBy(() -> LocalCluster.fromJson(untaggable))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Tags");
    }
}
