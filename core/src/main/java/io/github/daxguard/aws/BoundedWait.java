package io.github.daxguard.aws;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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

    private BoundedWait() {}

    /**
     * Makes the call on a thread of its own.
     *
     * @throws ApiCallTimeoutException if it has not ended in time; it is interrupted and left to itself
     * @throws RuntimeException whatever the call throws
     */
    static <T> T on(Supplier<T> call, Duration limit) {
        FutureTask<T> task = new FutureTask<>(call::get);
        Thread thread = new Thread(task, "daxguard-aws-call");
        thread.setDaemon(true);
        thread.start();
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
