package io.github.daxguard.cli.options;

import io.github.daxguard.cli.format.Format;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options {@code --format} and {@code --output}. Picocli cannot set an {@code Optional} in a group that can be repeated. */
final class Destination {

    /** The file name ends that select a format. A longer end takes precedence. */
    private static final Map<String, Format> ENDS = Map.of(
            ".json", Format.JSON,
            ".csv", Format.CSV,
            ".html", Format.HTML,
            ".htm", Format.HTML,
            ".sarif", Format.SARIF,
            ".sarif.json", Format.SARIF,
            ".ocsf.jsonl", Format.OCSF,
            ".asff.json", Format.ASFF,
            ".xml", Format.JUNIT,
            ".txt", Format.TABLE);

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table (the default), json, csv, html, sarif, ocsf, asff (scan only) or junit.")
    private @Nullable Format format;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "The file of the report; by default, and for -, stdout. Without --format, the end of the "
                    + "file's name selects the format: report.html. Both options together can be repeated.")
    private @Nullable Path output;

    /** The file; empty for stdout. */
    Optional<Path> file() {
        return Optional.ofNullable(output).filter(path -> !path.toString().equals("-"));
    }

    /** The format; empty if it was not given and the file's name does not select one. */
    Optional<Format> format() {
        return Optional.ofNullable(format)
                .or(() -> file().isEmpty()
                        ? Optional.of(Format.TABLE)
                        : byName(String.valueOf(file().get().getFileName())));
    }

    /** The formats that the file's name allows, if {@code --format} is another one. A name without a known end allows all. */
    Optional<Set<Format>> contradictingFormats() {
        return file().flatMap(path -> byName(String.valueOf(path.getFileName())))
                .map(Destination::allowed)
                .filter(allowed -> format().filter(allowed::contains).isEmpty());
    }

    /** Several formats are JSON, and any report is text. */
    private static Set<Format> allowed(Format named) {
        return switch (named) {
            case JSON -> EnumSet.of(Format.JSON, Format.SARIF, Format.OCSF, Format.ASFF);
            case TABLE -> EnumSet.allOf(Format.class);
            default -> EnumSet.of(named);
        };
    }

    private static Optional<Format> byName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ENDS.keySet().stream()
                .filter(lower::endsWith)
                .max((one, other) -> Integer.compare(one.length(), other.length()))
                .map(ENDS::get);
    }
}
