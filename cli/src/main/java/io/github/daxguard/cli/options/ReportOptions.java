package io.github.daxguard.cli.options;

import io.github.daxguard.cli.format.BaselineReader;
import io.github.daxguard.cli.format.Format;
import io.github.daxguard.cli.format.UnreadableBaselineException;
import io.github.daxguard.cli.options.ReportDelivery.Baseline;
import io.github.daxguard.cli.options.ReportDelivery.ReportOutput;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.securityhub.AsffWriter;
import io.github.daxguard.cli.terminal.ColorOption;
import io.github.daxguard.rule.ShortText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Formats, files, baseline and exit code of a report. */
public final class ReportOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    private List<Destination> destinations = new ArrayList<>();

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description =
                    "A previous report in the format json. Only findings that it does not contain are shown and counted.")
    private Optional<Path> baseline = Optional.empty();

    @Option(
            names = "--fail-on",
            paramLabel = "LEVEL",
            description =
                    "The condition for a nonzero exit code: non-compliant (the default: findings or an incomplete "
                            + "report), error (only an incomplete report), or never.")
    private FailOn failOn = FailOn.NON_COMPLIANT;

    @Mixin
    private ColorOption color = new ColorOption();

    /**
     * Validates the options before the scan or the check.
     *
     * @throws ParameterException if an option is invalid
     */
    public ReportDelivery prepare(Report.Subject subject, ProcessEnvironment environment) {
        List<ReportOutput> outputs = new ArrayList<>();
        Set<Optional<Path>> files = new HashSet<>();
        for (Destination destination : destinations.isEmpty() ? List.of(new Destination()) : destinations) {
            Optional<Path> file = destination.file();
            Format format = destination
                    .format()
                    .orElseThrow(() -> usageError("--output: the name of \"" + file.orElseThrow()
                            + "\" does not select a format. Specify --format, such as --format json."));
            if (!files.add(file.map(ReportDelivery::real))) {
                throw usageError(file.map(path -> "--output: \"" + path + "\" is specified twice.")
                        .orElse("--format: stdout can have only one report. Specify --output FILE for the others."));
            }
            if (format == Format.ASFF && !AsffWriter.supports(subject)) {
                throw usageError("--format: asff is not supported for templates, because Security Hub has no findings "
                        + "of templates. Use sarif or junit.");
            }
            destination.contradictingFormats().ifPresent(allowed -> {
                throw usageError("--output: the extension of \"" + file.orElseThrow() + "\" requires the format "
                        + Expected.oneOf(allowed) + ", but --format is " + format + ".");
            });
            file.ifPresent(this::requireWritable);
            outputs.add(new ReportOutput(format, file));
        }
        if (!files.contains(Optional.<Path>empty())) {
            // If all reports are written to files, stdout shows the table.
            outputs.add(new ReportOutput(Format.TABLE, Optional.empty()));
        }
        return new ReportDelivery(
                outputs, baseline.map(file -> read(file, subject)), failOn, color.choice(), environment);
    }

    private void requireWritable(Path file) {
        if (Files.isDirectory(file)) {
            throw usageError("--output: \"" + file + "\" is a directory. Specify a file.");
        }
        Path directory = ReportDelivery.directory(file);
        if (!Files.isDirectory(directory)) {
            throw usageError("--output: the directory \"" + directory + "\" does not exist.");
        }
        if (!Files.isWritable(Files.exists(file) ? file : directory)) {
            throw usageError("--output: \"" + file + "\" cannot be written.");
        }
    }

    private Baseline read(Path file, Report.Subject subject) {
        try {
            return new Baseline(file.toString(), BaselineReader.read(file, subject));
        } catch (UnreadableBaselineException e) {
            throw usageError(
                    "--baseline: " + ShortText.of(String.valueOf(e.getMessage()), ReportDelivery.LONGEST_MESSAGE));
        }
    }

    private ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
