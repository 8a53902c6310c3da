package io.github.daxguard.cli.scan;

import io.github.daxguard.cli.process.Surroundings;
import io.github.daxguard.cli.terminal.Progress;
import java.util.Locale;
import java.util.Optional;

/** Shows a person at a terminal how far a scan is, beside the report; in a pipe it says nothing. */
final class ScanProgress implements AutoCloseable {

    private static final int BAR_WIDTH = 24;

    private final Optional<Progress> progress;

    private ScanProgress(Optional<Progress> progress) {
        this.progress = progress;
    }

    static ScanProgress of(Surroundings surroundings) {
        return new ScanProgress(
                surroundings.person().isThere()
                        ? Optional.of(new Progress(surroundings.err(), true))
                        : Optional.empty());
    }

    void show(Ledger.State state) {
        String line = String.format(
                Locale.ROOT,
                "[%s] %,d of %,d looked at; not read: %,d; clusters: %,d",
                bar(state),
                state.done(),
                state.planned(),
                state.failed(),
                state.clusters());
        progress.ifPresent(shown -> shown.show(line, line));
    }

    private static String bar(Ledger.State state) {
        int filled = state.planned() == 0 ? 0 : BAR_WIDTH * state.done() / state.planned();
        return "#".repeat(filled) + "-".repeat(BAR_WIDTH - filled);
    }

    @Override
    public void close() {
        progress.ifPresent(Progress::end);
    }
}
