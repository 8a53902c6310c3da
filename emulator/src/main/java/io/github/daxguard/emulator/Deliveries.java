package io.github.daxguard.emulator;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Delivers events to their targets: on its own threads, as AWS Config invokes functions asynchronously, or on the caller's
 * thread if the delivery must end before the call does.
 */
final class Deliveries implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ExecutorService threads = DaemonThreads.pool("emulator-delivery");
    private final List<Exception> failures = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allReturned = lock.newCondition();
    private int running;

    void deliver(byte[] event, EventTarget target, Runnable afterwards) {
        count(1);
        threads.execute(() -> {
            try {
                deliverNow(event, target);
            } finally {
                afterwards.run();
                count(-1);
            }
        });
    }

    void deliverNow(byte[] event, EventTarget target) {
        try {
            target.invoke(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.add(e);
        } catch (Exception e) {
            failures.add(e);
        }
    }

    private void count(int change) {
        lock.lock();
        try {
            running += change;
            if (running == 0) {
                allReturned.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all targets have returned, including those of deliveries that start during the wait. */
    void await() {
        lock.lock();
        try {
            long nanos = LIMIT.toNanos();
            while (running > 0) {
                if (nanos <= 0) {
                    throw new IllegalStateException(running + " event targets did not return within " + LIMIT);
                }
                nanos = allReturned.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while event targets were running", e);
        } finally {
            lock.unlock();
        }
    }

    List<Exception> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
