package io.github.daxguard.cli.replace;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.access.CallerIdentityException;
import io.github.daxguard.cli.access.NoAccessException;
import io.github.daxguard.cli.options.ControlOptions;
import io.github.daxguard.cli.options.GeneralOptions;
import io.github.daxguard.cli.options.Separated;
import io.github.daxguard.cli.options.WholeNumber;
import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.process.StandardOutput;
import io.github.daxguard.cli.replace.ReplaceDocument.Outcome;
import io.github.daxguard.cli.terminal.ColorOption;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.dax.DaxReadException;
import io.github.daxguard.replacement.Attribute;
import io.github.daxguard.replacement.EndpointEncryption;
import io.github.daxguard.replacement.InvalidStepRequestException;
import io.github.daxguard.replacement.ReplacementException;
import io.github.daxguard.replacement.ReplacementRequest;
import io.github.daxguard.results.RuleStarter;
import io.github.daxguard.results.StartException;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Rejection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code replace}. Picocli loads the types of fields and signatures even for help, so no type is of the SDK. */
@Command(
        name = "replace",
        description = {
            ReplaceCommand.SUMMARY,
            "",
            "1. Shows the plan, and prompts for confirmation.",
            "2. Creates an encrypted replacement cluster, waits until it is available, verifies it, and shows its endpoint.",
            "3. Waits until CloudWatch shows no requests to and no connections with the source cluster.",
            "4. Deletes the source cluster after you enter its name.",
            "",
            "DAX is a cache: no data is lost or moved. You can stop the command at any time with Ctrl-C. Run the same command "
                    + "again to continue from the current state, also days later."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  Show the plan without changes:",
            "    daxguard replace orders --dry-run",
            "  Replace orders with orders-v2, step by step:",
            "    daxguard replace orders --profile shop --region eu-west-1",
            "  Replace in a pipeline. Repeat the command until the exit code is 0:",
            "    daxguard replace orders --yes --confirm orders --no-wait",
            "  Show the plan as JSON:",
            "    daxguard replace orders --dry-run --format json"
        },
        exitCodeList = {
            "0:The cluster is replaced, or does not need to be. With --dry-run: there are no blockers.",
            "1:The replacement is not finished. The output states the reason and the next step.",
            "2:A request to AWS failed or was denied.",
            "3:The command line, the configuration file or a variable is invalid, the Region is not set, or the profile does "
                    + "not exist. No request was sent."
        })
public final class ReplaceCommand implements Callable<Integer> {

    /** The first sentence of the help. A constant, so that the list of the commands does not load this class. */
    public static final String SUMMARY = "Replaces a DAX cluster that is not encrypted at rest or in transit.";

