package io.github.daxguard.cli.replace;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Cell.Tone;
import io.github.daxguard.cli.terminal.Progress;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.replacement.RefusedStepException;
import io.github.daxguard.replacement.StepResult;
import io.github.daxguard.replacement.Traffic;
import io.github.daxguard.replacement.Traffic.NodeTraffic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs the steps of a replacement, with prompts and polling. Each run reads the current state from AWS. */
final class GuidedReplacement {

    /** The creation of a cluster takes minutes. */
    static final Duration REPLACEMENT_POLL_INTERVAL = Duration.ofSeconds(30);

    /** CloudWatch has a new data point each minute. */
    static final Duration TRAFFIC_POLL_INTERVAL = Duration.ofSeconds(60);

    /** The cluster is in use if it has traffic that is more recent. */
    private static final Duration RECENT = Duration.ofMinutes(5);

    private static final int MOST_PROMPTS = 3;

    private static final String RESUME = "Run the same command again to continue from the current state.";

    private final ReplaceOptions options;
    private final ProcessEnvironment environment;
    private final AwsClients clients;
    private final Steps steps;
    private final ReplaceOutput output;
    private final Progress progress;
    private final Polling polling;
    private String shownState = "";

    /** Requests the caller identity from AWS, and nothing else. The caller of the constructor closes the clients. */
    GuidedReplacement(ReplaceOptions options, Terminal terminal, ProcessEnvironment environment, AwsClients clients) {
        this.options = options;
        this.environment = environment;
        this.clients = clients;
        this.output = new ReplaceOutput(terminal);
        this.progress = terminal.progress(environment.operator().isInteractive());
        this.polling = new Polling(terminal, progress, environment.clock(), environment.pause());
        this.steps = Steps.in(clients, options, environment.clock());
    }

    /**
     * Runs the remaining steps. Returns true if the cluster is replaced or, in a dry run, can be replaced; otherwise the output
     * lists the remaining steps.
     */
    boolean run() {
        output.opening(options, steps.identity(), clients.region().id());
        try {
            if (steps.source().isEmpty()) {
                return finish();
            }
            StepResult.Verified verified = steps.verify();
            return plan(verified)
                    && (options.dryRun() || (create(verified) && await() && publish() && deleteOnceUnused()));
        } catch (RefusedStepException e) {
            progress.end();
            if (e.what().isEmpty()) {
                e.blockers().forEach(blocker -> output.print(new Cell(ReplaceMessages.of(blocker), Tone.ALERT)));
            } else {
                output.blockers(e.what() + ":", e.blockers());
            }
            output.print(RESUME);
            return false;
        }
    }

    /** The remaining steps after the source cluster is deleted or being deleted. */
    private boolean finish() {
        StepResult.Verified verified = steps.verify();
        if (verified.status().isEmpty()) {
            // Neither cluster exists. The plan reports that with the account and the Region, which can be wrong.
            return isPossible(steps.plan());
        }
        if (!verified.verified()) {
            output.print(options.cluster() + " is deleted or being deleted.");
            return unfinished(verified);
        }
        output.print(new Cell(
                "The replacement is finished: " + options.cluster() + " is deleted or being deleted, and "
                        + options.replacementCluster() + " replaces it.",
                Tone.CALM));
        output.print(verified.message());
        if (!options.rules().isEmpty() && !options.dryRun()) {
            startRules();
        }
        return true;
    }

    /** Starts the rules, because an earlier run can have ended before that. */
    private void startRules() {
        String rules = String.join(", ", options.rules());
        if (options.confirm().isPresent()
                || agreed(
                        "Start the AWS Config rules " + rules + " in " + steps.target() + "?",
                        "Starting the rules requires --yes or an interactive terminal.")) {
            output.print(steps.startRules()
                    .map(reason -> "The rules were not started: " + reason + " They run at their next scheduled time.")
                    .orElse("The rules have been started."));
        }
    }

    private boolean plan(StepResult.Verified verified) {
        StepResult.Planned plan = steps.plan();
        if (!isPossible(plan)) {
            return false;
        }
        if (!verified.status().isEmpty()) {
            output.print(options.replacementCluster() + " already exists. Its status is " + verified.status() + ".");
        } else {
            output.plan(plan);
        }
        if (options.dryRun()) {
            if (verified.status().isEmpty()) {
                plan.createCluster().ifPresent(output::request);
            }
            output.print(new Cell("Nothing was changed. There are no blockers.", Tone.CALM));
        } else if (environment.operator().isInteractive()) {
            output.print("You can stop the command at any time with Ctrl-C. " + RESUME);
        }
        return true;
    }

