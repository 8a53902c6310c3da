package io.github.daxguard.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.stream.Stream;

/** The symbols before results, which a reader who cannot distinguish the colors needs. */
public enum Symbols {
    NONE,
    ASCII,
    UNICODE;

    /**
     * Symbols that a terminal can show; none in a file or a pipe, unless it gets colors. Output is always encoded in UTF-8, so
     * a terminal of another character set gets ASCII.
     */
    static Symbols of(boolean isTerminal, ColorChoice color) {
        if (!isTerminal && color != ColorChoice.ALWAYS) {
            return NONE;
        }
        return of(Stream.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")
                .map(System::getProperty)
                .flatMap(Stream::ofNullable)
                .findFirst());
    }

    /** By the name of the terminal's character set. */
    static Symbols of(Optional<String> charset) {
        return charset.filter(name -> name.equalsIgnoreCase(UTF_8.name())).isPresent() ? UNICODE : ASCII;
    }
}
