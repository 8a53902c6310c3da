package io.github.daxguard.cli.template;

import io.github.daxguard.cli.options.ControlOptions;
import io.github.daxguard.cli.options.ReportDelivery;
import io.github.daxguard.cli.options.ReportOptions;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.Report.Subject;
import io.github.daxguard.rule.InvalidRuleParameterException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code check-template}. */
@Command(
        name = "check-template",
        sortOptions = false,
        description = {
            "Tells whether the DAX clusters in CloudFormation templates and Terraform plans would be encrypted, before "
                    + "anything is deployed.",
            "",
            "Needs no AWS account and calls nothing. Decides as the CloudFormation hook does: what is not known is a "
                    + "finding. What could not be read is listed as such, never as clean."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  A template, and what \"cdk synth\" writes:",
            "    daxguard check-template template.yaml cdk.out",
            "  As production is deployed, for code scanning:",
            "    daxguard check-template cdk.out --parameter Stage=prod \\",
            "      --output daxguard.sarif",
            "  A Terraform plan:",
            "    terraform show -json plan.bin | daxguard check-template -"
        },
        exitCodeList = {
            "0:Every file was read, and there is no finding.",
            "1:Every file was read, and there are findings.",
            "2:Not every file could be read to its end, or --strict is given and there are notes; there may be findings too.",
            "3:The command line was not understood. Nothing was done."
        })
public final class CheckTemplateCommand implements Callable<Integer> {

    private final ProcessEnvironment surroundings;
    private final String version;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "A CloudFormation template (YAML or JSON); a Terraform plan or state (terraform show -json); a "
                            + "serverless.yml; a folder, such as cdk.out or .serverless, in which all of these are "
                            + "searched for; or - for standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--parameter",
            paramLabel = "NAME=VALUE",
            description = "A value for a parameter of CloudFormation templates, such as Stage=prod. Can be repeated. "
                    + "Without it, defaults count for values, and conditions are taken both ways.")
    private List<String> parameters = List.of();

    @Option(
            names = "--exempt-resources",
            paramLabel = "LIST",
            description =
                    "Resources to exempt: logical ids, Terraform addresses or CDK paths, or * globs, with commas between, "
                            + "each with an optional last day, such as Orders,Shop/Cache/*@2027-03-31.")
    private Optional<String> exemptResources = Optional.empty();

    @Option(
            names = "--honor-suppressions",
            description =
                    "Exempt clusters whose checks of DAX encryption are suppressed for checkov, cfn_nag or Guard. "
                            + "Without it, such suppressions are notes.")
    private boolean honorsSuppressions;

    @Option(names = "--strict", description = "Treat a file with notes as not read to its end: exit code 2.")
    private boolean isStrict;

    @Mixin
    private ControlOptions controls = new ControlOptions();

    @Mixin
    private ReportOptions reports = new ReportOptions();

    public CheckTemplateCommand(ProcessEnvironment surroundings, String version) {
        this.surroundings = surroundings;
        this.version = version;
    }

    @Override
    public Integer call() {
        if (files.stream().anyMatch(String::isBlank)) {
            throw wrong("FILE: is empty. Give a file, a folder, or -.");
        }
        if (files.stream().filter("-"::equals).count() > 1) {
            throw wrong("FILE: - is given twice, and can be read only once.");
        }
        Map<String, String> given = given();
        Instant now = surroundings.clock().instant();
        Criteria criteria = new Criteria(
                controls.controls(),
                controls.exemptions(),
                LocalDate.ofInstant(now, ZoneOffset.UTC),
                exemptResources(),
                honorsSuppressions);
        ReportDelivery delivery = reports.prepare(Subject.TEMPLATES, surroundings);
        files.stream()
                .filter(file -> delivery.replaces(Path.of(file)))
                .findFirst()
                .ifPresent(file -> {
                    throw wrong("--output: \"" + file + "\" is a file to check, and would be overwritten.");
                });
        TemplateCheck.Findings findings =
                TemplateCheck.of(criteria, given, isStrict).check(files, surroundings.in());
        return delivery.deliver(Report.of(
                Subject.TEMPLATES,
                version,
                now,
                criteria.controls(),
                findings.targets(),
                findings.clusters(),
                findings.notes(),
                false));
    }

    private ExemptResources exemptResources() {
        try {
            return exemptResources
                    .map(value -> ExemptResources.parse("--exempt-resources", value))
                    .orElse(ExemptResources.NONE);
        } catch (InvalidRuleParameterException e) {
            throw wrong(e.rejection().as("", "--exempt-resources").message());
        }
    }

    private Map<String, String> given() {
        Map<String, String> given = new HashMap<>();
        for (String parameter : parameters) {
            int end = parameter.indexOf('=');
            if (end < 1) {
                throw wrong("--parameter: expected NAME=VALUE, but was \"" + parameter + "\".");
            }
            if (given.put(parameter.substring(0, end), parameter.substring(end + 1)) != null) {
                throw wrong("--parameter: \"" + parameter.substring(0, end) + "\" is given twice.");
            }
        }
        return given;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
