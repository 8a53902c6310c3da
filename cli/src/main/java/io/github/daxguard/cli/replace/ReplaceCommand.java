package io.github.daxguard.cli.replace;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.access.CallerIdentityException;
import io.github.daxguard.cli.access.NoAccessException;
import io.github.daxguard.cli.options.ControlOptions;
import io.github.daxguard.cli.options.Separated;
import io.github.daxguard.cli.process.ExitCode;
import io.github.daxguard.cli.process.ProcessEnvironment;
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
import io.github.daxguard.rule.Rejection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code replace}. Picocli loads the types of fields and signatures even for help, so none is of the SDK. */
@Command(
        name = "replace",
        description = {
            "Replaces a DAX cluster that is not encrypted at rest or in transit.",
            "",
            "Shows the plan and asks; creates a replacement cluster that is encrypted; waits for it, verifies it and shows its "
                    + "endpoint; waits until CloudWatch shows no requests to and no connections with the source cluster; "
                    + "deletes the source cluster after you enter its name. No data is lost or moved: DAX is a cache.",
            "",
            "You can stop at any time with Ctrl-C. The same command continues from the current state, minutes or days later."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  Only look, change nothing:",
            "    daxguard replace orders --dry-run",
            "  Replace orders by orders-v2, step by step:",
            "    daxguard replace orders --profile shop --region eu-west-1",
            "  In a pipeline, run again until it ends with 0:",
            "    daxguard replace orders --yes --confirm orders --no-wait"
        },
        exitCodeList = {
            "0:The cluster is replaced; with --dry-run, nothing stands in the way.",
            "1:Not finished; the output says why, and how to go on.",
            "2:AWS could not be asked, or refused a call.",
            "3:The command line was not understood, or no Region is set. Nothing was done."
        })
public final class ReplaceCommand implements Callable<Integer> {

    private final ProcessEnvironment surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CLUSTER", description = "The name of the cluster to replace.")
    private String cluster = "";

