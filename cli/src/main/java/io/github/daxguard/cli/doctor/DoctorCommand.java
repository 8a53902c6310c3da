package io.github.daxguard.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.daxguard.cli.access.CallerIdentityException;
import io.github.daxguard.cli.access.NoAccessException;
import io.github.daxguard.cli.options.FileFailure;
import io.github.daxguard.cli.options.GeneralOptions;
import io.github.daxguard.cli.options.RoleName;
import io.github.daxguard.cli.options.Separated;
import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.process.StandardOutput;
import io.github.daxguard.cli.report.ConfiguredOptions;
import io.github.daxguard.cli.terminal.ColorOption;
import io.github.daxguard.cli.terminal.Interruption;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code doctor}. Picocli loads the types of fields and signatures even for help, so no type is of the SDK. */
@Command(
        name = "doctor",
        sortOptions = false,
        description = {
            DoctorCommand.SUMMARY,
            "",
            "Before the deployment, without --deployed, it changes nothing. With --deployed, it invokes the function in test "
                    + "mode and starts the rules. The options that end with -test create and remove something, and prompt "
                    + "for confirmation first.",
            "",
            "OK is shown only if AWS's response proves it. A check without the required permission is \"not checked\"."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  Before the deployment, in two Regions:",
            "    daxguard doctor --region eu-west-1,us-east-1",
            "  Before a deployment with the hook and the runbook:",
            "    daxguard doctor --context hook=fail --context replacement=true",
            "  After the deployment:",
            "    daxguard doctor --deployed",
            "  A report for an issue, without account ids, names and ARNs:",
            "    daxguard doctor --deployed --report doctor.md"
        },
        exitCodeList = {
            "0:Every check was made, and there is no problem.",
            "1:Every check was made, and there are problems.",
            "2:A check could not be made or did not decide the question. There may be problems too.",
            "3:The command line, the configuration file or a variable is invalid, or the profile does not exist. AWS was not "
                    + "called."
        })
public final class DoctorCommand implements Callable<Integer> {

    /** The first sentence of the help. A constant, so that the list of the commands does not load this class. */
    public static final String SUMMARY =
            "Proves in your account that daxguard can be deployed, or that a deployment works.";

    static final String DEFAULT_STACK = "DaxGuard";

