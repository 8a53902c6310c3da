package io.github.daxguard.config;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs tasks one after the other on one thread, which starts with the first task. After a task has failed, it runs no other. */
final class Background implements AutoCloseable {

    static final String THREAD_NAME = "daxguard-report";

    /** The time in which an interrupted task must end, so that it does not continue in the next invocation. */
    private static final long END_MILLIS = 500;

    private final List<Future<?>> tasks = new ArrayList<>();
    private volatile boolean failed;
    private @Nullable ExecutorService thread;

    boolean isStarted() {
        return thread != null;
    }

    /**
     * Adds a task.
     *
     * @throws RuntimeException if an earlier task has thrown it
     */
    void run(Runnable task) {
        if (failed) {
            await();
        }
        if (thread == null) {
            thread = Executors.newSingleThreadExecutor(runnable -> {
                Thread daemon = new Thread(runnable, THREAD_NAME);
                daemon.setDaemon(true);
                return daemon;
            });
        }
        tasks.add(thread.submit(() -> runUnlessFailed(task)));
    }

    private void runUnlessFailed(Runnable task) {
        if (failed) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            failed = true;
            throw e;
        }
    }

    /**
     * Waits for the end of all tasks.
     *
     * @throws RuntimeException if a task has thrown it, or if the thread that waits is interrupted
     */
    void await() {
        try {
            for (Future<?> task : tasks) {
                task.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The invocation was interrupted.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    /** Interrupts a task that still runs, and ends the thread. */
    @Override
    public void close() {
        if (thread == null) {
            return;
        }
        thread.shutdownNow();
        try {
            thread.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
