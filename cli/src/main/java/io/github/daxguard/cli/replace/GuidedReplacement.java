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

/** Carries out a replacement step by step: shows, asks, calls AWS, waits. Each run reads the current state from AWS. */
final class GuidedReplacement {

    /** DAX takes minutes to make a cluster. */
    static final Duration REPLACEMENT_POLL_INTERVAL = Duration.ofSeconds(30);

    /** CloudWatch has a new figure each minute. */
    static final Duration BETWEEN_LOOKS_AT_TRAFFIC = Duration.ofSeconds(60);

    /** Figures that are younger speak of somebody who is still there. */
    private static final Duration RECENT = Duration.ofMinutes(5);

    private static final int MOST_QUESTIONS = 3;

    private static final String GO_ON = "To go on, run the same command again: it finds out how far things are.";

    private final ReplaceOptions choices;
    private final ProcessEnvironment surroundings;
    private final AwsClients clients;
    private final Steps steps;
    private final ReplaceOutput screen;
    private final Progress progress;
    private final Polling watch;
    private String shownState = "";

    /** Asks AWS for the caller's identity, and nothing more yet. The caller closes the clients. */
    GuidedReplacement(ReplaceOptions choices, Terminal terminal, ProcessEnvironment surroundings, AwsClients clients) {
        this.choices = choices;
        this.surroundings = surroundings;
        this.clients = clients;
        this.screen = new ReplaceOutput(terminal);
        this.progress = terminal.progress(surroundings.person().isThere());
        this.watch = new Polling(terminal, progress, surroundings.clock(), surroundings.pause());
        this.steps = Steps.in(clients, choices, surroundings.clock());
    }

    /**
     * Carries out the remaining steps. Returns true if the cluster is replaced or, in a dry run, can be replaced; otherwise the
     * screen lists the remaining steps.
     */
    boolean lead() {
        screen.opening(choices, steps.identity(), clients.region().id());
        try {
            if (steps.old().isEmpty()) {
                return isDone();
            }
            StepResult.Verified verified = steps.verify();
            return plan(verified)
                    && (choices.dryRun() || (create(verified) && await() && publish() && deleteOnceUnused()));
        } catch (RefusedStepException e) {
            progress.end();
            if (e.what().isEmpty()) {
                e.blockers().forEach(blocker -> screen.say(new Cell(ReplaceMessages.of(blocker), Tone.ALERT)));
            } else {
                screen.blockers(e.what() + ":", e.blockers());
            }
            screen.say(GO_ON);
            return false;
        }
    }

    /** What is left once the old cluster is gone, or going. */
    private boolean isDone() {
        StepResult.Verified verified = steps.verify();
        if (verified.status().isEmpty()) {
            // Neither of the two is there: the plan says it with the place, in which one may have been mistaken.
            return isPossible(steps.plan());
        }
        if (!verified.verified()) {
            screen.say(choices.cluster() + " is gone, or being deleted.");
            return unfinished(verified);
        }
        screen.say(new Cell(
                "It is done: " + choices.cluster() + " is gone, or being deleted, and " + choices.replacementCluster()
                        + " has taken its place.",
                Tone.CALM));
        screen.say(verified.message());
        if (!choices.rules().isEmpty() && !choices.dryRun()) {
            startRules();
        }
        return true;
    }

    /** The last run may have ended before it came to this. */
    private void startRules() {
        String rules = String.join(", ", choices.rules());
        if (choices.confirm().isPresent()
                || agreed(
                        "Start the AWS Config rules " + rules + " in " + steps.target() + " (again)?",
                        "Starting the rules needs --yes, or a terminal to be asked at.")) {
            screen.say(steps.startRules()
                    .map(reason -> "The rules were not started: " + reason + " They run at their next turn.")
                    .orElse("The rules have been started."));
        }
    }

    private boolean plan(StepResult.Verified verified) {
        StepResult.Planned plan = steps.plan();
        if (!isPossible(plan)) {
            return false;
        }
        if (!verified.status().isEmpty()) {
            screen.say(choices.replacementCluster() + " is there already; its status is " + verified.status() + ".");
        } else {
            screen.plan(plan);
        }
        if (choices.dryRun()) {
            if (verified.status().isEmpty()) {
                plan.createCluster().ifPresent(screen::request);
            }
            screen.say(new Cell("Nothing was changed. Nothing stands in the way.", Tone.CALM));
        } else if (surroundings.person().isThere()) {
            screen.say("Ctrl-C stops this at any time and breaks nothing. " + GO_ON);
        }
        return true;
    }

