package io.github.daxguard.aws;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * Waits for a call no longer than it may take, whatever it hangs in.
 *
 * <p>The SDK's own timeout cannot break off everything: a connection that is not accepted, or an answer that stops in its
 * middle, holds it until the socket's timeout, which can be after the function's end.
 */
final class BoundedWait {

    private static final long IDLE_SECONDS = 1;

    /** Without a limit of threads: a call that hangs keeps its thread, and must not delay the next call. */
    private static final ExecutorService CALLS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "daxguard-aws-call");
                thread.setDaemon(true);
                return thread;
            });

    private BoundedWait() {}

    /**
     * Makes the call on another thread.
     *
     * @throws ApiCallTimeoutException if it has not ended in time; it is interrupted and left to itself
     * @throws RuntimeException whatever the call throws
     */
    static <T> T on(Supplier<T> call, Duration limit) {
        Future<T> task = CALLS.submit(call::get);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw ApiCallTimeoutException.create(limit.toMillis());
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw AbortedException.create("The invocation was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }
}
