package io.github.daxguard.emulator;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Thread pools that never keep a JVM alive. */
final class DaemonThreads {
    private DaemonThreads() {}

    /** A pool with a thread for each concurrent task: a stalled request must not block another one. */
    static ExecutorService pool(String name) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
