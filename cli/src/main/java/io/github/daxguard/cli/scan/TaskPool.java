package io.github.daxguard.cli.scan;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs tasks, which can submit more tasks, in a limited number of daemon threads, so that a call that hangs does not keep the program running. */
final class TaskPool implements AutoCloseable {

    private final ExecutorService threads;
    private final BlockingQueue<Future<Void>> completed = new LinkedBlockingQueue<>();
    private final CompletionService<Void> tasks;
    private final AtomicInteger pending = new AtomicInteger();

    TaskPool(int size) {
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(size, task -> {
            Thread thread = new Thread(task, "daxguard-scan-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        tasks = new ExecutorCompletionService<>(threads, completed);
    }

    /** Submits a task, also from within another task. */
    void submit(Runnable task) {
        pending.incrementAndGet();
        tasks.submit(() -> {
            task.run();
            return null;
        });
    }

    /** Makes {@link #await} return immediately, from another thread. Running tasks are not stopped. */
    void stop() {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        cancelled.cancel(false);
        completed.add(cancelled);
    }

    /**
     * Waits until all tasks are completed, or until {@link #stop} or an interruption.
     *
     * @param onCompletion called by this thread after each task
     * @return whether all tasks are completed
     * @throws IllegalStateException if a task has failed
     */
    boolean await(Runnable onCompletion) {
        while (pending.get() > 0) {
            try {
                Future<Void> task = completed.take();
                if (task.isCancelled()) {
                    return false;
                }
                pending.decrementAndGet();
                task.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (ExecutionException e) {
                throw new IllegalStateException("A task failed unexpectedly", e.getCause());
            }
            onCompletion.run();
        }
        return true;
    }

    /** The same threads for other work, once all tasks are completed. */
    Executor threads() {
        return threads;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