    private boolean isPossible(StepResult.Planned plan) {
        if (!plan.possible()) {
            output.blockers(options.cluster() + " cannot be replaced now. Blockers:", plan.blockers());
        }
        return plan.possible();
    }

    private boolean create(StepResult.Verified verified) {
        if (!verified.status().isEmpty()) {
            return true;
        }
        boolean agreed = agreed(
                "Create the DAX cluster " + options.replacementCluster() + " in " + steps.target()
                        + "? You are billed for it in addition to " + options.cluster() + ".",
                "Creating " + options.replacementCluster() + " requires --yes or an interactive terminal.");
        if (agreed) {
            output.print(steps.create().message());
        }
        return agreed;
    }

    private boolean await() {
        StepResult.Verified verified = polling.until(
                steps.verify(),
                seen -> !seen.waiting() || seen.verified() || !options.waits(),
                (seen, waited) -> progress.show(
                        seen.status(),
                        ReplaceOutput.time(waited) + "  " + options.replacementCluster() + " is " + seen.status()),
                steps::verify,
                REPLACEMENT_POLL_INTERVAL);
        return verified.verified() || unfinished(verified);
    }

    private boolean unfinished(StepResult.Verified verified) {
        output.blockers(
                options.replacementCluster()
                        + (verified.waiting() ? " is not ready yet:" : " cannot replace " + options.cluster() + ":"),
                verified.blockers());
        output.print(RESUME);
        return false;
    }

    /** Shows the endpoint, and writes it to the parameter if one is specified. */
    private boolean publish() {
        Optional<EndpointParameter> parameter = options.endpointParameter();
        StepResult.Verified verified = steps.verify();
        if (parameter.isPresent() && verified.verified()) {
            String name = parameter.get().name();
            if (!agreed(
                    "Write " + verified.endpoint() + " to the SSM parameter " + name + " in " + steps.target()
                            + ", and overwrite its value?",
                    "Writing the SSM parameter " + name + " requires --yes or an interactive terminal.")) {
                return false;
            }
            // The state can change before the operator answers.
            verified = steps.verify();
        }
        if (!verified.verified()) {
            return unfinished(verified);
        }
        output.print(verified.message());
        if (parameter.isPresent()) {
            steps.write(parameter.get(), verified.endpoint());
            output.print("The SSM parameter " + parameter.get().name() + " contains the new endpoint.");
        }
        output.print("Next step: configure the applications with this endpoint, and deploy them."
                + (parameter.isEmpty() ? "" : " Applications that read the parameter use it from their next start.")
                + " You are billed for both clusters until " + options.cluster() + " is deleted.");
        return true;
    }

    private boolean deleteOnceUnused() {
        StepResult.Readiness readiness = quiet();
        if (!readiness.ready() || !acceptsMissingMetrics(readiness) || !confirmed()) {
            return false;
        }
        output.print(steps.delete(readiness.cluster().measured()).message());
        output.print("Next step: replace " + options.cluster() + " with " + options.replacementCluster()
                + " in templates, alarms, dashboards and access policies.");
        return true;
    }

    /** Prompts the operator to accept the risk of a deletion without metrics. */
    private boolean acceptsMissingMetrics(StepResult.Readiness readiness) {
        if (readiness.cluster().measured()) {
            return true;
        }
        output.print(new Cell(
                "RISK: CloudWatch does not have the metrics of each node of " + options.cluster()
                        + ". It may be in use. If it is, its clients lose their connections when it is deleted.",
                Tone.ALERT));
        return agreed(
                "Continue without metrics?",
                "Deleting " + options.cluster() + " without metrics requires --yes or an interactive terminal.");
    }

