package io.github.daxguard.cli.scan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.AwsError;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalAws;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * CloudTrail's event history of each account and Region: as in AWS, with one attribute and at most 50 events for each call, and
 * the last event first.
 *
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html">LookupEvents</a>
 */
final class LocalEventHistory {

    private static final int MAX_RESULTS = 50;

    /** An event of an account and Region. */
    private record Recorded(String account, String region, ObjectNode event) {
        long time() {
            return event.path("EventTime").asLong();
        }
    }

    private final List<Recorded> events = new ArrayList<>();

    LocalEventHistory(LocalAws aws) {
        aws.answer("cloudtrail", "LookupEvents", this::lookUp);
    }

    /** Records a call for a cluster by a principal of the account. */
    void add(String account, String region, String operation, String cluster, String user, Instant at) {
        ObjectNode call = call(cluster);
        call.putObject("userIdentity")
                .put("arn", "arn:aws:iam::" + account + ":user/" + user)
                .put("accessKeyId", "AKIAIOSFODNN7EXAMPLE");
        add(account, region, operation, call, at);
    }

    /** Records a call of DAX with this content. */
    void add(String account, String region, String operation, ObjectNode call, Instant at) {
        addOfService("dax.amazonaws.com", account, region, operation, call.toString(), at);
    }

    /** Records a call of another service, or of DAX with any content. */
    void addOfService(String source, String account, String region, String operation, String call, Instant at) {
        events.add(new Recorded(
                account,
                region,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("EventId", UUID.randomUUID().toString())
                        .put("EventName", operation)
                        .put("EventTime", at.getEpochSecond())
                        .put("EventSource", source)
                        .put("CloudTrailEvent", call)));
    }

    /** The content of a call for a cluster, without an identity. */
    static ObjectNode call(String cluster) {
        ObjectNode call = JsonNodeFactory.instance.objectNode();
        call.putObject("requestParameters").put("clusterName", cluster);
        return call;
    }

    private ObjectNode lookUp(Call call) {
        JsonNode attributes = call.body().path("LookupAttributes");
        int size = call.body().path("MaxResults").asInt(MAX_RESULTS);
        if (attributes.size() != 1 || size < 1 || size > MAX_RESULTS) {
            throw AwsError.of("InvalidLookupAttributesException", "One attribute is accepted.");
        }
        if (!attributes.at("/0/AttributeKey").asText().equals("EventName")) {
            throw AwsError.of("InvalidLookupAttributesException", "The emulator supports EventName only.");
        }
        long start = call.body().path("StartTime").asLong(0);
        List<Recorded> found = events.stream()
                .filter(event -> event.account().equals(call.account())
                        && event.region().equals(call.region())
                        && event.event().path("EventName").equals(attributes.at("/0/AttributeValue"))
                        && event.time() >= start)
                .sorted(Comparator.comparing(Recorded::time).reversed())
                .toList();
        int first = call.body().path("NextToken").asInt(0);
        int end = Math.min(first + size, found.size());
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode page = result.putArray("Events");
        found.subList(first, end).forEach(event -> page.add(event.event()));
        return end < found.size() ? result.put("NextToken", Integer.toString(end)) : result;
    }
}
