package io.github.daxguard.cli.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps the JVM from ending, when it is told to, until the program has said what it has to say. */
final class ShutdownWatch implements Interruption.Watch {

    /** Writing what is known takes less; a program that hangs must be stopped all the same. */
    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch said = new CountDownLatch(1);
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
            inTime = said.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            inTime = false;
        }
        if (inTime) {
            // Not the code that the signal would give: it would say nothing of what was found.
            Runtime.getRuntime().halt(exitCode);
        }
    }

    @Override
    public void end(int code) {
        exitCode = code;
        said.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is ending already, and the hook sees to the rest.
        }
    }
}
