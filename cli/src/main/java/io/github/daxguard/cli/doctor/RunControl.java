package io.github.daxguard.cli.doctor;

import io.github.daxguard.cli.format.InvisibleCharacters;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.terminal.ColorChoice;
import io.github.daxguard.cli.terminal.Progress;
import io.github.daxguard.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

/** Progress, waiting, questions and the interruption of one run of the command. */
final class RunControl {

    /** The operator has stopped the command. The checks that did not end are open. */
    static final class StoppedException extends RuntimeException {
        StoppedException() {
            super("The command was stopped.");
        }
    }

    /** The answer to a question. */
    enum Confirmation {
        CONFIRMED,
        DECLINED,
        /** There is no terminal, and the command does not have {@code --yes}. */
        UNAVAILABLE
    }

    private final ProcessEnvironment environment;
    private final Terminal terminal;
    private final Progress progress;
    private final boolean showsProgress;
    private final boolean yes;
    private final Thread thread = Thread.currentThread();
    private volatile boolean isStopped;
    private volatile boolean mayInterrupt;

    /**
     * Progress and questions are written to standard error.
     *
     * @param yes confirms all questions
     */
    RunControl(ProcessEnvironment environment, boolean yes) {
        this.environment = environment;
        this.terminal = environment.terminal(environment.err(), ColorChoice.NEVER);
        this.progress = terminal.progress(environment.operator().isInteractive());
        this.showsProgress = !environment.isQuiet() && environment.operator().isInteractive();
        this.yes = yes;
    }

    /** Stops the run at an interruption: a wait or a call ends immediately, and each test cleans up. */
    synchronized void stop() {
        isStopped = true;
        if (mayInterrupt) {
            thread.interrupt();
        }
    }

    boolean isStopped() {
        return isStopped;
    }

    /** @throws StoppedException if the operator has stopped the command */
    void requireNotStopped() {
        if (isStopped) {
            throw new StoppedException();
        }
    }

    /** Runs a part that an interruption ends. */
    void interruptible(Runnable part) {
        synchronized (this) {
            mayInterrupt = true;
        }
        try {
            requireNotStopped();
            part.run();
        } finally {
            synchronized (this) {
                mayInterrupt = false;
                // The interruption is known. The calls that clean up must not end because of it.
                if (isStopped) {
                    Thread.interrupted();
                }
            }
        }
    }

    /**
     * Runs a part that an interruption does not end, such as a call that removes something. The part must be short: the process
     * ends 30 seconds after an interruption.
     */
    void withoutInterruption(Runnable part) {
        boolean before;
        synchronized (this) {
            before = mayInterrupt;
            mayInterrupt = false;
            if (isStopped) {
                Thread.interrupted();
            }
        }
        try {
            part.run();
        } finally {
            synchronized (this) {
                mayInterrupt = before;
            }
        }
    }

    /** Writes a line to standard error, unless the command is quiet. */
    void note(String line) {
        if (!environment.isQuiet()) {
            warn(line);
        }
    }

    /** Writes a line to standard error. */
    void warn(String line) {
        endProgress();
        environment.err().println("daxguard doctor: " + InvisibleCharacters.replacedIn(line));
    }

    void show(String line) {
        if (showsProgress) {
            String shown = InvisibleCharacters.replacedIn(line);
            progress.show(shown, shown);
        }
    }

    /** Ends the line of the progress. */
    void endProgress() {
        progress.end();
    }

    Instant now() {
        return environment.clock().instant();
    }

    /**
     * Waits until the condition is met.
     *
     * @param what is shown with the elapsed time: {@code waiting for the run of dax-rule}
     * @return whether it was met within the limit
     * @throws StoppedException if the operator has stopped the command
     */
    boolean waitUntil(String what, Duration limit, Duration interval, BooleanSupplier condition) {
        Instant begin = now();
        while (true) {
            requireNotStopped();
            if (condition.getAsBoolean()) {
                return true;
            }
            Duration elapsed = Duration.between(begin, now());
            if (elapsed.compareTo(limit) >= 0) {
                return false;
            }
            show(what + ", " + elapsed.toSeconds() + " s of at most " + limit.toSeconds() + " s");
            environment.pause().sleep(interval);
        }
    }

    /**
     * Asks for a confirmation. The question states what is created and removed.
     *
     * @throws StoppedException if the operator stops the command instead of answering
     */
    Confirmation confirmation(String question) {
        if (yes) {
            return Confirmation.CONFIRMED;
        }
        if (!environment.operator().isInteractive()) {
            return Confirmation.UNAVAILABLE;
        }
        endProgress();
        return answer(InvisibleCharacters.replacedIn(question) + " [y/N]")
                        .filter(text -> text.strip().equalsIgnoreCase("y")
                                || text.strip().equalsIgnoreCase("yes"))
                        .isPresent()
                ? Confirmation.CONFIRMED
                : Confirmation.DECLINED;
    }

    /** On another thread, because an interruption does not end the reading of a terminal. */
    private Optional<String> answer(String question) {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try {
                        answer.complete(terminal.ask(question, "> ", environment.operator()));
                    } catch (RuntimeException | Error e) {
                        answer.completeExceptionally(e);
                    }
                },
                "daxguard-answer");
        reader.setDaemon(true);
        reader.start();
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The answer could not be read", e.getCause());
        }
    }
}