    @Option(names = "--region", paramLabel = "REGION", description = "The Region. By default that of the AWS settings.")
    private Optional<String> region = Optional.empty();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "The profile of the AWS settings, also of IAM Identity Center. By default as the AWS SDK chooses.")
    private Optional<String> profile = Optional.empty();

    @Option(names = "--dry-run", description = "Shows the plan and the request, asks nothing and changes nothing.")
    private boolean dryRun;

    @Option(
            names = "--replacement-name",
            paramLabel = "NAME",
            description = "The name of the new cluster. By default orders-v2 for orders, orders-v3 for orders-v2.")
    private Optional<String> replacementCluster = Optional.empty();

    @Option(
            names = "--node-type",
            paramLabel = "TYPE",
            description = "Another node type, such as dax.r5.large; dax.r3 nodes cannot be encrypted.")
    private Optional<String> nodeType = Optional.empty();

    @Option(
            names = "--endpoint-encryption",
            paramLabel = "HOW",
            description = "The new endpoint: keep or TLS. By default (keep) as the old one; TLS is reached by daxs:// "
                    + "alone.")
    private EndpointEncryption endpointEncryption = EndpointEncryption.KEEP;

    @Option(
            names = "--control",
            paramLabel = "CONTROL",
            completionCandidates = ControlOptions.Names.class,
            description = "Replace the cluster if it fails this control: encryption-at-rest (DynamoDB.3) or "
                    + "encryption-in-transit (DynamoDB.7). Can be repeated. By default both. A cluster that fails only "
                    + "encryption-in-transit needs --endpoint-encryption TLS.")
    private List<String> controls = List.of();

    @Option(
            names = "--accept-differences",
            paramLabel = "LIST",
            description =
                    "Attributes in which the replacement cluster may differ from the source cluster, separated by "
                            + "commas: nodeType, availabilityZones, subnetGroup, securityGroups, networkType, "
                            + "endpointEncryption, iamRole, parameterGroup. By default none.")
    private List<String> acceptDifferences = List.of();

    @Option(
            names = "--node-quota",
            paramLabel = "NODES",
            description = "How many DAX nodes the account may have in the Region, 1 to 1000. By default 50, as AWS's.")
    private Optional<Integer> nodeQuota = Optional.empty();

    @Option(
            names = "--endpoint-parameter",
            paramLabel = "NAME",
            description =
                    "An SSM parameter (String) to write the new endpoint to, for applications that read it there.")
    private Optional<String> endpointParameter = Optional.empty();

    @Option(
            names = "--quiet-minutes",
            paramLabel = "MINUTES",
            description =
                    "How long the source cluster must have had no requests and no connections before it is deleted, "
                            + "10 to 1440. By default 60.")
    private Optional<Integer> quietMinutes = Optional.empty();

    @Option(
            names = "--without-metrics",
            description =
                    "Allows the deletion although CloudWatch does not have the metrics of each node. Risk: a cluster that "
                            + "is in use can be deleted, and its clients lose their connections. Asks before the deletion, "
                            + "except with --yes.")
    private boolean withoutMetrics;

    @Option(
            names = "--rule",
            paramLabel = "NAME",
            description = "An AWS Config rule to start after the deletion; up to 25 times. "
                    + "Without it AWS Config shows the deletion at the rules' next turn.")
    private List<String> rules = List.of();

    @Option(names = "--yes", description = "Answers yes to every question except the name of the cluster to delete.")
    private boolean yes;

    @Option(
            names = "--confirm",
            paramLabel = "CLUSTER",
            description = "The old cluster's name again: deletes it, once that is safe, without asking.")
    private Optional<String> confirm = Optional.empty();

    @Option(
            names = "--no-wait",
            description = "Does what can be done at once, and ends; else it waits, as long as it takes.")
    private boolean noWait;

    @Mixin
    private ColorOption color = new ColorOption();

    public ReplaceCommand(ProcessEnvironment surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ReplaceOptions choices = choices();
        Terminal terminal = new Terminal(surroundings.out(), color.choice());
        try (AwsClients clients = surroundings.access().open(region, profile)) {
            return new GuidedReplacement(choices, terminal, surroundings, clients).lead()
                    ? ExitCode.CLEAN
                    : ExitCode.FINDINGS;
        } catch (NoAccessException e) {
            throw wrong(String.valueOf(e.getMessage()));
        } catch (CallerIdentityException e) {
            surroundings.err().println("daxguard replace: " + e.getMessage());
        } catch (DaxReadException | ReplacementException | EndpointParameter.WriteException | StartException e) {
            surroundings.err().println("daxguard replace: " + e.getMessage());
            surroundings.err().println("What was done before stays done: the same command goes on from there.");
        }
        return ExitCode.INCOMPLETE;
    }

    private ReplaceOptions choices() {
        requireText("--region", region);
        requireText("--profile", profile);
        requireText("--replacement-name", replacementCluster);
        requireText("--node-type", nodeType);
        requireText("--endpoint-parameter", endpointParameter);
        endpointParameter.filter(name -> !EndpointParameter.isName(name)).ifPresent(name -> {
            throw wrong(Rejection.ofValue("", "--endpoint-parameter", name, EndpointParameter.EXPECTED)
                    .message());
        });
        rules.forEach(rule -> requireText("--rule", Optional.of(rule)));
        controls.forEach(control -> requireText("--control", Optional.of(control)));
        acceptDifferences.forEach(names -> requireText("--accept-differences", Optional.of(names)));
        if (rules.size() > RuleStarter.MOST_RULES) {
            throw wrong("--rule: given " + rules.size() + " times, but AWS Config starts at most "
                    + RuleStarter.MOST_RULES + " rules at once.");
        }
        try {
            ReplacementRequest replacement = new ReplacementRequest(
                    cluster,
                    replacementCluster.orElseGet(() -> ReplacementRequest.defaultReplacement(cluster)),
                    nodeType,
                    endpointEncryption,
                    nodeQuota.orElse(ReplacementRequest.DEFAULT_NODE_QUOTA),
                    quietMinutes.map(Duration::ofMinutes).orElse(ReplacementRequest.DEFAULT_QUIET),
                    !withoutMetrics,
                    Attribute.ofNames(Separated.by(',', acceptDifferences)),
                    ControlOptions.controls(controls, spec));
            confirm.filter(name -> !ReplaceOptions.confirms(name, cluster)).ifPresent(name -> {
                throw wrong("--confirm: \"" + name + "\" is not the cluster to delete, which is \"" + cluster + "\".");
            });
            return new ReplaceOptions(
                    replacement, endpointParameter.map(EndpointParameter::new), rules, dryRun, yes, confirm, !noWait);
        } catch (InvalidStepRequestException e) {
            throw wrong(ReplaceMessages.of(e.rejection()));
        }
    }

    /** A script whose variable is not set must not get a default in its place. */
    private void requireText(String option, Optional<String> value) {
        if (value.filter(String::isBlank).isPresent()) {
            throw wrong(option + ": is empty. Leave the option out, or give a value.");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
