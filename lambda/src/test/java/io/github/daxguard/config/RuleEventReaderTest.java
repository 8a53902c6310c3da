package io.github.daxguard.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.ConfigEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.results.Resource;
import io.github.daxguard.rule.InvalidEventException;
import io.github.daxguard.rule.InvalidRuleParameterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests in addition to test-events: size, depth, and random changes. */
class RuleEventReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MEGABYTE = 1_000_000;

    private final RuleEventReader reader = new RuleEventReader("eu-west-1");

    @Test
    void read_scheduledEvent_readsEveryField() {
        RuleEvent event = reader.read(bytes(scheduled()));

        assertThat(event.account()).isEqualTo("111122223333");
        assertThat(event.ruleName()).isEqualTo("rule");
        assertThat(event.ruleParameters()).isEmpty();
        assertThat(event.notification())
                .isEqualTo(new Notification.Scheduled(Instant.parse("2027-01-31T23:59:59.999Z")));
        assertThat(event.notification().day()).hasToString("2027-01-31");
    }

    @Test
    void configEvent_anyEvent_hasEveryField() {
        ObjectNode json = scheduled()
                .put("configRuleArn", "arn:aws:config:eu-west-1:111122223333:config-rule/config-rule-abcdef")
                .put("configRuleId", "config-rule-abcdef")
                .put("executionRoleArn", "arn:aws:iam::111122223333:role/config")
                .put("ruleParameters", "{}")
                .put("eventLeftScope", true);

        ConfigEvent event = RuleEventReader.configEvent(bytes(json));

        assertThat(event.getVersion()).isEqualTo("1.0");
        assertThat(event.getInvokingEvent()).isEqualTo(json.get("invokingEvent").asText());
        assertThat(event.getRuleParameters()).isEqualTo("{}");
        assertThat(event.getResultToken()).isEqualTo("secret-token");
        assertThat(event.getEventLeftScope()).isTrue();
        assertThat(event.getExecutionRoleArn()).isEqualTo("arn:aws:iam::111122223333:role/config");
        assertThat(event.getConfigRuleArn()).endsWith("config-rule/config-rule-abcdef");
        assertThat(event.getConfigRuleName()).isEqualTo("rule");
        assertThat(event.getConfigRuleId()).isEqualTo("config-rule-abcdef");
        assertThat(event.getAccountId()).isEqualTo("111122223333");
    }

    @Test
    void read_itemWithoutEventLeftScope_isInScope() {
        ObjectNode json = event(itemChange());
        json.remove("eventLeftScope");

        assertThat(((Notification.ItemChange) reader.read(bytes(json)).notification()).outOfScope())
                .isFalse();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(nullValues = "-", textBlock = """
            -           , orders                                                 , orders
            orders      , cluster-0123456789ABCDEFGHIJ                           , orders
            Orders      , ORDERS                                                 , orders
            orders      , arn:aws:dax:eu-west-1:111122223333:cache/Orders        , orders
            arn:aws:dax:eu-west-1:111122223333:cache/orders , orders             , orders
            ''          , orders                                                 , orders
            -           , arn:aws:dax:eu-west-1:111122223333:cache/orders        , orders
            """)
    void read_itemOfACluster_hasItsName(@Nullable String resourceName, String resourceId, String clusterName) {
        Notification notification =
                reader.read(bytes(event(item(resourceName, resourceId)))).notification();

        assertThat(((Notification.ItemChange) notification).clusterName()).isEqualTo(clusterName);
        assertThat(((Notification.ItemChange) notification).resource())
                .isEqualTo(new Resource("AWS::DAX::Cluster", resourceId));
    }

    @ParameterizedTest(name = "{3}: id {0}, name {1}, ARN {2}")
    @CsvSource(nullValues = "-", textBlock = """
            orders                                          , audit  , -                                               , resourceName
            orders                                          , arn:aws:dax:eu-west-1:111122223333:cache/audit , -       , resourceName
            orders                                          , -      , arn:aws:dax:eu-west-1:111122223333:cache/audit  , ARN
            orders                                          , orders , arn:aws:dax:eu-west-1:111122223333:cache/audit  , ARN
            cluster-0123456789ABCDEFGHIJ                    , orders , arn:aws:dax:eu-west-1:111122223333:cache/audit  , ARN
            'orders '                                       , audit  , -                                               , resourceId
            orders--x                                       , audit  , -                                               , resourceId
            orders/                                         , audit  , -                                               , resourceId
            cache/orders                                    , audit  , -                                               , resourceId
            ARN:AWS:DAX:EU-WEST-1:111122223333:CACHE/ORDERS , audit  , -                                               , resourceId
            orders​                                    , audit  , -                                               , resourceId
            arn:aws:dax:eu-west-1:111122223333:cache/orders , audit  , -                                               , resourceName
            orders                                          , orders , arn:aws:dax:eu-west-2:111122223333:cache/orders , ARN
            orders                                          , orders , arn:aws:dax:eu-west-1:222233334444:cache/orders , ARN
            arn:aws:dax:eu-west-2:111122223333:cache/orders , orders , -                                               , resourceId
            arn:aws:dax:eu-west-1:222233334444:cache/orders , orders , -                                               , resourceId
            orders                                          , orders , arn:aws:dynamodb:eu-west-1:111122223333:table/t , ARN
            arn:aws:dax:eu-west-1:111122223333:subnetgroup/a, orders , -                                               , resourceId
            cluster-0123456789ABCDEFGHIJ                    , -      , -                                               , resourceId
            cluster-0123456789ABCDEFGHIJ                    , -      , arn:aws:dax:eu-west-1:111122223333:cache/orders , resourceId
            """)
    void read_differentIdentities_areRejected(
            String resourceId, @Nullable String resourceName, @Nullable String arn, String field) {
        ObjectNode invokingEvent = item(resourceName, resourceId);
        ((ObjectNode) invokingEvent.get("configurationItem")).put("ARN", arn);

        assertThatThrownBy(() -> reader.read(bytes(event(invokingEvent))))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("invokingEvent.configurationItem." + field + ": invalid value: ");
    }

    @Test
    void read_deletedItemWithDifferentIdentities_isRejected() {
        ObjectNode invokingEvent = item("audit", "orders");
        ((ObjectNode) invokingEvent.get("configurationItem")).put("configurationItemStatus", "ResourceDeleted");

        assertThatThrownBy(() -> reader.read(bytes(event(invokingEvent)))).isInstanceOf(InvalidEventException.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            arn:aws:dax:eu-west-2:111122223333:cache/orders , eu-west-1
            arn:aws:dax:eu-west-1:222233334444:cache/orders , 111122223333
            arn:aws:dax:eu-west-1:111122223333:cache/a b    , a DAX cluster's name
            1orders                                         , a DAX cluster's name
            a-name-of-21-letters-                           , a DAX cluster's name
            """)
    void read_itemOfAnotherLocationOrWithInvalidName_isRejected(String resourceId, String accepted) {
        assertThatThrownBy(() -> reader.read(bytes(event(item(null, resourceId)))))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("invokingEvent.configurationItem.resourceId")
                .hasMessageContaining(accepted);
    }

    @Test
    void read_itemWithInvalidResourceName_errorNamesTheField() {
        assertThatThrownBy(() -> reader.read(bytes(event(item("not a name", "orders")))))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("invokingEvent.configurationItem.resourceName: invalid value: \"not a name\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}   | an object
            []   | a list
            1    | a number
            true | a boolean
            null | null
            """)
    void read_parameterThatIsNotAString_errorNamesItsType(String value, String type) {
        byte[] json = bytes(scheduled().put("ruleParameters", "{\"control\":" + value + "}"));

        assertThatThrownBy(() -> reader.read(json))
                .isInstanceOf(InvalidRuleParameterException.class)
                .hasMessage("Rule parameter control: invalid value: " + type + ". Expected: a string.");
    }

    @Test
    void read_emptyMessageType_isRejected() {
        assertThatThrownBy(() -> reader.read(bytes(event(itemChange().put("messageType", "")))))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageStartingWith("Event field invokingEvent.messageType: invalid value: empty. ");
    }

    /** UTF-8 cannot represent half of a surrogate pair in the response to AWS Config. */
    @Test
    void read_halfOfASurrogatePair_isRejected() {
        String token = scheduled().toString().replace("secret-token", "\\ud83d");
        ObjectNode item = item(null, "half");
        ((ObjectNode) item.get("configurationItem")).put("resourceType", "AWS::DynamoDB::Table");
        String table = event(item).toString().replace("half", "\\ud83d");

        assertThatThrownBy(() -> reader.read(token.getBytes(UTF_8)))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageStartingWith("Event field resultToken: invalid value: not valid Unicode text. ");
        assertThatThrownBy(() -> reader.read(table.getBytes(UTF_8)))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("whole Unicode characters");
    }

    @Test
    void read_eventLeftScopeAsString_isRejected() {
        assertThatThrownBy(() -> reader.read(bytes(scheduled().put("eventLeftScope", "true"))))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage("Event field eventLeftScope: invalid value: a string. Expected: true or false.");
    }

    @ParameterizedTest
    @CsvSource({
        "invokingEvent, 'Event field invokingEvent: invalid value: \"\"'",
        "configRuleName, 'Event field configRuleName: invalid value: \"\"'",
        "resultToken, Event field resultToken: missing"
    })
    void read_emptyField_isRejected(String field, String message) {
        assertThatThrownBy(() -> reader.read(bytes(scheduled().put(field, ""))))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, true",
        "1969-12-31T23:59:59Z, false",
        "9999-12-30T23:59:59Z, true",
        "9999-12-31T00:00:00Z, false",
        "+1000000000-12-31T23:59:59Z, false",
        "2027-01-31, false",
        "yesterday, false"
    })
    void read_timeOutOfRange_isRejected(String time, boolean accepted) {
        byte[] json = bytes(event(JSON.createObjectNode()
                .put("notificationCreationTime", time)
                .put("messageType", "ScheduledNotification")));
        if (accepted) {
            assertThat(reader.read(json).notification().createdAt()).isEqualTo(time);
        } else {
            assertThatThrownBy(() -> reader.read(json))
                    .isInstanceOf(InvalidEventException.class)
                    .hasMessageContaining("invokingEvent.notificationCreationTime")
                    .hasMessageContaining("ISO 8601");
        }
    }

    @Test
    void read_resourceIdOfMoreThan768Characters_isRejected() {
        ObjectNode longest = item(null, "x".repeat(768));
        ((ObjectNode) longest.get("configurationItem")).put("resourceType", "AWS::DynamoDB::Table");
        ObjectNode tooLong = item(null, "x".repeat(769));
        ((ObjectNode) tooLong.get("configurationItem")).put("resourceType", "AWS::DynamoDB::Table");

        assertThat(reader.read(bytes(event(longest))).notification()).isInstanceOf(Notification.ItemChange.class);
        assertThatThrownBy(() -> reader.read(bytes(event(tooLong))))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("1 to 768");
    }

    @Test
    void read_eventAsText_omitsTheToken() {
        assertThat(reader.read(bytes(scheduled())))
                .asString()
                .doesNotContain("secret-token")
                .contains("hidden");
    }

    @Test
    void read_itemOfAMegabyte_isRead() {
        ObjectNode invokingEvent = itemChange();
        ((ObjectNode) invokingEvent.get("configurationItem"))
                .put("configuration", "\uD83D\uDE00 \"x\" \\ ".repeat(MEGABYTE / 12));

        RuleEvent event = reader.read(bytes(event(invokingEvent)));

        assertThat(event.notification()).isInstanceOf(Notification.ItemChange.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void read_megabyteOfNesting_isRejected(String opening) {
        String deep = opening.repeat(MEGABYTE / opening.length());

        assertThatThrownBy(() -> reader.read(("{\"x\":" + deep).getBytes(UTF_8)))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("body")
                .hasNoCause();
        assertThatThrownBy(() -> reader.read(bytes(scheduled().put("invokingEvent", "{\"x\":" + deep))))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("invokingEvent");
        assertThatThrownBy(() -> reader.read(bytes(scheduled().put("ruleParameters", "{\"x\":" + deep))))
                .isInstanceOfAny(InvalidEventException.class, InvalidRuleParameterException.class);
    }

    @Test
    void read_ruleParametersOfAMegabyte_areReadCompletely() {
        String value = "a,".repeat(MEGABYTE / 2);
        ObjectNode parameters = JSON.createObjectNode().put("exemptClusters", value);

        assertThat(reader.read(bytes(scheduled().put("ruleParameters", parameters.toString())))
                        .ruleParameters())
                .isEqualTo(Map.of("exemptClusters", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "ISO-8859-1"})
    void read_otherEncodings_areReadCorrectlyOrRejected(String encoding) throws IOException {
        byte[] json = scheduled().put("configRuleName", "r\u00fcle").toString().getBytes(encoding);
        try {
            assertThat(reader.read(json).ruleName()).isEqualTo("r\u00fcle");
        } catch (InvalidEventException e) {
            assertThat(e).hasMessageContaining("body");
        }
    }

    /** Every test event with a few bytes changed, by a fixed seed: only daxguard's own exceptions are allowed. */
    @Test
    void read_randomChanges_areReadOrRejected() throws IOException {
        Random random = new Random(20_270_131);
        for (Path file : events()) {
            byte[] original = Files.readAllBytes(file);
            for (int i = 0; original.length > 0 && i < 40; i++) {
                byte[] changed = original.clone();
                for (int changes = random.nextInt(4); changes >= 0; changes--) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                try {
                    assertThat(reader.read(changed).account()).hasSize(12);
                } catch (InvalidEventException | InvalidRuleParameterException e) {
                    assertThat(e.getMessage()).contains("Expected: ").hasSizeLessThan(600);
                }
            }
        }
    }

    private static List<Path> events() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../test-events/config-rule"))) {
            List<Path> events = files.filter(file -> file.toString().endsWith(".event.json"))
                    .sorted()
                    .toList();
            assertThat(events).isNotEmpty();
            return events;
        }
    }

    private static ObjectNode scheduled() {
        return event(JSON.createObjectNode()
                .put("awsAccountId", "111122223333")
                .put("notificationCreationTime", "2027-01-31T23:59:59.999Z")
                .put("messageType", "ScheduledNotification")
                .put("recordVersion", "1.0"));
    }

    private static ObjectNode itemChange() {
        ObjectNode invokingEvent = JSON.createObjectNode()
                .put("notificationCreationTime", "2027-01-31T23:59:59.999Z")
                .put("messageType", "ConfigurationItemChangeNotification");
        invokingEvent
                .putObject("configurationItem")
                .put("resourceType", "AWS::DAX::Cluster")
                .put("resourceId", "orders")
                .put("awsRegion", "eu-west-1")
                .put("configurationItemStatus", "OK")
                .put("configurationItemCaptureTime", "2027-01-31T23:59:00Z");
        return invokingEvent;
    }

    private static ObjectNode item(@Nullable String resourceName, String resourceId) {
        ObjectNode invokingEvent = itemChange();
        ((ObjectNode) invokingEvent.get("configurationItem"))
                .put("resourceName", resourceName)
                .put("resourceId", resourceId);
        return invokingEvent;
    }

    private static ObjectNode event(ObjectNode invokingEvent) {
        return JSON.createObjectNode()
                .put("version", "1.0")
                .put("invokingEvent", invokingEvent.toString())
                .put("resultToken", "secret-token")
                .put("eventLeftScope", false)
                .put("configRuleName", "rule")
                .put("accountId", "111122223333")
                .put("evaluationMode", "DETECTIVE");
    }

    private static byte[] bytes(ObjectNode event) {
        return event.toString().getBytes(UTF_8);
    }
}
