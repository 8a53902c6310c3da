package io.github.daxguard.config;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Pause;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.ClusterSource;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.Exemptions;
import io.github.daxguard.rule.Listing;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.rule.Tags;
import io.github.daxguard.rule.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.config.ConfigClient;

/**
 * One run of the rule, from an event to the results in AWS Config.
 *
 * <p>Reports first whatever it could find out, and only then fails for the rest. Clears old results only when the listing
 * ended normally.
 */
public final class RuleRun {

    private final ClusterSource clusters;
    private final OldResults oldResults;
    private final EvaluationReporter reporter;
    private final RuleEvent event;
    private final Control control;
    private final Exemptions exemptions;

    /** The first failure to read a cluster's tags. */
    private Optional<RuntimeException> tagsFailure = Optional.empty();

    /**
     * A run for one event.
     *
     * @param clusters the clusters of the event's account
     * @param calls carry the credentials of the event's account
     */
    public RuleRun(
            ClusterSource clusters,
            ConfigClient config,
            AwsCalls calls,
            Pause pause,
            RuleEvent event,
            RuleParameters parameters) {
        this.clusters = clusters;
        this.oldResults = new OldResults(config, calls);
        this.reporter = new EvaluationReporter(
                config, calls, pause, event.resultToken(), event.notification().orderingTimestamp());
        this.event = event;
        this.control = parameters.control();
        this.exemptions = new Exemptions(parameters, event.notification().day(), this::tagsOf);
    }

    /** Evaluates and reports; what could not be done is part of the result. */
    public RunResult run() {
        return event.notification() instanceof Notification.ItemChange change ? run(change) : runOnAll();
    }

    private RunResult run(Notification.ItemChange change) {
        Verdict verdict;
        try {
            verdict = verdict(change);
        } catch (RuntimeException e) {
            return new RunResult(List.of(), List.of(), Set.of(change.resource()), Optional.of(e));
        }
        return report(List.of(new Evaluation(change.resource(), verdict)), List.of(), Optional.empty());
    }

    private RunResult runOnAll() {
        Listing listing = clusters.list();
        List<Evaluation> evaluations = new ArrayList<>();
        for (Cluster cluster : listing.clusters()) {
            evaluations.add(new Evaluation(Resource.cluster(cluster.name()), control.evaluate(cluster, exemptions)));
        }
        if (listing instanceof Listing.Incomplete incomplete) {
            return report(evaluations, List.of(), Optional.of(incomplete.failure()));
        }
        if (evaluations.isEmpty()) {
            evaluations.add(new Evaluation(
                    Resource.account(event.account()),
                    new Verdict.NotApplicable("There is no DAX cluster in this account and Region.")));
        }
        List<Evaluation> cleared;
        try {
            cleared = clearVanished(evaluations);
        } catch (ReportingException e) {
            return report(evaluations, List.of(), Optional.of(e));
        }
        return report(evaluations, cleared, Optional.empty());
    }

    /** Notes a failure to read tags: the verdict holds without them, and the run fails all the same. */
    private Tags tagsOf(Cluster cluster) {
        Tags tags = clusters.tagsOf(cluster);
        if (tags instanceof Tags.Unread unread && tagsFailure.isEmpty()) {
            tagsFailure = Optional.of(unread.failure());
        }
        return tags;
    }

    private Verdict verdict(Notification.ItemChange change) {
        if (!change.resource().isCluster()) {
            return new Verdict.NotApplicable("This is no DAX cluster.");
        }
        if (change.gone()) {
            return new Verdict.NotApplicable(
                    "AWS Config has it as deleted, not recorded, or outside of the rule's scope.");
        }
        return clusters.find(change.clusterName())
                .map(cluster -> control.evaluate(cluster, exemptions))
                .orElseGet(() -> new Verdict.NotApplicable("DAX has no cluster of this name."));
    }

    /** An evaluation for each old result whose resource is not among the new ones, so that AWS Config drops it. */
    private List<Evaluation> clearVanished(List<Evaluation> evaluations) {
        Set<Resource> current = new HashSet<>();
        evaluations.forEach(evaluation -> current.add(evaluation.resource()));
        return oldResults.read(event.ruleName()).stream()
                .filter(resource -> !current.contains(resource))
                .map(resource -> new Evaluation(
                        resource, new Verdict.NotApplicable("DAX no longer lists a cluster of this id.")))
                .toList();
    }

    private RunResult report(
            List<Evaluation> evaluations, List<Evaluation> cleared, Optional<RuntimeException> failureSoFar) {
        List<Evaluation> all = new ArrayList<>(evaluations);
        all.addAll(cleared);
        EvaluationReporter.Outcome outcome = reporter.report(all);
        return new RunResult(
                evaluations, cleared, outcome.unreported(), both(both(tagsFailure, failureSoFar), outcome.failure()));
    }

    /** One failure that tells of both, where there are two. */
    private static Optional<RuntimeException> both(
            Optional<RuntimeException> earlier, Optional<? extends RuntimeException> later) {
        if (earlier.isEmpty() || later.isEmpty()) {
            return later.<RuntimeException>map(failure -> failure).or(() -> earlier);
        }
        return Optional.of(new ReportingException(
                later.get().getMessage() + " Before that: " + earlier.get().getMessage(), earlier.get()));
    }
}
