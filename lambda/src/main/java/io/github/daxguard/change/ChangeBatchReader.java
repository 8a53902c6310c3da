package io.github.daxguard.change;

import io.github.daxguard.change.ChangeMessage.Change;
import io.github.daxguard.change.ChangeMessage.Content;
import io.github.daxguard.change.ChangeMessage.Unreadable;
import io.github.daxguard.change.ChangeMessage.Unrelated;
import io.github.daxguard.contract.ChangeEvents;
import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.InvalidEventException;
import io.github.daxguard.rule.ShortText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a batch of messages from SQS. Each contains an EventBridge event for a call that CloudTrail recorded.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">Using Lambda with Amazon SQS</a>
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html">AWS service events
 *     delivered via AWS CloudTrail</a>
 */
public final class ChangeBatchReader {

    private static final int LONGEST_NAME = 80;

    private ChangeBatchReader() {}

    /**
     * Reads the bytes of an invocation.
     *
     * @return a message for each record, readable or not, in their order
     * @throws InvalidEventException if it is not a batch of SQS, so that no single message can be returned
     */
    public static List<ChangeMessage> read(byte[] json) {
        JsonTree event;
        try {
            event = JsonTree.read(json);
        } catch (InvalidJsonException e) {
            throw new InvalidEventException("body", String.valueOf(e.getMessage()), "a JSON object");
        }
        List<?> records = event.list("Records")
                .orElseThrow(() -> new InvalidEventException(
                        "Records", orMissing(event.at("Records")), "the list of messages that Lambda reads from SQS"));
        List<ChangeMessage> messages = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            messages.add(message(records.get(i), "Records[" + i + "]"));
        }
        return messages;
    }

    private static ChangeMessage message(Object item, String path) {
        JsonTree message = item instanceof Map<?, ?> members ? JsonTree.of(members) : JsonTree.of(Map.of());
        if (!message.text("eventSource").equals(Optional.of("aws:sqs"))) {
            throw new InvalidEventException(
                    path + ".eventSource",
                    orMissing(message.at("eventSource")),
                    "\"aws:sqs\", the source of a message");
        }
        String id = message.text("messageId")
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new InvalidEventException(
                        path + ".messageId", orMissing(message.at("messageId")), "the message's id"));
        return new ChangeMessage(
                id,
                message.text("attributes", "SentTimestamp").flatMap(ChangeBatchReader::instant),
                message.text("body")
                        .map(ChangeBatchReader::content)
                        .orElseGet(() ->
                                new Unreadable("The body is " + orMissing(message.at("body")) + ", not a string.")));
    }

    private static Content content(String body) {
        JsonTree event;
        try {
            event = JsonTree.read(body);
        } catch (InvalidJsonException e) {
            return new Unreadable("The body is " + e.getMessage() + ".");
        }
        Optional<String> source = event.text("detail", "eventSource");
        Optional<String> name = event.text("detail", "eventName");
        if (source.isEmpty() || name.isEmpty()) {
            return event.text("source")
                    .filter(text -> !text.equals(ChangeEvents.SOURCE))
                    .<Content>map(text -> new Unrelated("The event is of " + shown(text) + ", not of DAX."))
                    .orElseGet(() -> new Unreadable("The body is not a CloudTrail event: detail."
                            + (source.isEmpty() ? "eventSource" : "eventName") + " is not a string."));
        }
        if (!source.get().equals(ChangeEvents.EVENT_SOURCE)) {
            return new Unrelated("The event records a call to " + shown(source.get()) + ", not to "
                    + ChangeEvents.EVENT_SOURCE + ".");
        }
        if (!ChangeEvents.EVENT_NAMES.contains(name.get())) {
            return new Unrelated(
                    "The event records " + shown(name.get()) + ", which does not change encryption, names or tags.");
        }
        Object errorCode = event.at("detail", "errorCode");
        if (errorCode != null) {
            return new Unrelated("The event records a " + name.get() + " call that failed with "
                    + JsonTree.describe(errorCode) + ".");
        }
        return new Change(name.get(), resource(event), event.text("account").orElse(""), principal(event));
    }

    /**
     * Only the ARN, because other members of the identity, such as the access key, must not be logged. For an assumed role,
     * it is the ARN of the session.
     *
     * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html">
     *     CloudTrail userIdentity element</a>
     */
    private static Optional<String> principal(JsonTree event) {
        return event.text("detail", "userIdentity", "arn").filter(arn -> arn.startsWith("arn:"));
    }

    private static String resource(JsonTree event) {
        return event.text("detail", "requestParameters", "clusterName")
                .or(() -> event.text("detail", "requestParameters", "resourceName"))
                .orElse("");
    }

    private static Optional<Instant> instant(String epochMillis) {
        try {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(epochMillis)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String shown(String name) {
        return ShortText.of(name, LONGEST_NAME);
    }

    private static String orMissing(@Nullable Object value) {
        return value == null ? "missing" : JsonTree.describe(value);
    }
}
