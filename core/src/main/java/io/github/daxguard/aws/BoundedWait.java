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
 * Limits the time of a call, the SDK's retries included.
 *
 * <p>Used instead of the SDK's time-out, which does not interrupt every call: a connection that is not accepted, or an incomplete
 * response, blocks until the socket's time-out, which can be later than the function's end.
 */
final class BoundedWait {

    private static final long IDLE_SECONDS = 1;

    /** The number of threads is not limited, because a call that hangs occupies its thread and must not delay the next call. */
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
     * @throws ApiCallTimeoutException if the call does not end in time; its thread is interrupted
     * @throws RuntimeException if the call throws it
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