    private boolean isPossible(StepResult.Planned plan) {
        if (!plan.possible()) {
            screen.blockers(choices.cluster() + " cannot be replaced now. Blockers:", plan.blockers());
        }
        return plan.possible();
    }

    private boolean create(StepResult.Verified verified) {
        if (!verified.status().isEmpty()) {
            return true;
        }
        boolean agreed = agreed(
                "Create the DAX cluster " + choices.replacementCluster() + " in " + steps.target()
                        + "? It costs from then on, beside " + choices.cluster() + ".",
                "Creating " + choices.replacementCluster() + " needs --yes, or a terminal to be asked at.");
        if (agreed) {
            screen.say(steps.create().message());
        }
        return agreed;
    }

    private boolean await() {
        StepResult.Verified verified = watch.until(
                steps.verify(),
                seen -> !seen.waiting() || seen.verified() || !choices.waits(),
                (seen, waited) -> progress.show(
                        seen.status(),
                        ReplaceOutput.time(waited) + "  " + choices.replacementCluster() + " is " + seen.status()),
                steps::verify,
                REPLACEMENT_POLL_INTERVAL);
        return verified.verified() || unfinished(verified);
    }

    private boolean unfinished(StepResult.Verified verified) {
        screen.blockers(
                choices.replacementCluster() + (verified.waiting() ? " is not ready yet:" : " cannot take over:"),
                verified.blockers());
        screen.say(GO_ON);
        return false;
    }

    /** Shows the endpoint, and writes it to the parameter if one is named. */
    private boolean publish() {
        Optional<EndpointParameter> parameter = choices.endpointParameter();
        StepResult.Verified verified = steps.verify();
        if (parameter.isPresent() && verified.verified()) {
            String name = parameter.get().name();
            if (!agreed(
                    "Write " + verified.endpoint() + " to the SSM parameter " + name + " in " + steps.target()
                            + ", over what it holds?",
                    "Writing the SSM parameter " + name + " needs --yes, or a terminal to be asked at.")) {
                return false;
            }
            // The operator can take long to answer.
            verified = steps.verify();
        }
        if (!verified.verified()) {
            return unfinished(verified);
        }
        screen.say(verified.message());
        if (parameter.isPresent()) {
            steps.write(parameter.get(), verified.endpoint());
            screen.say("The SSM parameter " + parameter.get().name() + " contains the new endpoint.");
        }
        screen.say("What to do now: point the applications to this endpoint"
                + (parameter.isEmpty() ? "" : " (those that read the parameter, at their next start)")
                + " and deploy them. Both clusters cost until " + choices.cluster() + " is deleted.");
        return true;
    }

    private boolean deleteOnceUnused() {
        StepResult.Readiness readiness = quiet();
        if (!readiness.ready() || !acceptsMissingMetrics(readiness) || !confirmed()) {
            return false;
        }
        screen.say(steps.delete(readiness.cluster().measured()).message());
        screen.say("What to do now: put " + choices.replacementCluster() + " in the place of " + choices.cluster()
                + " wherever else it is named: templates, alarms, dashboards, access policies.");
        return true;
    }

    /** Asks the operator to accept the risk of a deletion without metrics. */
    private boolean acceptsMissingMetrics(StepResult.Readiness readiness) {
        if (readiness.cluster().measured()) {
            return true;
        }
        screen.say(new Cell(
                "RISK: CloudWatch does not have the metrics of each node of " + choices.cluster()
                        + ". It may be in use. If it is, its clients lose their connections when it is deleted.",
                Tone.ALERT));
        return agreed(
                "Continue without metrics?",
                "Deleting " + choices.cluster() + " without metrics requires --yes or an interactive terminal.");
    }

