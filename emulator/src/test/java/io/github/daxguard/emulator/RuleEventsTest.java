package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuleEventsTest extends EmulatorTest {
    private static final Instant AT = Instant.parse("2023-04-27T13:26:17.740999Z");

    @BeforeEach
    void putRule() {
        state.putRule("rule", Map.of("exemptClusters", "a,b", "control", "encryption-at-rest"));
    }

    @Test
    void scheduledEvent_anyRule_hasTheMembersOfAwsConfig() throws IOException {
        JsonNode event = Json.read(state.scheduledEvent("rule", AT));

        List<String> members = new ArrayList<>();
        event.fieldNames().forEachRemaining(members::add);
        assertThat(members)
                .containsExactlyInAnyOrder(
                        "version",
                        "invokingEvent",
                        "ruleParameters",
                        "resultToken",
                        "eventLeftScope",
                        "executionRoleArn",
                        "configRuleArn",
                        "configRuleName",
                        "configRuleId",
                        "accountId",
                        "evaluationMode");
        assertThat(event.path("version").textValue()).isEqualTo("1.0");
        assertThat(event.path("evaluationMode").textValue()).isEqualTo("DETECTIVE");
        assertThat(event.path("accountId").textValue()).isEqualTo(Sdk.ACCOUNT);
        assertThat(event.path("eventLeftScope").isBoolean()).isTrue();
        assertThat(event.path("eventLeftScope").booleanValue()).isFalse();
        assertThat(event.path("executionRoleArn").textValue())
                .isEqualTo("arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/"
                        + "AWSServiceRoleForConfig");
        assertThat(event.path("configRuleId").textValue()).matches("config-rule-[0-9a-f]{6}");
        assertThat(event.path("configRuleArn").textValue())
                .isEqualTo("arn:aws:config:eu-west-1:111122223333:config-rule/"
                        + event.path("configRuleId").textValue());
        assertThat(event.path("configRuleName").textValue()).isEqualTo("rule");
        assertThat(event.path("ruleParameters").textValue())
                .isEqualTo("{\"control\":\"encryption-at-rest\",\"exemptClusters\":\"a,b\"}");
        assertThat(event.path("invokingEvent").textValue())
                .isEqualTo("{\"awsAccountId\":\"111122223333\",\"notificationCreationTime\":"
                        + "\"2023-04-27T13:26:17.740Z\",\"messageType\":\"ScheduledNotification\","
                        + "\"recordVersion\":\"1.0\"}");
    }

    @Test
    void scheduledEvent_eachOne_hasANewTokenOfTwoKilobytes() throws IOException {
        String first =
                Json.read(state.scheduledEvent("rule", AT)).path("resultToken").textValue();
        String second =
                Json.read(state.scheduledEvent("rule", AT)).path("resultToken").textValue();

        assertThat(first).hasSize(2048).isNotEqualTo(second);
    }

    @Test
    void scheduledEvent_changedParameters_hasTheNewOnesAndTheSameRuleId() throws IOException {
        String id =
                Json.read(state.scheduledEvent("rule", AT)).path("configRuleId").textValue();
        state.putRule("rule", Map.of());

        JsonNode event = Json.read(state.scheduledEvent("rule", AT));

        assertThat(event.path("ruleParameters").textValue()).isEqualTo("{}");
        assertThat(event.path("configRuleId").textValue()).isEqualTo(id);
    }

    @Test
    void itemChangeEvent_item_isSentUnchanged() throws IOException {
        ObjectNode item = Json.object().put("resourceType", "AWS::DAX::Cluster").putNull("resourceName");

        JsonNode invoking = invokingEvent(state.itemChangeEvent("rule", item, AT));

        assertThat(invoking.path("configurationItem")).isEqualTo(item);
        assertThat(invoking.path("configurationItemDiff").isNull()).isTrue();
        assertThat(invoking.path("messageType").textValue()).isEqualTo("ConfigurationItemChangeNotification");
        assertThat(invoking.path("recordVersion").textValue()).isEqualTo("1.3");
        assertThat(invoking.path("notificationCreationTime").textValue()).isEqualTo("2023-04-27T13:26:17.740Z");
    }

    private static JsonNode invokingEvent(byte[] event) throws IOException {
        return Json.read(Json.read(event).path("invokingEvent").textValue().getBytes(UTF_8));
    }
}
