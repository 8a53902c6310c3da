package io.github.daxguard.cli.template;

import io.github.daxguard.cli.options.ControlOptions;
import io.github.daxguard.cli.options.GeneralOptions;
import io.github.daxguard.cli.options.ReportDelivery;
import io.github.daxguard.cli.options.ReportOptions;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.Report.Subject;
import io.github.daxguard.rule.InvalidRuleParameterException;
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
            CheckTemplateCommand.SUMMARY,
            "",
            "Requires no AWS account and sends no requests. Evaluates clusters as the CloudFormation hook does. A value that "
                    + "is not known to enable encryption is a finding. A file that cannot be evaluated completely is "
                    + "listed as incomplete, and the exit code is 2."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  Check a template and the output of \"cdk synth\":",
            "    daxguard check-template template.yaml cdk.out",
            "  Check with a parameter of production, and write SARIF for code scanning:",
            "    daxguard check-template cdk.out --parameter Stage=prod --output dax.sarif",
            "  Check a Terraform plan:",
            "    terraform show -json plan.bin | daxguard check-template -"
        },
        exitCodeList = {
            "0:Every file was evaluated completely. There are no findings.",
            "1:Every file was evaluated completely. There are findings.",
            "2:Incomplete: a file could not be evaluated completely, or there are notes and --strict is set. Findings are "
                    + "possible.",
            "3:The command line, the configuration file or a variable is invalid. No template was read."
        })
public final class CheckTemplateCommand implements Callable<Integer> {

    /** The first sentence of the help. A constant, so that the list of the commands does not load this class. */
    public static final String SUMMARY =
            "Evaluates the DAX clusters that CloudFormation templates, Terraform plans and Terraform states declare. "
                    + "Reports each cluster that would not be encrypted, before it is deployed.";

    private final ProcessEnvironment environment;
    private final String version;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "A CloudFormation template (YAML or JSON), a Terraform plan or state (output of terraform show -json), "
                            + "a serverless.yml, a folder that contains such files (cdk.out, .serverless), or - for "
                            + "standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--parameter",
            paramLabel = "NAME=VALUE",
            description = "A value for a parameter of CloudFormation templates, such as Stage=prod. Can be repeated. "
                    + "Without a value, all allowed values are evaluated, or the default. Without allowed values, both "
                    + "results of a condition are evaluated.")
    private List<String> parameters = List.of();

    @Option(
            names = "--exempt-resources",
            paramLabel = "LIST",
            description =
                    "Resources to exempt, separated by commas: logical IDs, Terraform addresses or CDK paths, each with "
                            + "optional * wildcards and an optional last day, such as Orders,Shop/Cache/*@2027-03-31.")
    private Optional<String> exemptResources = Optional.empty();

    @Option(
            names = "--honor-suppressions",
            description =
                    "Exempt clusters whose DAX encryption checks are suppressed for checkov, cfn_nag or Guard. By default, "
                            + "these suppressions are reported as notes.")
    private boolean honorsSuppressions;

    @Option(names = "--strict", description = "Treat notes as incomplete evaluation: exit code 2.")
    private boolean isStrict;

    @Mixin
    private ControlOptions controls = new ControlOptions();

    @Mixin
    private ReportOptions reports = new ReportOptions();

    @Mixin
    private GeneralOptions general = new GeneralOptions();

    public CheckTemplateCommand(ProcessEnvironment environment, String version) {
        this.environment = environment;
        this.version = version;
    }

    @Override
    public Integer call() {
        if (files.stream().anyMatch(String::isBlank)) {
            throw wrong("FILE: is empty. Specify a file, a folder, or -.");
        }
        if (files.stream().filter("-"::equals).count() > 1) {
            throw wrong("FILE: - is specified twice. Standard input can be read only once.");
        }
        Map<String, String> given = given();
        Instant now = environment.clock().instant();
        Criteria criteria = new Criteria(
                controls.controls(),
                controls.exemptions(),
                LocalDate.ofInstant(now, ZoneOffset.UTC),
                exemptResources(),
                honorsSuppressions);
        ProcessEnvironment inUse = general.in(environment);
        ReportDelivery delivery = reports.prepare(Subject.TEMPLATES, inUse);
        TemplateFiles found = TemplateFiles.of(files);
        found.all().stream()
                .filter(one -> one.file().filter(delivery::replaces).isPresent())
                .findFirst()
                .ifPresent(one -> {
                    throw wrong("--output: \"" + one.target().name()
                            + "\" is also a file to check. Specify another output file.");
                });
        TemplateCheck.Findings findings =
                TemplateCheck.of(criteria, given, isStrict).check(found, environment.in());
        findings.targets()
                .forEach(target -> inUse.detail(
                        target.target().name() + ": " + target.outcome().code() + "."));
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
                throw wrong("--parameter: invalid value: \"" + parameter + "\". Expected: NAME=VALUE.");
            }
            if (given.put(parameter.substring(0, end), parameter.substring(end + 1)) != null) {
                throw wrong("--parameter: \"" + parameter.substring(0, end) + "\" is specified twice.");
            }
        }
        return given;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
