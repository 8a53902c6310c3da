package io.github.daxguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeBudgetTest {

    @ParameterizedTest(name = "{0} ms at the start: {1} ms to read, {2} ms to report")
    @CsvSource({
        "60000, 49500, 59500",
        "900000, 889500, 899500",
        "20000, 14500, 19500",
        "4000, 2600, 3600",
        "1000, 650, 900",
        "0, 0, 0"
    })
    void left_anyTotal_reservesTimeForReportingAndForTheEnd(int total, int reading, int reporting) {
        TimeBudget time = new TimeBudget(() -> total);

        assertThat(time.left(Operation.DESCRIBE_CLUSTERS)).isEqualTo(Duration.ofMillis(reading));
        assertThat(time.left(Operation.LIST_TAGS)).isEqualTo(Duration.ofMillis(Math.min(5_000, reading)));
        assertThat(time.left(Operation.PUT_EVALUATIONS)).isEqualTo(Duration.ofMillis(reporting));
    }

    @Test
    void left_later_keepsTheReserves() {
        AtomicInteger remaining = new AtomicInteger(60_000);
        TimeBudget time = new TimeBudget(remaining::get);

        remaining.set(10_000);

        assertThat(time.left(Operation.DESCRIBE_CLUSTERS)).isEqualTo(Duration.ofMillis(-500));
        assertThat(time.left(Operation.PUT_EVALUATIONS)).isEqualTo(Duration.ofMillis(9_500));
    }

    @Test
    void haveTimeFor_pauseThatUsesUpTheTime_isFalse() {
        AwsCalls calls = AwsCalls.of("111122223333", "eu-west-1", Caller.EVENT_FUNCTION, new TimeBudget(() -> 1_000));

        assertThat(calls.haveTimeFor(Duration.ofMillis(899), Operation.PUT_EVALUATIONS))
                .isTrue();
        assertThat(calls.haveTimeFor(Duration.ofMillis(900), Operation.PUT_EVALUATIONS))
                .isFalse();
    }
}
