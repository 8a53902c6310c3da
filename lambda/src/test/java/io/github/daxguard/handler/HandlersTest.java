package io.github.daxguard.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.daxguard.contract.Handlers;
import org.junit.jupiter.api.Test;

class HandlersTest {

    @Test
    void handlerNames_always_equalTheClassNames() {
        assertThat(Handlers.CONFIG_RULE).isEqualTo(ConfigRuleHandler.class.getName());
        assertThat(Handlers.CLUSTER_CHANGE).isEqualTo(ClusterChangeHandler.class.getName());
        assertThat(Handlers.TEMPLATE_HOOK).isEqualTo(TemplateHookHandler.class.getName());
        assertThat(Handlers.REPLACEMENT).isEqualTo(ReplacementHandler.class.getName());
        assertThat(Handlers.DIGEST).isEqualTo(DigestHandler.class.getName());
    }
}
