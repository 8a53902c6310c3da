package io.github.daxguard.cli.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Delays the shutdown of the JVM after a signal until the program has written its report. */
final class ShutdownWatch implements Interruption.Watch {

    /** Enough to write a report. A program that hangs ends after this time. */
    private static final long TIMEOUT_SECONDS = 30;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Runnable stop;
    private final Thread hook = new Thread(this::shutDown, "daxguard-interrupted");
    private volatile int exitCode;

    private ShutdownWatch(Runnable stop) {
        this.stop = stop;
    }

    static ShutdownWatch start(Runnable stop) {
        ShutdownWatch watch = new ShutdownWatch(stop);
        Runtime.getRuntime().addShutdownHook(watch.hook);
        return watch;
    }

    private void shutDown() {
        stop.run();
        boolean inTime;
        try {
            inTime = ended.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            inTime = false;
        }
        if (inTime) {
            // Instead of the exit code of the signal, which does not indicate findings.
            Runtime.getRuntime().halt(exitCode);
        }
    }

    @Override
    public void end(int code) {
        exitCode = code;
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down, and the hook ends it.
        }
    }
}
