package io.github.daxguard.cli.options;

import io.github.daxguard.cli.format.CsvWriter;
import io.github.daxguard.cli.format.Format;
import io.github.daxguard.cli.format.HtmlWriter;
import io.github.daxguard.cli.format.JsonWriter;
import io.github.daxguard.cli.format.JunitWriter;
import io.github.daxguard.cli.format.OcsfWriter;
import io.github.daxguard.cli.format.ReportWriter;
import io.github.daxguard.cli.format.SarifWriter;
import io.github.daxguard.cli.format.TableWriter;
import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.report.FindingKey;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.securityhub.AsffWriter;
import io.github.daxguard.cli.terminal.ColorChoice;
import io.github.daxguard.rule.ShortText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Writes a report to each requested file and format. */
public final class ReportDelivery {

    record ReportOutput(Format format, Optional<Path> file) {}

    record Baseline(String name, Set<FindingKey> findings) {}

    static final int LONGEST_MESSAGE = 5000;

    private final List<ReportOutput> targets;
    private final Optional<Baseline> baseline;
    private final FailOn failOn;
    private final ColorChoice color;
    private final ProcessEnvironment surroundings;

    ReportDelivery(
            List<ReportOutput> targets,
            Optional<Baseline> baseline,
            FailOn failOn,
            ColorChoice color,
            ProcessEnvironment surroundings) {
        this.targets = List.copyOf(targets);
        this.baseline = baseline;
        this.failOn = failOn;
        this.color = color;
        this.surroundings = surroundings;
    }

    static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }

    static Path directory(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    /** Whether the report replaces that file. */
    public boolean replaces(Path file) {
        return targets.stream()
                .flatMap(target -> target.file().stream())
                .anyMatch(output -> absolute(output).equals(absolute(file)));
    }

    /** Writes the report to all targets and returns the exit code. */
    public int deliver(Report report) {
        Report shown = baseline.map(former -> report.since(former.name(), former.findings()))
                .orElse(report);
        boolean isWritten = true;
        List<RuntimeException> mistakes = new ArrayList<>();
        for (ReportOutput target : targets) {
            try {
                isWritten &= write(shown, target);
            } catch (RuntimeException e) {
                // The other formats are worth having all the same.
                mistakes.add(e);
            }
        }
        if (!mistakes.isEmpty()) {
            throw mistakes.get(0);
        }
        return isWritten ? failOn.exitCode(shown) : ExitCode.INCOMPLETE;
    }

    private boolean write(Report report, ReportOutput target) {
        try {
            if (target.file().isPresent()) {
                replace(target.file().get(), writer(target), report);
            } else {
                writer(target).write(report, surroundings.out());
                if (surroundings.out().checkError()) {
                    throw new IOException("stdout does not take it");
                }
            }
            return true;
        } catch (IOException e) {
            surroundings
                    .err()
                    .println(ShortText.of(
                            "daxguard: the report could not be written as " + target.format()
                                    + target.file()
                                            .map(file -> " to \"" + file + "\"")
                                            .orElse("") + ": "
                                    // Of the file system's own, the message alone would be a path.
                                    + (e instanceof FileSystemException ? e.toString() : e.getMessage()) + ".",
                            LONGEST_MESSAGE));
            return false;
        }
    }

    /** The previous file stays until the new one is complete, where that is possible. */
    private static void replace(Path file, ReportWriter writer, Report report) throws IOException {
        if (Files.exists(file) && (!Files.isRegularFile(file) || !Files.isWritable(directory(file)))) {
            // A device or a pipe; or a file that others keep a place for.
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                writer.write(report, out);
            }
            return;
        }
        // Where a link leads, so that it stays one.
        Path end = Files.exists(file) ? file.toRealPath() : file;
        // Not a temporary file, which nobody else could read.
        Path draft = directory(end).resolve(".daxguard-" + UUID.randomUUID() + ".tmp");
        try {
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                writer.write(report, out);
            }
            Files.move(draft, end, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private ReportWriter writer(ReportOutput target) {
        return switch (target.format()) {
            case TABLE ->
                target.file().isEmpty() && surroundings.person().isThere()
                        ? TableWriter.forTerminal(color)
                        : TableWriter.forFile(target.file().isEmpty() ? color : ColorChoice.NEVER);
            case JSON -> new JsonWriter();
            case CSV -> new CsvWriter();
            case HTML -> new HtmlWriter();
            case SARIF -> new SarifWriter();
            case OCSF -> new OcsfWriter();
            case ASFF -> new AsffWriter();
            case JUNIT -> new JunitWriter();
        };
    }
}
