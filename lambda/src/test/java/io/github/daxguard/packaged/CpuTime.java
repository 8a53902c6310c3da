package io.github.daxguard.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The CPU time of a Linux process. The kernel reports nanoseconds for each living thread. For the whole process, which includes
 * its ended threads, it reports hundredths of a second.
 *
 * @param ofProcess of all threads, in whole hundredths of a second
 * @param ofThreads in nanoseconds, by the id of the thread
 */
record CpuTime(Duration ofProcess, Map<String, Long> ofThreads) {

    private static final long TICK_MILLIS = 10;

    /** The clock of a process that has not started. */
    static final CpuTime ZERO = new CpuTime(Duration.ZERO, Map.of());

    static CpuTime of(long pid) throws IOException {
        Path directory = Path.of("/proc", String.valueOf(pid));
        Map<String, Long> threads = new HashMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(directory.resolve("task"))) {
            for (Path task : tasks) {
                try {
                    String[] figures =
                            Files.readString(task.resolve("schedstat"), UTF_8).split(" ", -1);
                    threads.put(task.getFileName().toString(), Long.parseLong(figures[0]));
                } catch (NoSuchFileException e) {
                    // The thread has ended; the time of the process includes it.
                }
            }
        }
        String status = Files.readString(directory.resolve("stat"), UTF_8);
        // The name in parentheses, the second field, can contain spaces.
        String[] fields = status.substring(status.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return new CpuTime(Duration.ofMillis(ticks * TICK_MILLIS), threads);
    }

    /** The time that was used since then: that of the threads, or that of the process if ended threads used more. */
    Duration since(CpuTime before) {
        long threads = 0;
        for (Map.Entry<String, Long> thread : ofThreads.entrySet()) {
            threads += thread.getValue() - before.ofThreads.getOrDefault(thread.getKey(), 0L);
        }
        Duration exact = Duration.ofNanos(threads);
        // User and system time are rounded down separately.
        Duration atLeast = ofProcess.minus(before.ofProcess);
        if (!before.equals(ZERO)) {
            atLeast = atLeast.minusMillis(2 * TICK_MILLIS);
        }
        return exact.compareTo(atLeast) < 0 ? atLeast : exact;
    }
}
