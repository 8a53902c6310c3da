package io.github.daxguard.cli.scan;

import io.github.daxguard.cli.access.NoAccessException;
import io.github.daxguard.cli.options.ControlOptions;
import io.github.daxguard.cli.options.GeneralOptions;
import io.github.daxguard.cli.options.ReportDelivery;
import io.github.daxguard.cli.options.ReportOptions;
import io.github.daxguard.cli.options.RoleName;
import io.github.daxguard.cli.options.Separated;
import io.github.daxguard.cli.options.WholeNumber;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.report.Report.Subject;
import io.github.daxguard.rule.Rejection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code scan}.
 *
 * <p>Its fields and signatures must not have types of the SDK: picocli inspects all of them, even for help, and would load
 * the SDK.
 */
@Command(
        name = "scan",
        sortOptions = false,
        description = {
            ScanCommand.SUMMARY,
            "",
            "Changes nothing in AWS, except with --send-to-security-hub. Evaluates clusters as the AWS Config rule does. "
                    + "A target that could not be scanned is reported as such, never as clean. Ctrl-C ends the scan "
                    + "with a report of the results so far."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  The account of your AWS settings, all Regions:",
            "    daxguard scan",
            "  Two accounts, and an HTML page:",
            "    daxguard scan --profile shop --profile lab --output report.html",
            "  Every account of the organization, as JSON:",
            "    daxguard scan --organization --role Audit --output report.json",
            "  Findings with the creator of each cluster and the tables that its role can read:",
            "    daxguard scan --created-by --tables",
            "  Only findings that are new since last week:",
            "    daxguard scan --baseline last-week.json"
        },
        exitCodeList = {
            "0:Everything was scanned, and there is no finding.",
            "1:Everything was scanned, and there are findings.",
            "2:A target could not be scanned, details of a finding (--created-by, --tables) could not be read, or the report could "
                    + "not be written or sent. There may be findings too.",
            "3:The command line, the configuration file or a variable is invalid, or the profile does not exist. AWS was not "
                    + "called."
        })
public final class ScanCommand implements Callable<Integer> {

    /** The first sentence of the help. A constant, so that the list of the commands does not load this class. */
    public static final String SUMMARY =
            "Scans the DAX clusters of an account, several accounts, or an organization, in all Regions, and reports "
                    + "those that are not encrypted.";

    private static final int MAX_CONCURRENCY = 64;

    private final ProcessEnvironment environment;
    private final String version;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "A profile of the AWS settings whose account is scanned. Profiles of IAM Identity Center are "
                    + "supported. Can be repeated. Default: the profile that the AWS SDK selects.")
    private List<String> profiles = List.of();

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description =
                    "A Region to scan, or several, separated by commas. Can be repeated. By default every Region that "
                            + "has DAX and is enabled for the account.")
    private List<String> regions = List.of();

    @Option(
            names = "--organization",
            description = "Scan every active account of the organization, with --role. Requires credentials of the "
                    + "management account or of a delegated administrator.")
    private boolean organization;

    @Option(
            names = "--role",
            paramLabel = "NAME",
            description = "The role to assume in each account of the organization. It must trust the caller and allow "
                    + "dax:DescribeClusters and account:ListRegions (and dax:ListTags with --exemption-tag, and the "
                    + "permissions of --created-by and --tables).")
    private Optional<String> role = Optional.empty();

    @Option(
            names = "--concurrency",
            paramLabel = "NUMBER",
            description = "The number of concurrent calls, 1 to " + MAX_CONCURRENCY + ". By default ${DEFAULT-VALUE}.",
            defaultValue = "16")
    private String concurrency = "16";

    @Option(
            names = "--created-by",
            description =
                    "Also report who created each cluster with a finding: the ARN and the time in CloudTrail's event "
                            + "history, which contains the last 90 days. Requires cloudtrail:LookupEvents, which AWS limits to two "
                            + "calls a second for each account and Region.")
    private boolean createdBy;

    @Option(
            names = "--tables",
            description =
                    "Also report the DynamoDB tables that the policies of the role of each cluster with a finding allow "
                            + "it to read. Conditions and Deny statements are not evaluated. Requires iam:ListRolePolicies, "
                            + "iam:GetRolePolicy, iam:ListAttachedRolePolicies, iam:GetPolicy and iam:GetPolicyVersion.")
    private boolean tables;

    @Option(
            names = "--send-to-security-hub",
            description =
                    "Also send each evaluation to AWS Security Hub in its account and Region, where Security Hub must "
                            + "be enabled. Requires securityhub:GetFindings and securityhub:BatchImportFindings. Updates the "
                            + "findings of earlier scans, and archives those whose cluster no longer exists.")
    private boolean sendsToSecurityHub;

    @Mixin
    private ControlOptions controls = new ControlOptions();

    @Mixin
    private ReportOptions reports = new ReportOptions();

    @Mixin
    private GeneralOptions general = new GeneralOptions();

    public ScanCommand(ProcessEnvironment environment, String version) {
        this.environment = environment;
        this.version = version;
    }

    @Override
    public Integer call() {
        ProcessEnvironment inUse = general.in(environment);
        ScanOptions options = options();
        ReportDelivery delivery = reports.prepare(Subject.CLUSTERS, inUse);
        try {
            return ScanSession.run(options, delivery, inUse);
        } catch (NoAccessException e) {
            throw usageError(e.message(options.profiles(), options.regions()));
        }
    }

    private ScanOptions options() {
        List<String> regionNames = Separated.by(',', regions);
        if (regionNames.contains("")) {
            throw usageError(
                    Rejection.ofValue("", "--region", String.join(",", regions), "Regions, separated by commas")
                            .message());
        }
        if (organization && role.isEmpty()) {
            throw usageError("--organization: requires --role NAME, the role to assume in each account.");
        }
        if (role.isPresent() && !organization) {
            throw usageError(
                    "--role: requires --organization. To scan one account with a role, use a profile with role_arn.");
        }
        if (organization && profiles.size() > 1) {
            throw usageError(
                    "--organization: accepts only one --profile, that of the management account or of a delegated "
                            + "administrator.");
        }
        role.ifPresent(name -> RoleName.require(name, spec));
        return new ScanOptions(
                profiles,
                regionNames,
                role,
                controls.controls(),
                controls.exemptions(),
                WholeNumber.of("--concurrency", concurrency, 1, MAX_CONCURRENCY, spec),
                createdBy,
                tables,
                sendsToSecurityHub,
                version);
    }

    private ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
