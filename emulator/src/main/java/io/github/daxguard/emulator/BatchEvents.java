package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the batches that Lambda passes to a function, and reads the function's response. */
final class BatchEvents {
    private BatchEvents() {}

    static byte[] event(Location location, String queueArn, List<QueueMessage> messages) {
        ObjectNode event = Json.object();
        ArrayNode records = event.putArray("Records");
        messages.forEach(message -> records.add(message(location, queueArn, message)));
        return Json.bytes(event);
    }

    private static ObjectNode message(Location location, String queueArn, QueueMessage message) {
        ObjectNode json = Json.object()
                .put("messageId", message.id())
                .put("receiptHandle", UUID.randomUUID().toString())
                .put("body", message.body());
        json.putObject("attributes")
                .put("ApproximateReceiveCount", Integer.toString(message.receives()))
                .put("SentTimestamp", Long.toString(message.sentAt().toEpochMilli()))
                .put("SenderId", "AIDALOCALAWSLOCALAWS")
                .put(
                        "ApproximateFirstReceiveTimestamp",
                        Long.toString(message.firstReceivedAt().toEpochMilli()));
        json.putObject("messageAttributes");
        return json.put("md5OfBody", md5(message.body()))
                .put("eventSource", "aws:sqs")
                .put("eventSourceARN", queueArn)
                .put("awsRegion", location.region());
    }

    private static String md5(String body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("MD5 is not available in this JVM", e);
        }
    }

    /** The ids that are redelivered after this response: all of them if it is invalid, as in Lambda. */
    static Set<String> failed(List<QueueMessage> messages, byte @Nullable [] answer) {
        if (answer == null || answer.length == 0) {
            return Set.of();
        }
        Set<String> all = ids(messages);
        JsonNode json;
        try {
            json = Json.read(answer);
        } catch (IOException e) {
            return all;
        }
        JsonNode failures = json.path("batchItemFailures");
        if (json.isNull() || (json.isObject() && (failures.isMissingNode() || failures.isNull()))) {
            return Set.of();
        }
        if (!failures.isArray()) {
            return all;
        }
        Set<String> failed = new HashSet<>();
        for (JsonNode failure : failures) {
            failed.add(failure.path("itemIdentifier").asText(""));
        }
        return all.containsAll(failed) ? Set.copyOf(failed) : all;
    }

    static Set<String> ids(List<QueueMessage> messages) {
        return messages.stream().map(QueueMessage::id).collect(Collectors.toUnmodifiableSet());
    }
}
