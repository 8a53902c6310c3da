package io.github.daxguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** Without the limit these tests would hang, because they release the call only at their end. */
@Timeout(60)
class BoundedWaitTest {

    @Test
    void on_callThatHangs_timesOut() {
        CountDownLatch release = new CountDownLatch(1);

        assertThatThrownBy(() -> BoundedWait.on(uninterruptible(release), Duration.ofMillis(50)))
                .isInstanceOf(ApiCallTimeoutException.class);
        release.countDown();
    }

    @Test
    void call_thatHangs_advisesALongerTimeout() {
        CountDownLatch release = new CountDownLatch(1);
        AwsCalls calls = AwsCalls.of("111122223333", "eu-west-1", Caller.EVENT_FUNCTION, new TimeBudget(() -> 100));

        assertThatThrownBy(() -> calls.call(
                        Operation.DESCRIBE_CLUSTERS,
                        IllegalStateException::new,
                        unused -> uninterruptible(release).get()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("DescribeClusters in account 111122223333, eu-west-1, failed")
                .hasMessageContaining("Increase the time-out");
        release.countDown();
    }

    @Test
    void on_callThatEnds_returnsItsResult() {
        assertThat(BoundedWait.on(() -> "answer", Duration.ofSeconds(50))).isEqualTo("answer");
    }

    @Test
    void on_callThatThrows_rethrows() {
        RuntimeException thrown = new IllegalArgumentException("no");

        assertThatThrownBy(() -> BoundedWait.on(
                        () -> {
                            throw thrown;
                        },
                        Duration.ofSeconds(50)))
                .isSameAs(thrown);
    }

    @Test
    void on_interrupted_keepsTheInterrupt() {
        CountDownLatch release = new CountDownLatch(1);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> BoundedWait.on(uninterruptible(release), Duration.ofSeconds(50)))
                .isInstanceOf(AbortedException.class);
        assertThat(Thread.interrupted()).isTrue();
        release.countDown();
    }

    /** Blocks like a socket, which ignores an interrupt. */
    private static Supplier<String> uninterruptible(CountDownLatch release) {
        return () -> {
            boolean released = false;
            while (!released) {
                try {
                    release.await();
                    released = true;
                } catch (InterruptedException e) {
                    // A blocking read on a socket ignores it as well.
                }
            }
            return "late";
        };
    }
}