    /** The traffic of the source cluster, once it is quiet or there is nothing to wait for. */
    private StepResult.Readiness quiet() {
        StepResult.Readiness first = steps.readiness();
        boolean waits = choices.waits()
                && (choices.confirm().isPresent() || surroundings.person().isThere());
        if (!first.cluster().isQuiet() && first.replacementCluster().isPresent() && waits) {
            screen.say(choices.cluster() + " can be deleted once it has had no request and no connection for "
                    + first.window().length().toMinutes() + " minutes.");
        }
        StepResult.Readiness last = watch.until(
                first,
                seen -> seen.ready()
                        || seen.cluster().isQuiet()
                        || seen.replacementCluster().isEmpty()
                        || !waits,
                this::show,
                steps::readiness,
                BETWEEN_LOOKS_AT_TRAFFIC);
        if (!last.ready()) {
            screen.traffic(choices.cluster(), choices.replacementCluster(), last);
            screen.blockers(choices.cluster() + " must not be deleted yet:", last.blockers());
            screen.say(GO_ON);
        } else {
            if (last.cluster().measured()) {
                screen.say(new Cell(
                        choices.cluster() + " had no requests and no connections for "
                                + last.window().length().toMinutes() + " minutes, and " + choices.replacementCluster()
                                + " is ready.",
                        Tone.CALM));
            }
            if (last.replacementCluster().filter(Traffic::isQuiet).isPresent()) {
                screen.say("But nobody has talked to " + choices.replacementCluster()
                        + " either: make sure that the applications know its endpoint.");
            }
        }
        return last;
    }

    private void show(StepResult.Readiness seen, Duration waited) {
        Traffic traffic = seen.cluster();
        Instant until = seen.window().until();
        Instant last = traffic.lastSeen().orElse(until);
        Instant recently = until.minus(RECENT);
        String who = traffic.nodes().stream()
                .filter(node -> node.lastSeen().filter(recently::isBefore).isPresent())
                .map(NodeTraffic::node)
                .collect(Collectors.joining(", "));
        String state = choices.cluster()
                + (traffic.isQuiet()
                        ? " is quiet"
                        : last.isAfter(recently)
                                ? " is in use" + (who.isEmpty() ? "" : ": " + who)
                                : " is silent since " + ReplaceOutput.timeOfDay(last) + ", long enough after "
                                        + ReplaceOutput.timeOfDay(
                                                last.plus(seen.window().length())) + " UTC");
        if (!state.equals(shownState)) {
            shownState = state;
            progress.end();
            screen.traffic(choices.cluster(), choices.replacementCluster(), seen);
        }
        progress.show(state, ReplaceOutput.time(waited) + "  " + state);
    }

    /** A deletion is for ever: only the name counts as an answer. */
    private boolean confirmed() {
        if (choices.confirm().isPresent()) {
            return true;
        }
        if (!surroundings.person().isThere()) {
            screen.say(new Cell(
                    "Deleting " + choices.cluster() + " needs --confirm " + choices.cluster()
                            + ", or a terminal to type the name at. With either, the command goes on from here.",
                    Tone.ALERT));
            return false;
        }
        Optional<String> typed = typedName();
        if (typed.filter(name -> ReplaceOptions.confirms(name, choices.cluster()))
                .isPresent()) {
            return true;
        }
        screen.say(typed.filter(name -> !name.isEmpty())
                        .map(name -> "\"" + name + "\" is not its name. ")
                        .orElse("")
                + choices.cluster() + " was not deleted. " + GO_ON);
        return false;
    }

    /** An empty line is no answer: Enter may have been pressed while there was nothing to answer. */
    private Optional<String> typedName() {
        Optional<String> typed = Optional.of("");
        for (int tries = 0;
                tries < MOST_QUESTIONS && typed.filter(String::isEmpty).isPresent();
                tries++) {
            typed = screen.ask(
                    "Delete the DAX cluster " + choices.cluster() + " in " + steps.target()
                            + "? This cannot be undone. If so, type its name.",
                    "name: ",
                    surroundings.person());
        }
        return typed;
    }

    private boolean agreed(String question, String needs) {
        if (choices.yes()) {
            return true;
        }
        if (!surroundings.person().isThere()) {
            screen.say(new Cell(needs + " Nothing was changed.", Tone.ALERT));
            return false;
        }
        boolean yes = screen.ask(question, "[y/N] ", surroundings.person())
                .map(answer -> answer.toLowerCase(Locale.ROOT))
                .filter(List.of("y", "yes")::contains)
                .isPresent();
        if (!yes) {
            screen.say("No: this was not done. " + GO_ON);
        }
        return yes;
    }
}
