package io.github.daxguard.cli.options;

import io.github.daxguard.cli.format.Counted;
import io.github.daxguard.cli.format.CsvWriter;
import io.github.daxguard.cli.format.Format;
import io.github.daxguard.cli.format.HtmlWriter;
import io.github.daxguard.cli.format.InvisibleCharacters;
import io.github.daxguard.cli.format.JsonWriter;
import io.github.daxguard.cli.format.JunitWriter;
import io.github.daxguard.cli.format.OcsfWriter;
import io.github.daxguard.cli.format.ReportWriter;
import io.github.daxguard.cli.format.SarifWriter;
import io.github.daxguard.cli.format.TableWriter;
import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.process.StandardOutput;
import io.github.daxguard.cli.report.FindingKey;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.securityhub.AsffWriter;
import io.github.daxguard.cli.terminal.ColorChoice;
import io.github.daxguard.rule.ShortText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    private final List<ReportOutput> outputs;
    private final Optional<Baseline> baseline;
    private final FailOn failOn;
    private final ColorChoice color;
    private final ProcessEnvironment environment;

    ReportDelivery(
            List<ReportOutput> outputs,
            Optional<Baseline> baseline,
            FailOn failOn,
            ColorChoice color,
            ProcessEnvironment environment) {
        this.outputs = List.copyOf(outputs);
        this.baseline = baseline;
        this.failOn = failOn;
        this.color = color;
        this.environment = environment;
    }

    /** The canonical path, so that links to a file are recognized. */
    static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }

    static Path directory(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    /** Whether the report replaces that file. */
    public boolean replaces(Path file) {
        return outputs.stream()
                .flatMap(output -> output.file().stream())
                .anyMatch(output -> real(output).equals(real(file)));
    }

    /** Writes the report to all outputs and returns the exit code. */
    public int deliver(Report complete) {
        Report report = complete.with(environment.configured());
        Report shown = baseline.map(former -> report.since(former.name(), former.findings()))
                .orElse(report);
        noteOmissions(shown);
        warnOfUnreadDetails(shown.unreadDetails());
        boolean isWritten = true;
        List<RuntimeException> failures = new ArrayList<>();
        for (ReportOutput output : outputs) {
            try {
                isWritten &= write(shown, output);
            } catch (RuntimeException e) {
                // The other formats are still written.
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return isWritten ? failOn.exitCode(shown) : ExitCode.INCOMPLETE;
    }

    /** What a report on stdout without notes cannot state: known findings that it omits, and options that select its content. */
    private void noteOmissions(Report report) {
        if (outputs.stream()
                .allMatch(output -> output.file().isPresent() || output.format().hasNotes())) {
            return;
        }
        report.comparison()
                .filter(former -> !former.known().isEmpty())
                .ifPresent(former -> environment
                        .err()
                        .println("Compared with "
                                + shown(former.baseline()) + ": the report omits "
                                + Counted.of(former.known().size(), "known finding") + "."));
        report.configured().sentences().forEach(source -> environment.err().println(shown(source)));
    }

    private void warnOfUnreadDetails(List<String> unread) {
        if (!unread.isEmpty()) {
            environment
                    .err()
                    .println(shown("daxguard: details of findings could not be read: " + unread.size()
                            + ". The first one: " + unread.get(0)));
        }
    }

    /** A name of a file must not control the terminal. */
    private static String shown(String text) {
        return InvisibleCharacters.replacedIn(ShortText.of(text, LONGEST_MESSAGE));
    }

    private boolean write(Report report, ReportOutput output) {
        try {
            if (output.file().isPresent()) {
                replace(output.file().get(), writer(output), report);
            } else {
                writer(output).write(report, environment.out());
                if (StandardOutput.hasFailed(environment.out())) {
                    throw new IOException("stdout is closed or full");
                }
            }
            return true;
        } catch (IOException e) {
            environment
                    .err()
                    .println(shown("daxguard: the report could not be written as " + output.format()
                            + output.file().map(file -> " to \"" + file + "\"").orElse("") + ": "
                            // The message is about a file to create.
                            + (e instanceof NoSuchFileException
                                    ? "no file can be created in this folder"
                                    : FileFailure.reason(e))
                            + "."));
            return false;
        }
    }

    /** Keeps the previous file until the new one is complete, if possible. */
    private static void replace(Path file, ReportWriter writer, Report report) throws IOException {
        if (Files.exists(file) && (!Files.isRegularFile(file) || !Files.isWritable(directory(file)))) {
            // A device, a pipe, or a file in a directory that is not writable.
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                writer.write(report, out);
            }
            return;
        }
        // The target of a link, so that the link is kept.
        Path end = Files.exists(file) ? file.toRealPath() : file;
        // Not a temporary file of the JDK, which only its owner can read.
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

    private TableWriter table(ReportOutput output) {
        return output.file().isEmpty()
                ? new TableWriter(out -> environment.terminal(out, color))
                : TableWriter.forFile();
    }

    private ReportWriter writer(ReportOutput output) {
        return switch (output.format()) {
            case TABLE -> environment.isQuiet() ? table(output).quiet() : table(output);
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
