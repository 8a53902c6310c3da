package io.github.daxguard.cli.replace;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.process.ProcessEnvironment;
import io.github.daxguard.cli.replace.ReplaceDocument.Outcome;
import io.github.daxguard.cli.terminal.Cell;
import io.github.daxguard.cli.terminal.Cell.Tone;
import io.github.daxguard.cli.terminal.ColorChoice;
import io.github.daxguard.cli.terminal.Progress;
import io.github.daxguard.cli.terminal.Terminal;
import io.github.daxguard.dax.ClusterDetails;
import io.github.daxguard.replacement.Blocker;
import io.github.daxguard.replacement.EndpointEncryption;
import io.github.daxguard.replacement.RefusedStepException;
import io.github.daxguard.replacement.StepResult;
import io.github.daxguard.replacement.Traffic;
import io.github.daxguard.replacement.Traffic.NodeTraffic;
import io.github.daxguard.rule.Control;
import java.io.OutputStream;
import java.io.PrintStream;
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
    private final ReplaceDocument document;
    private final ReplaceOutput output;
    private final Progress progress;
    private final Polling polling;
    private String shownState = "";

    /** Requests the caller identity from AWS, and nothing else. The caller of the constructor closes the clients. */
    GuidedReplacement(
            ReplaceOptions options,
            ReplaceDocument document,
            Terminal terminal,
            ProcessEnvironment environment,
            AwsClients clients) {
        this.options = options;
        this.document = document;
        this.environment = environment;
        this.clients = clients;
        this.output = new ReplaceOutput(terminal);
        this.progress = environment.isQuiet()
                ? new Terminal(new PrintStream(OutputStream.nullOutputStream()), ColorChoice.NEVER).progress(false)
                : terminal.progress(isInteractive());
        this.polling = new Polling(terminal, progress, environment.clock(), environment.pause());
        this.steps = Steps.in(clients, options, document, environment.clock());
    }

    /** Runs the remaining steps. The document has the outcome; the output lists the steps that remain. */
    void run() {
        output.opening(options, steps.identity(), clients.region().id());
        try {
            Optional<ClusterDetails> source = steps.source();
            if (source.isEmpty()) {
                finish();
            } else if (meetsRequest(source.get())) {
                reportNotNeeded(source.get());
            } else {
                replace();
            }
        } catch (RefusedStepException e) {
            progress.end();
            refused(e);
        }
    }

    private void replace() {
        StepResult.Verified verified = steps.verify();
        if (!plan(verified)) {
            return;
        }
        if (options.dryRun()) {
            document.end(Outcome.POSSIBLE, options.cluster() + " can be replaced.");
        } else if (create(verified) && await() && publish() && deleteOnceUnused()) {
            document.end(Outcome.REPLACED, options.cluster() + " is being deleted.");
        }
    }

    /** A step can be refused because the source cluster was deleted in the meantime. */
    private void refused(RefusedStepException e) {
        boolean isFinished = false;
        try {
            if (steps.source().isEmpty()) {
                document.sourceDeleted();
                isFinished = steps.verify().verified();
            }
        } catch (RuntimeException failure) {
            print(e);
            failure.addSuppressed(e);
            throw failure;
        }
        if (isFinished) {
            finish();
            return;
        }
        print(e);
        note(RESUME);
        document.end(
                Outcome.BLOCKED,
                e.what().isEmpty() ? ReplaceMessages.of(e.blockers().get(0)) : e.what() + ".",
                e.blockers());
    }

    private void print(RefusedStepException e) {
        if (e.what().isEmpty()) {
            e.blockers().forEach(blocker -> output.print(new Cell(ReplaceMessages.of(blocker), Tone.ALERT)));
        } else {
            output.blockers(e.what() + ":", Tone.ALERT, e.blockers());
        }
    }

    /**
     * Whether the source cluster meets the requested controls and has the requested endpoint encryption. If so, it is not
     * replaced.
     */
    private boolean meetsRequest(ClusterDetails source) {
        return options.replacement().controls().stream().allMatch(control -> control.isMetBy(source.cluster()))
                && (options.replacement().endpointEncryption() != EndpointEncryption.TLS
                        || Control.ENCRYPTION_IN_TRANSIT.isMetBy(source.cluster()));
    }

    private void reportNotNeeded(ClusterDetails source) {
        String message = source.name() + " meets every control ("
                + options.replacement().controls().stream()
                        .map(Control::parameterValue)
                        .collect(Collectors.joining(", "))
                + "): there is nothing to replace.";
        output.print(new Cell(message, Tone.CALM));
        StepResult.Verified other = steps.verify();
        if (!other.status().isEmpty()) {
            output.print(options.replacementCluster() + " exists. Its status is " + other.status()
                    + ". You are billed for both clusters.");
        }
        document.end(Outcome.NOT_NEEDED, message);
    }

    /** Shows a text that is neither a result nor an error. */
    private void note(String text) {
        if (!environment.isQuiet()) {
            output.print(text);
        }
    }

    /** The remaining steps after the source cluster is deleted or being deleted. */
    private void finish() {
        StepResult.Verified verified = steps.verify();
        if (verified.status().isEmpty()) {
            // Neither cluster exists. The plan reports that with the account and the Region, which can be wrong.
            isPossible(steps.plan());
            return;
        }
        document.sourceDeleted();
        if (!verified.verified()) {
            output.print(options.cluster() + " is deleted or being deleted.");
            unfinished(verified);
            return;
        }
        String message = "The replacement is finished: " + options.cluster() + " is deleted or being deleted, and "
                + options.replacementCluster() + " replaces it.";
        output.print(new Cell(message, Tone.CALM));
        output.print(verified.message());
        if (options.rules().isEmpty() || options.dryRun() || startRules()) {
            document.end(Outcome.REPLACED, message);
        }
    }

    /** Starts the rules, because an earlier run can have ended before that. Returns whether they were started. */
    private boolean startRules() {
        String rules = String.join(", ", options.rules());
        if (options.confirm().isEmpty()
                && !agreed(
                        "Start the AWS Config rules " + rules + " in " + steps.target() + "?", "Starting the rules")) {
            return false;
        }
        Optional<String> refusal = steps.startRules();
        if (refusal.isPresent()) {
            String message = "The rules were not started: " + refusal.get() + " They run at their next scheduled time.";
            output.print(new Cell(message, Tone.WARNING));
            return rulesRemain(message);
        }
        output.print("The rules have been started.");
        return true;
    }

    /** Ends the run because AWS Config does not start the rules now. Returns false. */
    private boolean rulesRemain(String message) {
        note(RESUME);
        document.end(Outcome.WAITING, message + " " + RESUME);
        return false;
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
        } else if (isInteractive()) {
            note("You can stop the command at any time with Ctrl-C. " + RESUME);
        }
        return true;
    }

    private boolean isPossible(StepResult.Planned plan) {
        return plan.possible()
                || stop(Outcome.BLOCKED, options.cluster() + " cannot be replaced now", ". Blockers:", plan.blockers());
    }

    private boolean create(StepResult.Verified verified) {
        if (!verified.status().isEmpty()) {
            return true;
        }
        boolean agreed = agreed(
                "Create the DAX cluster " + options.replacementCluster() + " in " + steps.target()
                        + "? You are billed for it in addition to " + options.cluster() + ".",
                "Creating " + options.replacementCluster());
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
        stop(
                verified.waiting() ? Outcome.WAITING : Outcome.BLOCKED,
                options.replacementCluster()
                        + (verified.waiting() ? " is not ready yet" : " cannot replace " + options.cluster()),
                ":",
                verified.blockers());
        note(RESUME);
        return false;
    }

    /** Ends the run with blockers. Returns false. */
    private boolean stop(Outcome outcome, String what, String end, List<Blocker> blockers) {
        output.blockers(what + end, outcome == Outcome.WAITING ? Tone.WARNING : Tone.ALERT, blockers);
        document.end(outcome, what + ".", blockers);
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
                    "Writing the SSM parameter " + name)) {
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
        note("Next step: configure the applications with this endpoint, and deploy them."
                + (parameter.isEmpty() ? "" : " Applications that read the parameter use it from their next start.")
                + " You are billed for both clusters until " + options.cluster() + " is deleted.");
        return true;
    }

    private boolean deleteOnceUnused() {
        StepResult.Readiness readiness = quiet();
        if (!readiness.ready() || !acceptsMissingMetrics(readiness) || !confirmed()) {
            return false;
        }
        StepResult.Deleted deleted = steps.delete(readiness.cluster().measured());
        output.print(deleted.message());
        note("Next step: replace " + options.cluster() + " with " + options.replacementCluster()
                + " in templates, alarms, dashboards and access policies.");
        return options.rules().isEmpty() || deleted.rulesStarted() || rulesRemain(deleted.message());
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
        return agreed("Continue without metrics?", "Deleting " + options.cluster() + " without metrics");
    }

    /** The traffic of the source cluster, when it is not in use or polling is not necessary. */
    private StepResult.Readiness quiet() {
        StepResult.Readiness first = steps.readiness();
        boolean waits = options.waits() && (options.confirm().isPresent() || isInteractive());
        if (!first.cluster().isQuiet() && first.replacementCluster().isPresent() && waits) {
            note(options.cluster() + " can be deleted after "
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
            if (!environment.isQuiet()) {
                output.traffic(options.cluster(), options.replacementCluster(), last);
            }
            stop(
                    isTemporary(last) ? Outcome.WAITING : Outcome.BLOCKED,
                    options.cluster() + " must not be deleted yet",
                    ":",
                    last.blockers());
            note(RESUME);
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

    /** Whether the time removes a blocker: the source cluster is in use, or its metrics do not cover the window. */
    private static boolean isTemporary(StepResult.Readiness readiness) {
        return !readiness.cluster().isQuiet()
                || readiness.blockers().stream().anyMatch(blocker -> blocker.remedy() == Blocker.Remedy.REPEAT_AFTER);
    }

    private void show(StepResult.Readiness seen, Duration waited) {
        if (environment.isQuiet()) {
            return;
        }
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
        if (!isInteractive()) {
            return unconfirmed(
                    requirement("Deleting " + options.cluster(), "--confirm " + options.cluster()) + " " + RESUME);
        }
        Optional<String> entered = enteredName();
        if (entered.filter(name -> ReplaceOptions.confirms(name, options.cluster()))
                .isPresent()) {
            return true;
        }
        return unconfirmed(entered.filter(name -> !name.isEmpty())
                        .map(name -> "The entered name \"" + name + "\" does not match. ")
                        .orElse("")
                + options.cluster() + " was not deleted. " + RESUME);
    }

    /** Ends the run because of a question. Returns false. */
    private boolean unconfirmed(String message) {
        output.print(new Cell(message, Tone.WARNING));
        document.end(Outcome.CONFIRMATION_REQUIRED, message);
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

    private boolean isInteractive() {
        return options.prompts() && environment.operator().isInteractive();
    }

    private String requirement(String action, String option) {
        return action + " requires " + option
                + (options.prompts()
                        ? " or an interactive terminal."
                        : ", because --format json does not prompt for confirmation.");
    }

    private boolean agreed(String question, String action) {
        if (options.yes()) {
            return true;
        }
        if (!isInteractive()) {
            return unconfirmed(requirement(action, "--yes") + " Nothing was changed.");
        }
        boolean yes = output.ask(question, "[y/N] ", environment.operator())
                .map(answer -> answer.toLowerCase(Locale.ROOT))
                .filter(List.of("y", "yes")::contains)
                .isPresent();
        return yes || unconfirmed("Declined: the step was not run. " + RESUME);
    }
}
