package io.github.daxguard.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.rule.InvalidRuleParameterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading events, beyond the table in test-events: size, depth, and noise. */
class RuleEventReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MEGABYTE = 1_000_000;

    private final RuleEventReader reader = new RuleEventReader("eu-west-1");

    @Test
    void read_scheduled_takesEverythingOver() {
        RuleEvent event = reader.read(bytes(scheduled()));

        assertThat(event.account()).isEqualTo("111122223333");
        assertThat(event.ruleName()).isEqualTo("rule");
        assertThat(event.ruleParameters()).isEmpty();
        assertThat(event.notification())
                .isEqualTo(new Notification.Scheduled(Instant.parse("2027-01-31T23:59:59.999Z")));
        assertThat(event.notification().day()).hasToString("2027-01-31");
    }

    @Test
    void read_neverShowsTheTokenInText() {
        assertThat(reader.read(bytes(scheduled())))
                .asString()
                .doesNotContain("secret-token")
                .contains("hidden");
    }

    @Test
    void read_itemOfAMegabyte_skipsWhatItDoesNotNeed() {
        ObjectNode invokingEvent = itemChange();
        ((ObjectNode) invokingEvent.get("configurationItem"))
                .put("configuration", "\uD83D\uDE00 \"x\" \\ ".repeat(MEGABYTE / 12));

        RuleEvent event = reader.read(bytes(event(invokingEvent)));

        assertThat(event.notification()).isInstanceOf(Notification.ItemChange.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void read_nestedToTheEndOfAMegabyte_isRefused(String opening) {
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
    void read_ruleParametersOfAMegabyte_areTakenOverUncut() {
        String value = "a,".repeat(MEGABYTE / 2);
        ObjectNode parameters = JSON.createObjectNode().put("exemptClusters", value);

        assertThat(reader.read(bytes(scheduled().put("ruleParameters", parameters.toString())))
                        .ruleParameters())
                .isEqualTo(Map.of("exemptClusters", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "ISO-8859-1"})
    void read_otherEncodings_areReadOrRefusedButNeverMisread(String encoding) throws IOException {
        byte[] json = scheduled().put("configRuleName", "r\u00fcle").toString().getBytes(encoding);
        try {
            assertThat(reader.read(json).ruleName()).isEqualTo("r\u00fcle");
        } catch (InvalidEventException e) {
            assertThat(e).hasMessageContaining("body");
        }
    }

    /** Every event of the table with a few bytes changed, by a fixed seed: nothing but our own exceptions may come. */
    @Test
    void read_noise_isReadOrRefused() throws IOException {
        Random random = new Random(20_270_131);
        for (Path file : events()) {
            byte[] original = Files.readAllBytes(file);
            for (int i = 0; original.length > 0 && i < 40; i++) {
                byte[] noisy = original.clone();
                for (int changes = random.nextInt(4); changes >= 0; changes--) {
                    noisy[random.nextInt(noisy.length)] = (byte) random.nextInt(256);
                }
                try {
                    assertThat(reader.read(noisy).account()).hasSize(12);
                } catch (InvalidEventException | InvalidRuleParameterException e) {
                    assertThat(e.getMessage()).contains("Accepted: ").hasSizeLessThan(600);
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
