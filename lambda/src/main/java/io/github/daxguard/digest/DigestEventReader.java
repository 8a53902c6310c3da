package io.github.daxguard.digest;

import io.github.daxguard.contract.ChangeEvents;
import io.github.daxguard.digest.DigestEvent.ClusterCreated;
import io.github.daxguard.digest.DigestEvent.Ignored;
import io.github.daxguard.digest.DigestEvent.Scheduled;
import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.InvalidEventException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event of EventBridge: the daily schedule, or a cluster's creation that CloudTrail recorded in any account.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html">Scheduled events</a>
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html">AWS service events
 *     delivered via AWS CloudTrail</a>
 */
public final class DigestEventReader {

    private static final String SCHEDULER = "aws.events";
    private static final String SCHEDULED = "Scheduled Event";
    private static final String CREATE_CLUSTER = "CreateCluster";
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d+");

    private DigestEventReader() {}

    /**
     * Reads the bytes of an invocation.
     *
     * @throws InvalidEventException if it is neither of these events, or a field that the digest needs is missing or invalid
     */
    public static DigestEvent read(byte[] json) {
        JsonTree event;
        try {
            event = JsonTree.read(json);
        } catch (InvalidJsonException e) {
            throw new InvalidEventException("body", String.valueOf(e.getMessage()), "a JSON object");
        }
        String source = text(event, "a source, such as " + SCHEDULER, "source");
        if (source.equals(SCHEDULER)) {
            require(event, SCHEDULED, "detail-type");
            return new Scheduled(time(event, "time"));
        }
        if (!source.equals(ChangeEvents.SOURCE)) {
            throw new InvalidEventException(
                    "source", InvalidEventException.quoted(source), SCHEDULER + " or " + ChangeEvents.SOURCE);
        }
        require(event, ChangeEvents.DETAIL_TYPE, "detail-type");
        require(event, ChangeEvents.EVENT_SOURCE, "detail", "eventSource");
        require(event, CREATE_CLUSTER, "detail", "eventName");
        Object errorCode = event.at("detail", "errorCode");
        if (errorCode != null) {
            return new Ignored(
                    "The call failed with " + JsonTree.describe(errorCode) + " and did not create a cluster.");
        }
        // DAX stores names in lower case.
        String name = text(event, "the name of a cluster", "detail", "requestParameters", "clusterName")
                .toLowerCase(Locale.ROOT);
        return new ClusterCreated(
                new FindingTarget(
                        matching(event, ACCOUNT, "the 12 digits of an account", "account"),
                        matching(event, REGION, "a Region", "region")),
                requireMatch(
                        DigestStore.CLUSTER_NAME,
                        name,
                        "the name of a cluster",
                        "detail",
                        "requestParameters",
                        "clusterName"),
                // No other part of the identity, such as the access key.
                event.text("detail", "userIdentity", "arn").orElse(""),
                time(event, "detail", "eventTime"));
    }

    private static void require(JsonTree event, String expected, String... path) {
        String received = text(event, "\"" + expected + "\"", path);
        if (!received.equals(expected)) {
            throw new InvalidEventException(name(path), InvalidEventException.quoted(received), "\"" + expected + "\"");
        }
    }

    private static String matching(JsonTree event, Pattern pattern, String expected, String... path) {
        return requireMatch(pattern, text(event, expected, path), expected, path);
    }

    private static String requireMatch(Pattern pattern, String received, String expected, String... path) {
        if (!pattern.matcher(received).matches()) {
            throw new InvalidEventException(name(path), InvalidEventException.quoted(received), expected);
        }
        return received;
    }

    private static Instant time(JsonTree event, String... path) {
        String expected = "a time such as 2027-01-31T06:00:00Z";
        String received = text(event, expected, path);
        try {
            return Instant.parse(received);
        } catch (DateTimeParseException e) {
            throw new InvalidEventException(name(path), InvalidEventException.quoted(received), expected);
        }
    }

    private static String text(JsonTree event, String expected, String... path) {
        return event.text(path)
                .orElseThrow(() -> new InvalidEventException(name(path), orMissing(event.at(path)), expected));
    }

    private static String name(String... path) {
        return String.join(".", path);
    }

    private static String orMissing(@Nullable Object value) {
        return value == null ? InvalidEventException.MISSING : JsonTree.describe(value);
    }
}
