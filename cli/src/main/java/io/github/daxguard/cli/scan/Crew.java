package io.github.daxguard.cli.scan;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does work with so many threads at once, work that comes up meanwhile too, until there is no more or somebody stops it.
 *
 * <p>Threads are daemons: one that hangs in a call keeps no program from ending.
 */
final class Crew implements AutoCloseable {

    private sealed interface Signal {
        record Done(Optional<Throwable> failure) implements Signal {}

        record Stop() implements Signal {}
    }

    private final ExecutorService threads;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final AtomicInteger undone = new AtomicInteger();

    Crew(int size) {
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(size, work -> {
            Thread thread = new Thread(work, "daxguard-scan-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Adds work; also from within other work. */
    void add(Runnable work) {
        undone.incrementAndGet();
        threads.execute(() -> {
            Optional<Throwable> failure = Optional.empty();
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                failure = Optional.of(e);
            } finally {
                signals.add(new Signal.Done(failure));
            }
        });
    }

    /** Makes {@link #work} return at once, from another thread. What is under way is left to itself. */
    void stop() {
        signals.add(new Signal.Stop());
    }

    /**
     * Waits until all is done or it is stopped.
     *
     * @param onChange called by this thread whenever something was done
     * @return whether all is done
     * @throws IllegalStateException if work has thrown something
     */
    boolean work(Runnable onChange) {
        while (undone.get() > 0) {
            Signal signal;
            try {
                signal = signals.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            if (!(signal instanceof Signal.Done done)) {
                return false;
            }
            undone.decrementAndGet();
            if (done.failure().isPresent()) {
                throw new IllegalStateException(
                        "A look has failed unexpectedly", done.failure().get());
            }
            onChange.run();
        }
        return true;
    }

    /** The same threads for other work, once this is done. */
    Executor threads() {
        return threads;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
