package io.github.daxguard.cli.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The folder in which the launcher keeps class-data archives.
 *
 * @param path need not exist
 */
record ArchiveFolder(Path path) {

    /**
     * Limits a test that would otherwise wait indefinitely. Archives are created with the lowest priority, which takes longer on a
     * busy machine.
     */
    private static final int TIMEOUT_MINUTES = 10;

    /** The archives in it. */
    List<Path> archives() throws IOException {
        return entries(".jsa");
    }

    /** Waits until one archive exists and no process creates one. */
    Path awaitArchive() throws IOException, InterruptedException {
        awaitArchives(1);
        return archives().get(0);
    }

    /** Waits until this number of archives exists and no process creates one. */
    void awaitArchives(int number) throws IOException, InterruptedException {
        await(() -> archives().size() == number && entries(".lock").isEmpty());
    }

    /** Waits until an archive has another size than this, and no process creates one. */
    void awaitRenewal(Path archive, long size) throws IOException, InterruptedException {
        await(() -> Files.size(archive) != size && entries(".lock").isEmpty());
    }

    private void await(State state) throws IOException, InterruptedException {
        Files.createDirectories(path);
        try (WatchService changes = path.getFileSystem().newWatchService()) {
            path.register(changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            while (!state.isReached()) {
                WatchKey change = changes.poll(TIMEOUT_MINUTES, TimeUnit.MINUTES);
                assertThat(change)
                        .as("a change in %s, which contains %s", path, entries(""))
                        .isNotNull();
                change.pollEvents();
                change.reset();
            }
        }
    }

    private interface State {
        boolean isReached() throws IOException;
    }

    private List<Path> entries(String suffix) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(entry -> entry.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
