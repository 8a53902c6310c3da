package io.github.daxguard.cli.terminal;

/** How somebody stops a program that has something to say before it ends: Ctrl-C, or a signal to terminate. */
@FunctionalInterface
public interface Interruption {

    /**
     * From now on an interruption runs this, and the program goes on until {@link Watch#end}.
     *
     * @param stop called at most once, by another thread
     */
    Watch watch(Runnable stop);

    /** An interruption that is looked out for. */
    @FunctionalInterface
    interface Watch {
        /**
         * All is said: an interruption that came before ends the program now, with this exit code; a later one does as it
         * always does.
         */
        void end(int exitCode);
    }

    /** Of this process, by the JVM's shutdown: a second one does nothing, {@code kill -9} ends it at once. */
    static Interruption ofTheProcess() {
        return ShutdownWatch::start;
    }
}
