package io.github.daxguard.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BackgroundTest {

    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void await_tasks_runInTheirOrderOnOneThread() {
        try (Background background = new Background()) {
            for (String name : List.of("a", "b", "c")) {
                background.run(() -> done.add(name + Thread.currentThread().getName()));
            }
            background.await();
        }

        assertThat(done)
                .containsExactly(
                        "a" + Background.THREAD_NAME, "b" + Background.THREAD_NAME, "c" + Background.THREAD_NAME);
    }

    @Test
    void run_afterAFailure_throwsItAndRunsNoOtherTask() {
        for (Throwable failure : List.of(new IllegalStateException("task"), new OutOfMemoryError("task"))) {
            CountDownLatch isSecondAdded = new CountDownLatch(1);
            try (Background background = new Background()) {
                background.run(() -> {
                    awaitLatch(isSecondAdded);
                    throw asUnchecked(failure);
                });
                background.run(() -> done.add("second"));
                isSecondAdded.countDown();

                assertThatThrownBy(background::await).isSameAs(failure);
                assertThatThrownBy(() -> background.run(() -> done.add("third")))
                        .isSameAs(failure);
            }
        }
        assertThat(done).isEmpty();
    }

    @Test
    void close_taskInProgress_isInterruptedAndHasEnded() {
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        assertThatThrownBy(() -> {
                    try (Background background = new Background()) {
                        background.run(() -> {
                            started.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                ended.set(true);
                            }
                        });
                        started.await();
                        throw new IllegalArgumentException("listing");
                    }
                })
                .hasMessage("listing");

        assertThat(ended).isTrue();
    }

    @Test
    void await_interrupted_throwsAndKeepsTheInterruption() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread invocation = new Thread(() -> {
            try (Background background = new Background()) {
                // Does not end before close(): the result of a task that has ended is returned in spite of the
                // interruption.
                background.run(() -> awaitLatch(new CountDownLatch(1)));
                Thread.currentThread().interrupt();
                background.await();
            } catch (IllegalStateException e) {
                thrown.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        invocation.start();
        invocation.join();

        assertThat(thrown.get()).hasCauseInstanceOf(InterruptedException.class);
        assertThat(interrupted).isTrue();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RuntimeException asUnchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }
}
