package io.github.daxguard.cli.scan;

import io.github.daxguard.cli.access.NoAccessException;
import io.github.daxguard.cli.options.ControlOptions;
import io.github.daxguard.cli.options.ReportDelivery;
import io.github.daxguard.cli.options.ReportOptions;
import io.github.daxguard.cli.options.Separated;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.report.Report.Subject;
import io.github.daxguard.contract.RuleParameterNames;
import io.github.daxguard.rule.InvalidRuleParameterException;
import io.github.daxguard.rule.Rejection;
import io.github.daxguard.rule.RuleParameters;
import java.util.List;
import java.util.Map;
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
 * <p>No type of the SDK stands in its fields and signatures: picocli looks at them all, also if only help is asked for, and
 * would load them.
 */
@Command(
        name = "scan",
        sortOptions = false,
        description = {
            "Looks at all DAX clusters of an account, of several, or of a whole organization, in all Regions, and tells "
                    + "which are not encrypted.",
            "",
            "Changes nothing in AWS, but for --send-to-security-hub. Decides as the AWS Config rule does. What could not be looked at is listed as such, never "
                    + "as clean. Ctrl-C ends it with a report of what is known so far."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  The account of your AWS settings, all Regions:",
            "    daxguard scan",
            "  Two accounts, two Regions, and a page for the browser:",
            "    daxguard scan --profile shop --profile lab --region eu-west-1 \\",
            "      --region us-east-1 --output report.html",
            "  Every account of the organization, for a program and for people:",
            "    daxguard scan --organization --role OrganizationAccountAccessRole \\",
            "      --format json --output report.json --format html --output report.html",
            "  Only what is new since last week:",
            "    daxguard scan --baseline last-week.json"
        },
        exitCodeList = {
            "0:Everything was looked at, and there is no finding.",
            "1:Everything was looked at, and there are findings.",
            "2:Not everything could be looked at; there may be findings too.",
            "3:The command line was not understood. Nothing was done."
        })
public final class ScanCommand implements Callable<Integer> {

    private static final int MOST_AT_ONCE = 64;

    private final ProcessEnvironment surroundings;
    private final String version;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "A profile of the AWS settings, also of IAM Identity Center, whose account to look at. Can be "
                            + "repeated. By default the one that the AWS SDK chooses.")
    private List<String> profiles = List.of();

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description =
                    "A Region to look at, or several with commas between. Can be repeated. By default every Region that has DAX and is enabled for the account.")
    private List<String> regions = List.of();

    @Option(
            names = "--organization",
            description = "Looks at every active account of the organization, with --role. Needs credentials of the "
                    + "management account or of a delegated administrator.")
    private boolean organization;

    @Option(
            names = "--role",
            paramLabel = "NAME",
            description =
                    "The role to assume in each account of the organization; it must trust who you are, and allow "
                            + "dax:DescribeClusters and account:ListRegions (dax:ListTags too, with --exemption-tag).")
    private Optional<String> role = Optional.empty();

    @Option(
            names = "--concurrency",
            paramLabel = "NUMBER",
            description =
                    "How many calls are under way at once, 1 to " + MOST_AT_ONCE + ". By default ${DEFAULT-VALUE}.",
            defaultValue = "16")
    private int concurrency = 16;

    @Option(
            names = "--send-to-security-hub",
            description = "Also sends each finding to the AWS Security Hub of its account and Region, where it must be "
                    + "enabled; needs securityhub:GetFindings and securityhub:BatchImportFindings. Updates the findings of "
                    + "earlier scans, and archives those whose cluster no longer exists.")
    private boolean sendsToSecurityHub;

    @Mixin
    private ControlOptions controls = new ControlOptions();

    @Mixin
    private ReportOptions reports = new ReportOptions();

    public ScanCommand(ProcessEnvironment surroundings, String version) {
        this.surroundings = surroundings;
        this.version = version;
    }

    @Override
    public Integer call() {
        ScanOptions choices = choices();
        ReportDelivery delivery = reports.prepare(Subject.CLUSTERS, surroundings);
        try {
            return ScanSession.run(choices, delivery, surroundings);
        } catch (NoAccessException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ScanOptions choices() {
        profiles.forEach(profile -> requireText("--profile", profile));
        List<String> targets = Separated.by(',', regions);
        targets.forEach(region -> requireText("--region", region));
        if (organization && role.isEmpty()) {
            throw wrong("--organization: needs --role NAME, the role to assume in each account.");
        }
        if (role.isPresent() && !organization) {
            throw wrong(
                    "--role: goes with --organization. To look at one account by a role, use a profile with role_arn.");
        }
        if (organization && profiles.size() > 1) {
            throw wrong("--organization: takes one --profile, that of the management account or of a delegated "
                    + "administrator.");
        }
        if (concurrency < 1 || concurrency > MOST_AT_ONCE) {
            throw wrong("--concurrency: expected 1 to " + MOST_AT_ONCE + ", but was " + concurrency + ".");
        }
        role.ifPresent(this::requireRoleName);
        return new ScanOptions(
                profiles,
                targets,
                role,
                controls.controls(),
                controls.exemptions(),
                concurrency,
                sendsToSecurityHub,
                version);
    }

    private void requireRoleName(String name) {
        try {
            RuleParameters.parse(Map.of(RuleParameterNames.EXECUTION_ROLE_NAME, name));
        } catch (InvalidRuleParameterException e) {
            throw wrong(new Rejection(
                            "",
                            "--role",
                            e.rejection().received(),
                            "the name of a role in each account, 1 to 64 characters, without path or ARN")
                    .message());
        }
    }

    /** A script whose variable is not set must not get a default in its place. */
    private void requireText(String option, String value) {
        if (value.isBlank()) {
            throw wrong(option + ": is empty. Leave the option out, or give a value.");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
