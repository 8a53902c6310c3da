package io.github.daxguard.external;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running emulator.
 *
 * @param endpoint the endpoint of all its services
 * @param stop ends the process or container of the test
 */
public record RunningEmulator(URI endpoint, Runnable stop) implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Running on (http://\\S+)");

    /** Far longer than a start takes, so that only a hanging process makes a test fail, not a slow machine. */
    private static final long TIMEOUT_SECONDS = 120;

    /** Starts {@code moto_server} on a free port, and waits until it prints the port. */
    static RunningEmulator process(Path command) {
        Process process;
        try {
            process = new ProcessBuilder(command.toString(), "--host", "127.0.0.1", "--port", "0")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CompletableFuture<URI> endpoint = new CompletableFuture<>();
        // Reads to the end: a process whose output is not read blocks.
        Thread reader = new Thread(() -> read(process, endpoint), "output of " + command.getFileName());
        reader.setDaemon(true);
        reader.start();
        try {
            return new RunningEmulator(
                    endpoint.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join(), () -> end(process));
        } catch (RuntimeException e) {
            end(process);
            throw e;
        }
    }

    private static void read(Process process, CompletableFuture<URI> endpoint) {
        StringBuilder output = new StringBuilder();
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher matcher = LISTENING.matcher(line);
                if (matcher.find()) {
                    endpoint.complete(URI.create(matcher.group(1)));
                } else if (!endpoint.isDone()) {
                    output.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            output.append(e);
        }
        endpoint.completeExceptionally(new IllegalStateException("The server ended. Output:\n" + output));
    }

    private static void end(Process process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        stop.run();
    }
}