    /** The traffic of the source cluster, when it is not in use or polling is not necessary. */
    private StepResult.Readiness quiet() {
        StepResult.Readiness first = steps.readiness();
        boolean waits = options.waits()
                && (options.confirm().isPresent() || environment.operator().isInteractive());
        if (!first.cluster().isQuiet() && first.replacementCluster().isPresent() && waits) {
            output.print(options.cluster() + " can be deleted after "
                    + first.window().length().toMinutes() + " minutes without requests and connections.");
        }
        StepResult.Readiness last = polling.until(
                first,
                seen -> seen.ready()
                        || seen.cluster().isQuiet()
                        || seen.replacementCluster().isEmpty()
                        || !waits,
                this::show,
                steps::readiness,
                TRAFFIC_POLL_INTERVAL);
        if (!last.ready()) {
            output.traffic(options.cluster(), options.replacementCluster(), last);
            output.blockers(options.cluster() + " must not be deleted yet:", last.blockers());
            output.print(RESUME);
        } else {
            if (last.cluster().measured()) {
                output.print(new Cell(
                        options.cluster() + " had no requests and no connections for "
                                + last.window().length().toMinutes() + " minutes, and " + options.replacementCluster()
                                + " is ready.",
                        Tone.CALM));
            }
            if (last.replacementCluster().filter(Traffic::isQuiet).isPresent()) {
                output.print(options.replacementCluster()
                        + " had no requests and no connections either. Check that the applications use its endpoint.");
            }
        }
        return last;
    }

    private void show(StepResult.Readiness seen, Duration waited) {
        Traffic traffic = seen.cluster();
        Instant until = seen.window().until();
        Instant last = traffic.lastSeen().orElse(until);
        Instant recently = until.minus(RECENT);
        String nodesInUse = traffic.nodes().stream()
                .filter(node -> node.lastSeen().filter(recently::isBefore).isPresent())
                .map(NodeTraffic::node)
                .collect(Collectors.joining(", "));
        String state = options.cluster()
                + (traffic.isQuiet()
                        ? " is not in use"
                        : last.isAfter(recently)
                                ? " is in use" + (nodesInUse.isEmpty() ? "" : ": " + nodesInUse)
                                : " has been idle since " + ReplaceOutput.timeOfDay(last) + ". It can be deleted after "
                                        + ReplaceOutput.timeOfDay(
                                                last.plus(seen.window().length())) + " UTC");
        if (!state.equals(shownState)) {
            shownState = state;
            progress.end();
            output.traffic(options.cluster(), options.replacementCluster(), seen);
        }
        progress.show(state, ReplaceOutput.time(waited) + "  " + state);
    }

    /** Whether the operator entered the name of the cluster, which is required because a deletion cannot be undone. */
    private boolean confirmed() {
        if (options.confirm().isPresent()) {
            return true;
        }
        if (!environment.operator().isInteractive()) {
            output.print(new Cell(
                    "Deleting " + options.cluster() + " requires --confirm " + options.cluster()
                            + " or an interactive terminal. " + RESUME,
                    Tone.ALERT));
            return false;
        }
        Optional<String> entered = enteredName();
        if (entered.filter(name -> ReplaceOptions.confirms(name, options.cluster()))
                .isPresent()) {
            return true;
        }
        output.print(entered.filter(name -> !name.isEmpty())
                        .map(name -> "The entered name \"" + name + "\" does not match. ")
                        .orElse("")
                + options.cluster() + " was not deleted. " + RESUME);
        return false;
    }

    /** Repeats the prompt after an empty line, because Enter can have been pressed before the prompt. */
    private Optional<String> enteredName() {
        Optional<String> entered = Optional.of("");
        for (int tries = 0;
                tries < MOST_PROMPTS && entered.filter(String::isEmpty).isPresent();
                tries++) {
            entered = output.ask(
                    "Delete the DAX cluster " + options.cluster() + " in " + steps.target()
                            + "? This cannot be undone. Enter the cluster name to confirm.",
                    "name: ",
                    environment.operator());
        }
        return entered;
    }

    private boolean agreed(String question, String requirement) {
        if (options.yes()) {
            return true;
        }
        if (!environment.operator().isInteractive()) {
            output.print(new Cell(requirement + " Nothing was changed.", Tone.ALERT));
            return false;
        }
        boolean yes = output.ask(question, "[y/N] ", environment.operator())
                .map(answer -> answer.toLowerCase(Locale.ROOT))
                .filter(List.of("y", "yes")::contains)
                .isPresent();
        if (!yes) {
            output.print("Declined: the step was not run. " + RESUME);
        }
        return yes;
    }
}
