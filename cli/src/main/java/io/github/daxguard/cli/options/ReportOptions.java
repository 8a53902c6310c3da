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
                    "A former report in the format json: only findings that it does not have are shown and count.")
    private Optional<Path> baseline = Optional.empty();

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            converter = FailOn.Converter.class,
            description =
                    "What makes the exit code another than 0: non-compliant (the default; what could not be looked "
                            + "at does too), error (only that), or never.")
    private FailOn failOn = FailOn.NON_COMPLIANT;

    @Mixin
    private ColorOption color = new ColorOption();

    /**
     * Validates the options before the scan or the check.
     *
     * @throws ParameterException if an option is invalid
     */
    public ReportDelivery prepare(Report.Subject subject, ProcessEnvironment surroundings) {
        List<ReportOutput> targets = new ArrayList<>();
        Set<Optional<Path>> files = new HashSet<>();
        for (Destination destination : destinations.isEmpty() ? List.of(new Destination()) : destinations) {
            Optional<Path> file = destination.file();
            Format format = destination
                    .format()
                    .orElseThrow(() -> wrong("--output: \"" + file.orElseThrow()
                            + "\" does not tell a format. Give one with --format, such as --format json."));
            if (!files.add(file.map(ReportDelivery::absolute))) {
                throw wrong(file.map(path -> "--output: \"" + path + "\" is given twice.")
                        .orElse("--format: two formats would go to stdout. Give an --output FILE to each but one."));
            }
            if (format == Format.ASFF && !AsffWriter.supports(subject)) {
                throw wrong("--format: asff is for clusters that there are; Security Hub has no findings "
                        + "of templates. Take sarif or junit.");
            }
            destination.otherFormatOfTheName().ifPresent(other -> {
                throw wrong("--output: \"" + file.orElseThrow() + "\" tells the format " + other + ", but --format "
                        + format + " stands beside it.");
            });
            file.ifPresent(this::requireWritable);
            targets.add(new ReportOutput(format, file));
        }
        if (!files.contains(Optional.<Path>empty())) {
            // Whoever sent it all to files still wants to know how it went.
            targets.add(new ReportOutput(Format.TABLE, Optional.empty()));
        }
        return new ReportDelivery(
                targets, baseline.map(file -> read(file, subject)), failOn, color.choice(), surroundings);
    }

    private void requireWritable(Path file) {
        if (Files.isDirectory(file)) {
            throw wrong("--output: \"" + file + "\" is a directory. Give a file.");
        }
        Path directory = ReportDelivery.directory(file);
        if (!Files.isDirectory(directory)) {
            throw wrong("--output: there is no directory \"" + directory + "\".");
        }
        if (!Files.isWritable(Files.exists(file) ? file : directory)) {
            throw wrong("--output: \"" + file + "\" cannot be written.");
        }
    }

    private Baseline read(Path file, Report.Subject subject) {
        try {
            return new Baseline(file.toString(), BaselineReader.read(file, subject));
        } catch (UnreadableBaselineException e) {
            throw wrong("--baseline: " + ShortText.of(String.valueOf(e.getMessage()), ReportDelivery.LONGEST_MESSAGE));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
