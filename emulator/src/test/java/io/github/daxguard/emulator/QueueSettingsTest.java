package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueSettingsTest {
    @ParameterizedTest
    @CsvSource({"PT0S, PT0S, 1, 1, PT0S, 1", "PT15M, PT12H, 1000, 10000, PT5M, 1000"})
    void new_leastAndMost_isTaken(
            Duration delay, Duration timeout, int receives, int size, Duration window, int pollers) {
        QueueSettings settings = new QueueSettings(delay, timeout, receives, size, window, pollers);

        assertThat(settings.delay()).isEqualTo(delay);
        assertThat(settings.pollers()).isEqualTo(pollers);
    }

    @ParameterizedTest
    @CsvSource({
        "delay, PT-0.001S, PT0S, 1, 1, PT0S, 1",
        "delay, PT15M0.001S, PT0S, 1, 1, PT0S, 1",
        "visibilityTimeout, PT0S, PT-1S, 1, 1, PT0S, 1",
        "visibilityTimeout, PT0S, PT12H1S, 1, 1, PT0S, 1",
        "maxReceives, PT0S, PT0S, 0, 1, PT0S, 1",
        "maxReceives, PT0S, PT0S, 1001, 1, PT0S, 1",
        "batchSize, PT0S, PT0S, 1, 0, PT0S, 1",
        "batchSize, PT0S, PT0S, 1, 10001, PT0S, 1",
        "batchingWindow, PT0S, PT0S, 1, 1, PT-1S, 1",
        "batchingWindow, PT0S, PT0S, 1, 1, PT5M1S, 1",
        "pollers, PT0S, PT0S, 1, 1, PT0S, 0",
        "pollers, PT0S, PT0S, 1, 1, PT0S, 1001"
    })
    void new_outOfBounds_isRefused(
            String name, Duration delay, Duration timeout, int receives, int size, Duration window, int pollers) {
        assertThatThrownBy(() -> new QueueSettings(delay, timeout, receives, size, window, pollers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + " is ");
    }
}
