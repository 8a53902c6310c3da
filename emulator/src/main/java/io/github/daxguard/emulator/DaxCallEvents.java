package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;

/**
 * Writes the EventBridge events of DAX calls that CloudTrail records.
 *
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">CloudTrail
 *     record contents</a>
 */
final class DaxCallEvents {
    /** An address that RFC 5737 reserves for documentation. */
    private static final String SOURCE_ADDRESS = "192.0.2.1";

    private DaxCallEvents() {}

    static byte[] performed(Request request, JsonNode result, Instant at) {
        ObjectNode detail = detail(request, lowerFirst(request.input()), lowerFirst(result), at);
        return envelope(request.location(), detail, at);
    }

    static byte[] refused(Request request, AwsError error, Instant at) {
        ObjectNode detail = detail(request, lowerFirst(request.input()), NullNode.getInstance(), at)
                .put("errorCode", error.code())
                .put("errorMessage", error.message());
        return envelope(request.location(), detail, at);
    }

    /** The event of a successful call, with unchanged parameters and without a response. */
    static byte[] withParameters(Request request, Instant at) {
        return envelope(request.location(), detail(request, request.input(), NullNode.getInstance(), at), at);
    }

    private static byte[] envelope(Location location, ObjectNode detail, Instant at) {
        ObjectNode event = Json.object()
                .put("version", "0")
                .put("id", UUID.randomUUID().toString())
                .put("detail-type", "AWS API Call via CloudTrail")
                .put("source", "aws.dax")
                .put("account", location.account())
                .put("time", seconds(at))
                .put("region", location.region());
        event.putArray("resources");
        event.set("detail", detail);
        return Json.bytes(event);
    }

    private static ObjectNode detail(Request request, JsonNode parameters, JsonNode response, Instant at) {
        Principal caller = request.caller();
        ObjectNode detail = Json.object().put("eventVersion", "1.10");
        detail.putObject("userIdentity")
                .put("type", caller.isRoleSession() ? "AssumedRole" : "IAMUser")
                .put("principalId", caller.userId())
                .put("arn", caller.arn())
                .put("accountId", caller.location().account());
        detail.put("eventTime", seconds(at))
                .put("eventSource", "dax.amazonaws.com")
                .put("eventName", request.operation())
                .put("awsRegion", request.location().region())
                .put("sourceIPAddress", SOURCE_ADDRESS)
                .put("userAgent", request.userAgent());
        detail.set("requestParameters", parameters);
        detail.set("responseElements", response);
        return detail.put("requestID", request.id())
                .put("eventID", UUID.randomUUID().toString())
                .put("readOnly", false)
                .put("eventType", "AwsApiCall")
                .put("managementEvent", true)
                .put("recipientAccountId", request.location().account())
                .put("eventCategory", "Management");
    }

    private static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The names of members in CloudTrail: {@code SSESpecification} becomes {@code sSESpecification}. */
    private static JsonNode lowerFirst(JsonNode node) {
        if (node.isObject()) {
            ObjectNode lower = Json.object();
            node.properties().forEach(member -> lower.set(lowerFirst(member.getKey()), lowerFirst(member.getValue())));
            return lower;
        }
        if (node.isArray()) {
            ArrayNode lower = Json.object().putArray("elements");
            node.forEach(element -> lower.add(lowerFirst(element)));
            return lower;
        }
        return node;
    }

    private static String lowerFirst(String name) {
        return name.isEmpty() ? name : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
