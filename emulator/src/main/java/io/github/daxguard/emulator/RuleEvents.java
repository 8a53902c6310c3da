package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes the events that AWS Config sends to a rule's function. */
final class RuleEvents {
    /** AWS Config always writes milliseconds with three digits, which {@link Instant#toString} does not. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private RuleEvents() {}

    static ObjectNode scheduled(Location location, Instant at) {
        return Json.object()
                .put("awsAccountId", location.account())
                .put("notificationCreationTime", TIME.format(at))
                .put("messageType", "ScheduledNotification")
                .put("recordVersion", "1.0");
    }

    static ObjectNode itemChange(JsonNode configurationItem, Instant at) {
        ObjectNode event = Json.object().putNull("configurationItemDiff");
        event.set("configurationItem", configurationItem);
        return event.put("notificationCreationTime", TIME.format(at))
                .put("messageType", "ConfigurationItemChangeNotification")
                .put("recordVersion", "1.3");
    }

    static byte[] envelope(Location location, ConfigRule rule, String resultToken, ObjectNode invokingEvent) {
        return Json.bytes(Json.object()
                .put("version", "1.0")
                .put("invokingEvent", Json.text(invokingEvent))
                .put("ruleParameters", Json.text(parameters(rule.parameters())))
                .put("resultToken", resultToken)
                .put("eventLeftScope", false)
                .put(
                        "executionRoleArn",
                        location.globalArn("iam", "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"))
                .put("configRuleArn", location.arn("config", rule.arnResource()))
                .put("configRuleName", rule.name())
                .put("configRuleId", rule.id())
                .put("accountId", location.account())
                .put("evaluationMode", "DETECTIVE"));
    }

    private static ObjectNode parameters(Map<String, String> parameters) {
        ObjectNode json = Json.object();
        new TreeMap<>(parameters).forEach(json::put);
        return json;
    }
}
