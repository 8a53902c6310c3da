package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettableClockTest {
    private final SettableClock clock = SettableClock.at(Sdk.START);

    @Test
    void at_time_standsThere() {
        assertThat(clock.instant()).isEqualTo(Sdk.START);
    }

    @Test
    void advance_duration_movesOn() {
        clock.advance(Duration.ofSeconds(3));
        clock.advance(Duration.ZERO);

        assertThat(clock.instant()).isEqualTo(Sdk.START.plusSeconds(3));
    }

    @Test
    void advanceTo_laterOrSameTime_movesThere() {
        clock.advanceTo(Sdk.START.plusSeconds(3));
        clock.advanceTo(Sdk.START.plusSeconds(3));

        assertThat(clock.instant()).isEqualTo(Sdk.START.plusSeconds(3));
    }

    @Test
    void advance_back_isRefused() {
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot go back");
        assertThatThrownBy(() -> clock.advanceTo(Sdk.START.minusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The clock stands at 2026-03-01T12:00:00.250Z and cannot go back to"
                        + " 2026-03-01T12:00:00.249999999Z");
        assertThat(clock.instant()).isEqualTo(Sdk.START);
    }
}
