package io.github.daxguard.cli.options;

import io.github.daxguard.cli.process.Surroundings;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.terminal.ColorOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
     * Makes sure that the report can be delivered, before the work that leads to it.
     *
     * @throws ParameterException if it cannot, with what to do
     */
    public ReportDelivery prepare(Report.Subject subject, Surroundings surroundings) {
        try {
            return ReportDelivery.prepare(
                    destinations.isEmpty() ? List.of(new Destination()) : destinations,
                    baseline,
                    subject,
                    failOn,
                    color.choice(),
                    surroundings);
        } catch (ReportDelivery.UndeliverableException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
