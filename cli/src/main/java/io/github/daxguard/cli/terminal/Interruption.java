package io.github.daxguard.cli.terminal;

/** Ctrl-C or a termination signal, which must not end the process before the report is written. */
@FunctionalInterface
public interface Interruption {

    /** Runs {@code stop} at an interruption, at most once and on another thread; the process continues until {@link Watch#end}. */
    Watch watch(Runnable stop);

    @FunctionalInterface
    interface Watch {
        /** Ends the watch. After an interruption the process exits now, with this code. */
        void end(int exitCode);
    }

    /** The interruption of this JVM. A second one has no effect; {@code kill -9} ends the process. */
    static Interruption ofTheProcess() {
        return ShutdownWatch::start;
    }
}
