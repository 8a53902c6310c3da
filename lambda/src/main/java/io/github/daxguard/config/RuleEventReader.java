package io.github.daxguard.config;

import com.amazonaws.services.lambda.runtime.events.ConfigEvent;
import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.results.Resource;
import io.github.daxguard.results.ResultToken;
import io.github.daxguard.rule.InvalidEventException;
import io.github.daxguard.rule.ShortText;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that AWS Config sends to a custom rule's function, and validates it.
 *
 * @see <a href="https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html">
 *     Example events</a>
 */
public final class RuleEventReader {

    private static final Pattern ACCOUNT_ID = Pattern.compile("\\d{12}");

    /** Years with more than four digits are not supported by exemption dates and the SDK's timestamps. */
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private static final int LONGEST_RESOURCE_ID = 768;
    private static final int LONGEST_RESOURCE_TYPE = 256;

    /** Statuses of a resource that is deleted or not recorded. */
    private static final Set<String> GONE =
            Set.of("ResourceDeleted", "ResourceDeletedNotRecorded", "ResourceNotRecorded");

    private static final String ITEM = "configurationItem";
    private static final String ITEM_SUMMARY = "configurationItemSummary";
    /** Longer than a cluster's name, and without the characters of an ARN. */
    private static final Pattern OPAQUE_ID = Pattern.compile("[A-Za-z0-9-]{21,}");

    private static final String RESOURCE_ID = "resourceId";
    private static final String RESOURCE_NAME = "resourceName";
    private static final String ARN = "ARN";
    private static final List<String> IDENTITIES = List.of(RESOURCE_ID, RESOURCE_NAME, ARN);

    private final String region;

    /**
     * A reader for a function in that Region.
     *
     * @param region the Region of lookups: an item of another Region would not be found, and its result would be removed
     */
    public RuleEventReader(String region) {
        this.region = region;
    }

    /**
     * Reads the bytes of an invocation.
     *
     * @throws InvalidEventException if it is not an event of AWS Config, or of a type that the rule does not subscribe to
     * @throws io.github.daxguard.rule.InvalidRuleParameterException if a rule parameter is not a string
     */
    public RuleEvent read(byte[] json) {
        ConfigEvent event = configEvent(json);
        // First the field that only AWS Config's events have, so that the message identifies an event of another
        // service.
        String invokingEvent = present(
                "invokingEvent",
                event.getInvokingEvent(),
                "a JSON object as a string, as AWS Config sends it to a custom rule's function");
        String account = event.getAccountId();
        if (account == null || !ACCOUNT_ID.matcher(account).matches()) {
            throw new InvalidEventException("accountId", orMissing(account), "an AWS account id of 12 digits");
        }
        String ruleName = present("configRuleName", event.getConfigRuleName(), "the name of an AWS Config rule");
        Notification notification = notification(invokingEvent, event.getEventLeftScope(), account);
        return new RuleEvent(
                account,
                region,
                ruleName,
                Objects.requireNonNullElse(event.getConfigRuleArn(), ""),
                resultToken(event.getResultToken()),
                ruleParameters(event.getRuleParameters()),
                notification);
    }

    /**
     * Reads the fields that the Lambda runtime's own reader reads, which would add half a second to a cold start. Fields that
     * are missing stay null, and unknown fields are ignored, as with the runtime's reader.
     */
    static ConfigEvent configEvent(byte[] json) {
        EventFields fields = EventFields.read(json);
        ConfigEvent event = new ConfigEvent();
        event.setVersion(text(fields, "version"));
        event.setInvokingEvent(json(fields, "invokingEvent"));
        event.setRuleParameters(json(fields, "ruleParameters"));
        event.setResultToken(text(fields, "resultToken"));
        event.setEventLeftScope(fields.flag("eventLeftScope"));
        event.setExecutionRoleArn(text(fields, "executionRoleArn"));
        event.setConfigRuleArn(text(fields, "configRuleArn"));
        event.setConfigRuleName(text(fields, "configRuleName"));
        event.setConfigRuleId(text(fields, "configRuleId"));
        event.setAccountId(text(fields, "accountId"));
        return event;
    }

    private static @Nullable String text(EventFields fields, String name) {
        return fields.string(name, "a string").orElse(null);
    }

    private static @Nullable String json(EventFields fields, String name) {
        return fields.string(name, "a JSON object as a string").orElse(null);
    }

    private static ResultToken resultToken(@Nullable String token) {
        if (token == null || token.isEmpty()) {
            throw new InvalidEventException(
                    "resultToken",
                    "missing",
                    "the token that AWS Config sends, or TESTMODE for an event written by hand");
        }
        if (ShortText.hasUnpairedSurrogate(token)) {
            throw new InvalidEventException("resultToken", "not valid Unicode text", "the token that AWS Config sends");
        }
        return new ResultToken(token);
    }

    private static Map<String, String> ruleParameters(@Nullable String json) {
        // For a rule without parameters, AWS Config omits the field, or sends "" or "{}".
        return json == null || json.isBlank()
                ? Map.of()
                : EventFields.read(json, "ruleParameters").parameters();
    }

    private Notification notification(String json, boolean leftScope, String account) {
        EventFields fields = EventFields.read(json, "invokingEvent");
        String messageType = fields.required("messageType", acceptedMessageTypes());
        return switch (messageType) {
            case Notification.Scheduled.MESSAGE_TYPE -> {
                sameAccount(fields, "awsAccountId", account);
                yield new Notification.Scheduled(createdAt(fields));
            }
            case Notification.ItemChange.MESSAGE_TYPE -> itemChange(fields, ITEM, messageType, leftScope, account);
            case Notification.ItemChange.OVERSIZED_MESSAGE_TYPE ->
                itemChange(fields, ITEM_SUMMARY, messageType, leftScope, account);
            default ->
                throw new InvalidEventException(
                        "invokingEvent.messageType", InvalidEventException.quoted(messageType), acceptedMessageTypes());
        };
    }

