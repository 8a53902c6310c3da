package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.LimitExceededException;

class StartEvaluationTest extends EmulatorTest {
    private final ConfigClient config = Sdk.of(aws).config();
    private final List<byte[]> events = new CopyOnWriteArrayList<>();

    @Test
    void start_ruleWithTarget_deliversAScheduledEventOfTheCurrentTime() throws IOException {
        putRule("rule");

        start("rule");
        aws.awaitDeliveries();

        assertThat(events).hasSize(1);
        JsonNode event = Json.read(events.get(0));
        assertThat(event.path("configRuleName").asText()).isEqualTo("rule");
        assertThat(event.path("invokingEvent").asText())
                .contains("\"ScheduledNotification\"", "\"2026-03-01T12:00:00.250Z\"");
    }

    @Test
    void start_severalRules_deliversOneEventToEach() {
        putRule("one");
        putRule("two");
        state.putRule("without-target", Map.of());

        start("one", "two", "two", "without-target");
        aws.awaitDeliveries();

        assertThat(events).hasSize(2);
    }

    @Test
    void start_withinAMinute_isRejected() {
        putRule("rule");
        start("rule");
        aws.awaitDeliveries();
        clock.advance(Duration.ofSeconds(59));

        assertThatThrownBy(() -> start("rule")).isInstanceOf(LimitExceededException.class);

        clock.advance(Duration.ofSeconds(1));
        assertThatCode(() -> start("rule")).doesNotThrowAnyException();
    }

    @Test
    void start_oneRuleTooEarly_startsNone() {
        putRule("early");
        putRule("ready");
        start("early");
        aws.awaitDeliveries();

        assertThatThrownBy(() -> start("ready", "early")).isInstanceOf(LimitExceededException.class);

        aws.awaitDeliveries();
        assertThat(events).hasSize(1);
        assertThatCode(() -> start("ready")).doesNotThrowAnyException();
    }

    @Test
    void start_evaluationInProgress_isRejected() {
        CountDownLatch release = new CountDownLatch(1);
        state.putRule("rule", Map.of());
        state.onEvent("rule", event -> release.await());
        start("rule");
        clock.advance(Duration.ofMinutes(2));

        assertThatThrownBy(() -> start("rule")).isInstanceOf(LimitExceededException.class);

        release.countDown();
        aws.awaitDeliveries();
        assertThatCode(() -> start("rule")).doesNotThrowAnyException();
    }

    @Test
    void start_targetThrows_isADeliveryFailure() {
        IllegalStateException failure = new IllegalStateException("function failed");
        state.putRule("rule", Map.of());
        state.onEvent("rule", event -> {
            throw failure;
        });

        start("rule");
        aws.awaitDeliveries();

        assertThat(aws.deliveryFailures()).containsExactly(failure);
    }

    @Test
    void deliverScheduled_target_receivesTheEventOnThisThread() throws Exception {
        Thread[] caller = new Thread[1];
        state.putRule("rule", Map.of());
        state.onEvent("rule", event -> caller[0] = Thread.currentThread());

        state.deliverScheduled("rule", Sdk.START);

        assertThat(caller[0]).isSameAs(Thread.currentThread());
    }

    private void putRule(String name) {
        state.putRule(name, Map.of());
        state.onEvent(name, events::add);
    }

    private void start(String... names) {
        config.startConfigRulesEvaluation(r -> r.configRuleNames(names));
    }
}