    /** The value of the option {@code --format}. */
    enum OutputFormat {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The values of {@code --accept-differences}, for help and completion. */
    static final class Attributes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Attribute.values()).map(Attribute::jsonName).iterator();
        }
    }

    private final ProcessEnvironment environment;
    private final String version;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CLUSTER", description = "The name of the cluster to replace.")
    private String cluster = "";

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "The Region. Default: the Region of the AWS configuration.")
    private Optional<String> region = Optional.empty();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "The profile of the AWS configuration, including IAM Identity Center. Default: the default credentials "
                            + "provider chain of the AWS SDK.")
    private Optional<String> profile = Optional.empty();

    @Option(
            names = "--dry-run",
            description = "Show the plan and the CreateCluster request without prompts and without changes.")
    private boolean dryRun;

    @Option(
            names = "--replacement-name",
            paramLabel = "NAME",
            description =
                    "The name of the replacement cluster. Default: orders-v2 for orders, orders-v3 for orders-v2.")
    private Optional<String> replacementCluster = Optional.empty();

    @Option(
            names = "--node-type",
            paramLabel = "TYPE",
            description = "Another node type, such as dax.r5.large. dax.r3 nodes do not support encryption.")
    private Optional<String> nodeType = Optional.empty();

    @Option(
            names = "--endpoint-encryption",
            paramLabel = "TYPE",
            description =
                    "Endpoint encryption of the replacement cluster: keep (as for the source cluster; default) or TLS. "
                            + "With TLS, clients must use a daxs:// URL.")
    private EndpointEncryption endpointEncryption = EndpointEncryption.KEEP;

    @Option(
            names = "--control",
            paramLabel = "CONTROL",
            completionCandidates = ControlOptions.Names.class,
            description = "Replace the cluster if it fails this control: encryption-at-rest (DynamoDB.3) or "
                    + "encryption-in-transit (DynamoDB.7). Can be repeated. Default: both. A cluster that fails only "
                    + "encryption-in-transit requires --endpoint-encryption TLS.")
    private List<String> controls = List.of();

    @Option(
            names = "--accept-differences",
            paramLabel = "LIST",
            completionCandidates = Attributes.class,
            description =
                    "Attributes in which the replacement cluster may differ from the source cluster, separated by "
                            + "commas: ${COMPLETION-CANDIDATES}. Default: none.")
    private List<String> acceptDifferences = List.of();

    @Option(
            names = "--node-quota",
            paramLabel = "NODES",
            description = "The quota of DAX nodes in the Region, 1 to 1000. Default: 50, the default quota of AWS.")
    private Optional<String> nodeQuota = Optional.empty();

    @Option(
            names = "--endpoint-parameter",
            paramLabel = "NAME",
            description =
                    "The SSM parameter (String) to which the endpoint of the replacement cluster is written, for applications "
                            + "that read it.")
    private Optional<String> endpointParameter = Optional.empty();

    @Option(
            names = "--quiet-minutes",
            paramLabel = "MINUTES",
            description = "Minutes without requests and connections before the source cluster is deleted, 10 to 1440. "
                    + "Default: 60.")
    private Optional<String> quietMinutes = Optional.empty();

    @Option(
            names = "--without-metrics",
            description =
                    "Allow the deletion although CloudWatch does not have the metrics of each node. Risk: a cluster that "
                            + "is in use can be deleted, and its clients lose their connections. Prompts before the deletion, "
                            + "except with --yes.")
    private boolean withoutMetrics;

    @Option(
            names = "--rule",
            paramLabel = "NAME",
            description = "An AWS Config rule to start after the deletion. Can be repeated up to 25 times. "
                    + "By default, AWS Config reports the deletion at the next scheduled run of the rules.")
    private List<String> rules = List.of();

    @Option(names = "--yes", description = "Confirm all prompts, except the name of the cluster to delete.")
    private boolean yes;

    @Option(
            names = "--confirm",
            paramLabel = "CLUSTER",
            description = "The name of the source cluster: delete it without a prompt when it is not in use.")
    private Optional<String> confirm = Optional.empty();

    @Option(
            names = "--no-wait",
            description = "Exit instead of waiting. By default, the command waits without a time limit.")
    private boolean noWait;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text (default), or json: a document at the end, for programs. The text is then written to "
                    + "stderr, and changes require --yes and --confirm instead of prompts.")
    private OutputFormat format = OutputFormat.TEXT;

    @Mixin
    private ColorOption color = new ColorOption();

    @Mixin
    private GeneralOptions general = new GeneralOptions();

    public ReplaceCommand(ProcessEnvironment environment, String version) {
        this.environment = environment;
        this.version = version;
    }

    @Override
    public Integer call() {
        ProcessEnvironment inUse = general.in(environment);
        ReplaceOptions options = options();
        ReplaceDocument document =
                new ReplaceDocument(options, version, environment.clock().instant(), environment.configured());
        Terminal terminal = environment.terminal(
                format == OutputFormat.JSON ? environment.err() : environment.out(), color.choice());
        inUse.configured().sentences().forEach(inUse.err()::println);
        try (AwsClients clients = inUse.access().open(region, profile)) {
            document.region(clients.region().id());
            new GuidedReplacement(options, document, terminal, inUse, clients).run();
        } catch (NoAccessException e) {
            throw wrong(e.message(profile.stream().toList(), region.stream().toList()));
        } catch (CallerIdentityException e) {
            fail(document, e);
        } catch (DaxReadException | ReplacementException | EndpointParameter.WriteException | StartException e) {
            fail(document, e);
            environment.err().println("Completed steps remain in effect. Run the same command again to continue.");
        } catch (RuntimeException e) {
            document.end(Outcome.FAILED, "Unexpected error. Please report it: " + e);
            deliver(document);
            throw e;
        }
        return deliver(document);
    }

    private void fail(ReplaceDocument document, RuntimeException e) {
        environment.err().println("daxguard replace: " + e.getMessage());
        document.end(Outcome.FAILED, String.valueOf(e.getMessage()));
    }

    /** Writes the document if it is requested. Returns the exit code. */
    private int deliver(ReplaceDocument document) {
        if (format == OutputFormat.JSON) {
            environment.out().println(document.json());
            if (StandardOutput.hasFailed(environment.out())) {
                environment
                        .err()
                        .println("daxguard replace: the result could not be written: stdout is closed or full.");
                return ExitCode.INCOMPLETE;
            }
        }
        return document.exitCode();
    }

    private ReplaceOptions options() {
        endpointParameter.filter(name -> !EndpointParameter.isName(name)).ifPresent(name -> {
            throw wrong(Rejection.ofValue("", "--endpoint-parameter", name, EndpointParameter.EXPECTED)
                    .message());
        });
        replacementCluster.filter(name -> !Cluster.isName(name)).ifPresent(name -> {
            throw wrong(Rejection.ofValue("", "--replacement-name", name, ReplacementRequest.EXPECTED_NAME)
                    .message());
        });
        rules.stream()
                .filter(name -> name.length() > RuleStarter.LONGEST_NAME)
                .findFirst()
                .ifPresent(name -> {
                    throw wrong(Rejection.ofValue(
                                    "",
                                    "--rule",
                                    name,
                                    "the name of an AWS Config rule, 1 to " + RuleStarter.LONGEST_NAME + " characters")
                            .message());
                });
        if (rules.size() > RuleStarter.MOST_RULES) {
            throw wrong("--rule: specified " + rules.size() + " times. AWS Config starts at most "
                    + RuleStarter.MOST_RULES + " rules in one request.");
        }
        try {
            ReplacementRequest replacement = new ReplacementRequest(
                    cluster,
                    replacementCluster.orElseGet(() -> ReplacementRequest.defaultReplacement(cluster)),
                    nodeType,
                    endpointEncryption,
                    nodeQuota
                            .map(nodes -> WholeNumber.of(
                                    "--node-quota", nodes, 1, ReplacementRequest.LARGEST_NODE_QUOTA, spec))
                            .orElse(ReplacementRequest.DEFAULT_NODE_QUOTA),
                    quietMinutes.map(this::minutes).orElse(ReplacementRequest.DEFAULT_QUIET),
                    !withoutMetrics,
                    Attribute.ofNames(Separated.by(',', acceptDifferences)),
                    ControlOptions.controls(controls, spec));
            confirm.filter(name -> !ReplaceOptions.confirms(name, cluster)).ifPresent(name -> {
                throw wrong("--confirm: invalid value: \"" + name
                        + "\". Expected: the name of the cluster to delete, \"" + cluster + "\".");
            });
            return new ReplaceOptions(
                    replacement,
                    endpointParameter.map(EndpointParameter::new),
                    rules,
                    dryRun,
                    yes,
                    confirm,
                    format == OutputFormat.TEXT,
                    !noWait);
        } catch (InvalidStepRequestException e) {
            throw wrong(ReplaceMessages.of(e.rejection()));
        }
    }

    private Duration minutes(String minutes) {
        return Duration.ofMinutes(WholeNumber.of(
                "--quiet-minutes",
                minutes,
                ReplacementRequest.LEAST_QUIET_MINUTES,
                ReplacementRequest.MOST_QUIET_MINUTES,
                spec));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