    private Notification.ItemChange itemChange(
            EventFields fields, String item, String messageType, boolean leftScope, String account) {
        Resource resource = new Resource(
                text(
                        fields,
                        item + ".resourceType",
                        LONGEST_RESOURCE_TYPE,
                        "a resource type such as " + ResourceType.DAX_CLUSTER),
                text(
                        fields,
                        item + "." + RESOURCE_ID,
                        LONGEST_RESOURCE_ID,
                        "a resource id of 1 to 768 whole Unicode characters"));
        String status = fields.required(item + ".configurationItemStatus", "a configuration item's status, such as OK");
        Instant capturedAt = time(fields, item + ".configurationItemCaptureTime");
        sameAccount(fields, item + ".awsAccountId", account);
        boolean outOfScope = leftScope || GONE.contains(status);
        String clusterName = resource.isCluster() ? clusterName(fields, item, account, outOfScope) : "";
        return new Notification.ItemChange(
                messageType, createdAt(fields), capturedAt, resource, clusterName, outOfScope);
    }

    /**
     * The name to look the cluster up by. AWS does not document whether a DAX resource id is a name or an ARN.
     *
     * <p>All identities must agree: otherwise one cluster would be reported with the verdict of another one. A resource id that
     * cannot be a mistyped name or ARN identifies nothing, and the resource name decides.
     *
     * @param outOfScope whether the cluster is not looked up, so that it does not have to be identified
     * @return in lower case; empty if the cluster is not looked up and not identified
     */
    private String clusterName(EventFields fields, String item, String account, boolean outOfScope) {
        fields.string(item + ".awsRegion", "a Region")
                .ifPresent(value -> same(item + ".awsRegion", value, region, "the function's own Region"));
        Optional<ClusterIdentity> found = Optional.empty();
        String foundIn = "";
        for (String field : IDENTITIES) {
            String path = item + "." + field;
            String value = fields.string(path, "a string").orElse("");
            Optional<ClusterIdentity> identity = ClusterIdentity.parse(value);
            if (identity.isEmpty()) {
                boolean mayBeOpaque =
                        field.equals(RESOURCE_ID) && OPAQUE_ID.matcher(value).matches();
                if (!value.isEmpty() && !outOfScope && !mayBeOpaque) {
                    throw notACluster(path, value);
                }
                continue;
            }
            identity.get().region().ifPresent(other -> same(path, other, region, "the function's own Region"));
            identity.get().account().ifPresent(other -> same(path, other, account, "as in the event's accountId"));
            if (found.isEmpty()) {
                found = identity;
                foundIn = field;
            } else {
                same(path, identity.get().name(), found.get().name(), "the cluster in " + foundIn);
            }
        }
        if (!outOfScope && (found.isEmpty() || foundIn.equals(ARN))) {
            throw notACluster(item + "." + RESOURCE_ID, fields.required(item + "." + RESOURCE_ID, "a string"));
        }
        return found.map(ClusterIdentity::name).orElse("");
    }

    private static InvalidEventException notACluster(String path, String value) {
        return new InvalidEventException(
                "invokingEvent." + path,
                InvalidEventException.quoted(value),
                "a DAX cluster's name (1 to 20 letters, digits and hyphens) or ARN");
    }

    private static void sameAccount(EventFields fields, String path, String account) {
        fields.string(path, "the event's accountId")
                .ifPresent(other -> same(path, other, account, "as in the event's accountId"));
    }

    private static void same(String path, String received, String expected, String reason) {
        if (!received.equals(expected)) {
            throw new InvalidEventException(
                    "invokingEvent." + path, InvalidEventException.quoted(received), expected + ", " + reason);
        }
    }

    private static String text(EventFields fields, String path, int limit, String accepted) {
        String value = fields.required(path, accepted);
        if (value.length() > limit || ShortText.hasUnpairedSurrogate(value)) {
            throw new InvalidEventException("invokingEvent." + path, InvalidEventException.quoted(value), accepted);
        }
        return value;
    }

    private static Instant createdAt(EventFields fields) {
        return time(fields, "notificationCreationTime");
    }

    private static Instant time(EventFields fields, String path) {
        String accepted = "a time in ISO 8601, such as 2027-01-31T13:26:17.741Z";
        String value = fields.required(path, accepted);
        Optional<Instant> time = instant(value).filter(t -> !t.isBefore(Instant.EPOCH) && t.isBefore(END_OF_TIME));
        return time.orElseThrow(() ->
                new InvalidEventException("invokingEvent." + path, InvalidEventException.quoted(value), accepted));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String present(String field, @Nullable String value, String accepted) {
        if (value == null || value.isEmpty()) {
            throw new InvalidEventException(field, orMissing(value), accepted);
        }
        return value;
    }

    private static String orMissing(@Nullable String value) {
        return value == null ? "missing" : InvalidEventException.quoted(value);
    }

    private static String acceptedMessageTypes() {
        return String.join(
                ", ",
                Notification.Scheduled.MESSAGE_TYPE,
                Notification.ItemChange.MESSAGE_TYPE,
                Notification.ItemChange.OVERSIZED_MESSAGE_TYPE);
    }
}