    /** The value of the option {@code --format}. */
    enum OutputFormat {
        TABLE,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final ProcessEnvironment environment;
    private final String version;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "The profile of the AWS configuration, including IAM Identity Center. Default: the default credentials "
                            + "provider chain of the AWS SDK.")
    private Optional<String> profile = Optional.empty();

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description =
                    "A Region, or several, separated by commas. Can be repeated. Default: the Region of the AWS configuration.")
    private List<String> regions = List.of();

    @Option(
            names = DeploymentSettings.OPTION,
            paramLabel = "NAME=VALUE",
            description =
                    "A setting of the intended deployment, as in cdk deploy -c: realTime, hook, replacement, packaging, "
                            + "recorder, reservedConcurrency or organizationMode. Can be repeated. Default: the defaults of the deployment.")
    private List<String> context = List.of();

    @Option(
            names = "--organization",
            description =
                    "Also check the organization. Requires credentials of the management account or of a delegated administrator.")
    private boolean organization;

    @Option(
            names = "--role",
            paramLabel = "NAME",
            description =
                    "With --organization: the role to assume in each account, to check its recorder. It must trust the caller.")
    private Optional<String> role = Optional.empty();

    @Option(names = "--deployed", description = "Check the deployed stack instead.")
    private boolean deployed;

    @Option(
            names = "--stack",
            paramLabel = "NAME",
            description = "With --deployed: the name of the stack. Default: " + DEFAULT_STACK + ".")
    private Optional<String> stack = Optional.empty();

    @Option(
            names = "--change-test",
            paramLabel = "CLUSTER",
            description =
                    "With --deployed: add a tag to this cluster and remove it, and measure the time to the evaluation.")
    private Optional<String> changeTest = Optional.empty();

    @Option(
            names = "--hook-test",
            description =
                    "With --deployed: create a CloudFormation stack that the hook must refuse, and delete it. Requires the "
                            + "hook's mode fail. Creates no cluster, even if the hook does not respond.")
    private boolean hookTest;

    @Option(
            names = "--runbook-test",
            description = "With --deployed: start the replacement runbook for a cluster that does not exist.")
    private boolean runbookTest;

    @Option(names = "--yes", description = "Confirm all prompts.")
    private boolean yes;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (default) or json.")
    private OutputFormat format = OutputFormat.TABLE;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Also write a report in Markdown without account ids, names and ARNs, for an issue.")
    private Optional<Path> report = Optional.empty();

    @Mixin
    private ColorOption color = new ColorOption();

    @Mixin
    private GeneralOptions general = new GeneralOptions();

    public DoctorCommand(ProcessEnvironment environment, String version) {
        this.environment = environment;
        this.version = version;
    }

    @Override
    public Integer call() {
        ProcessEnvironment inUse = general.in(environment);
        DoctorOptions options = options();
        RunControl control = new RunControl(inUse, options.isConfirmed());
        Interruption.Watch watch = inUse.interruption().watch(control::stop);
        int exitCode = ExitCode.INCOMPLETE;
        try {
            exitCode = deliver(new Doctor(options, version, inUse, control).run(), options, inUse);
        } catch (NoAccessException e) {
            throw wrong(e.message(profile.stream().toList(), options.regions()));
        } catch (CallerIdentityException e) {
            environment.err().println("daxguard doctor: " + e.getMessage());
        } finally {
            watch.end(exitCode);
        }
        return exitCode;
    }

    /** Writes the report to all destinations. Returns the exit code. */
    private int deliver(DoctorReport result, DoctorOptions options, ProcessEnvironment inUse) {
        if (format == OutputFormat.JSON) {
            inUse.out().println(DoctorJson.of(result));
        } else {
            if (!inUse.isQuiet()) {
                inUse.configured().sentences().forEach(inUse.err()::println);
            }
            new DoctorTable(inUse.terminal(inUse.out(), color.choice()), inUse.isQuiet()).write(result);
        }
        if (StandardOutput.hasFailed(inUse.out())) {
            inUse.err().println("daxguard doctor: the result could not be written: stdout is closed or full.");
            return ExitCode.INCOMPLETE;
        }
        if (options.report().isPresent()) {
            try {
                Files.writeString(options.report().get(), IssueReport.of(result), UTF_8);
            } catch (IOException e) {
                inUse.err()
                        .println("daxguard doctor: --report: \""
                                + options.report().get() + "\" could not be written: " + FileFailure.reason(e) + ".");
                return ExitCode.INCOMPLETE;
            }
        }
        return result.exitCode();
    }

    private DoctorOptions options() {
        List<String> names = Separated.by(',', regions);
        if (names.contains("")) {
            throw wrong(Rejection.ofValue("", "--region", String.join(",", regions), "Regions, separated by commas")
                    .message());
        }
        if (!deployed) {
            refuseWithoutDeployed("--stack", stack.isPresent() && isOnCommandLine("stack"));
            refuseWithoutDeployed("--change-test", changeTest.isPresent());
            refuseWithoutDeployed("--hook-test", hookTest);
            refuseWithoutDeployed("--runbook-test", runbookTest);
            refuseWithoutDeployed("--yes", yes);
        } else if (organization && isOnCommandLine("organization")) {
            throw wrong("--organization: cannot be combined with --deployed. Run two commands.");
        } else if (!context.isEmpty() && isOnCommandLine("context")) {
            throw wrong(DeploymentSettings.OPTION
                    + ": cannot be combined with --deployed, which reads the settings of the stack.");
        }
        if (role.isPresent() && !organization) {
            throw wrong("--role: requires --organization.");
        }
        role.ifPresent(name -> RoleName.require(name, spec));
        changeTest.filter(name -> !Cluster.isName(name)).ifPresent(name -> {
            throw wrong(Rejection.ofValue(
                            "",
                            "--change-test",
                            name,
                            "the name of a cluster: 1 to 20 letters, digits and hyphens, beginning with a letter")
                    .message());
        });
        report.ifPresent(this::requireWritable);
        try {
            return new DoctorOptions(
                    profile,
                    names,
                    organization,
                    role,
                    deployed,
                    stack.orElse(DEFAULT_STACK),
                    changeTest,
                    hookTest,
                    runbookTest,
                    yes,
                    DeploymentSettings.parse(context),
                    report);
        } catch (DeploymentSettings.InvalidSettingException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** A setting of the configuration file or of a variable is ignored in the mode that does not have the option. */
    private boolean isOnCommandLine(String option) {
        ConfiguredOptions configured = environment.configured();
        return !configured.options().contains(option)
                && !configured
                        .variables()
                        .contains("DAXGUARD_" + option.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private void refuseWithoutDeployed(String option, boolean isSet) {
        if (isSet) {
            throw wrong(option + ": requires --deployed.");
        }
    }

    private void requireWritable(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw wrong("--report: \"" + file + "\" is a directory. Specify a file.");
        }
        if (parent != null && !Files.isDirectory(parent)) {
            throw wrong("--report: the directory \"" + parent + "\" does not exist.");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
