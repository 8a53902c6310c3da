package io.github.daxguard.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskPoolTest {

    private final CountDownLatch never = new CountDownLatch(1);
    private final TaskPool pool = new TaskPool(2);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void await_taskSubmitsTasks_waitsForAllAndReportsEachInTheWaitingThread() {
        AtomicInteger done = new AtomicInteger();
        Set<Thread> reporting = new HashSet<>();
        AtomicInteger reported = new AtomicInteger();
        pool.submit(() -> {
            pool.submit(done::incrementAndGet);
            pool.submit(done::incrementAndGet);
        });

        assertThat(pool.await(() -> {
                    reporting.add(Thread.currentThread());
                    reported.incrementAndGet();
                }))
                .isTrue();
        assertThat(done).hasValue(2);
        assertThat(reported).hasValue(3);
        assertThat(reporting).containsExactly(Thread.currentThread());
    }

    @Test
    void await_taskFails_throwsItsFailureAsCause() {
        AssertionError failure = new AssertionError("broken");
        pool.submit(() -> {
            throw failure;
        });

        assertThatIllegalStateException().isThrownBy(() -> pool.await(() -> {})).withCause(failure);
    }

    @Test
    void await_stoppedWhileTasksHang_returnsFalse() {
        for (int i = 0; i < 3; i++) {
            pool.submit(this::hang);
        }
        pool.stop();

        assertThat(pool.await(() -> {})).isFalse();
    }

    @Test
    void await_interrupted_returnsFalseAndKeepsTheInterruption() {
        pool.submit(this::hang);
        Thread.currentThread().interrupt();

        assertThat(pool.await(() -> {})).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    private void hang() {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
