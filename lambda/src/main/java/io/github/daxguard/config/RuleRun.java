package io.github.daxguard.config;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.aws.Pause;
import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.results.Evaluation;
import io.github.daxguard.results.EvaluationReporter;
import io.github.daxguard.results.PreviousResult;
import io.github.daxguard.results.PreviousResults;
import io.github.daxguard.results.ReportingException;
import io.github.daxguard.results.Resource;
import io.github.daxguard.results.TypeRefusal;
import io.github.daxguard.rule.AccountSummary;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.ClusterSource;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.Exemptions;
import io.github.daxguard.rule.Listing;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.rule.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.config.ConfigClient;

/**
 * One run of the rule, from an event to the results in AWS Config.
 *
 * <p>Reports all verdicts that are known before it fails. Removes stale results only after a complete listing, and only if a
 * lookup of the name confirms that the cluster does not exist: a paged listing can omit a cluster while others are deleted, and
 * another run can report a cluster that was created after the listing.
 *
 * <p>If AWS Config provably refuses the type of clusters, or a rule parameter requires it, a scheduled run reports one verdict on
 * the account in place of those on clusters.
 *
 * <p>Costs, in addition to the calls of the listing, of {@link PreviousResults} and of {@link EvaluationReporter}, one
 * DescribeClusters for each stale name.
 */
public final class RuleRun {

    /** The minimum time for a lookup, so that it does not time out, which would fail the run. */
    private static final Duration TIME_FOR_A_LOOKUP = Duration.ofSeconds(1);

    /** The variation of the time at which AWS Config invokes a periodic rule. */
    private static final Duration VARIATION = Duration.ofMinutes(10);

    private final ClusterSource clusters;
    private final PreviousResults previousResults;
    private final EvaluationReporter reporter;
    private final AwsCalls calls;
    private final RuleEvent event;
    private final Control control;
    private final Exemptions exemptions;
    private final boolean fallbackAllowed;
    private final boolean accountReported;
    private final Instant now;
    private final Duration refresh;
    private final Optional<Duration> frequency;
    private final Consumer<Evaluation> evaluated;

    /** The results that AWS Config holds; empty if they are not known, so that everything is reported. */
    private Optional<Map<Resource, PreviousResult>> previous = Optional.empty();

    private Optional<RuntimeException> previousFailure = Optional.empty();

    private final Map<Resource, Evaluation> evaluations = new LinkedHashMap<>();
    private final List<Evaluation> staleRemoved = new ArrayList<>();
    private final List<Resource> unconfirmed = new ArrayList<>();

    /** Resources whose evaluations were not sent, because AWS Config holds the same result. */
    private final Set<Resource> unchanged = new HashSet<>();

    /** Clusters whose evaluations were not sent or not accepted, because the account is reported. */
    private final Set<Resource> omitted = new HashSet<>();

    private Optional<TypeRefusal> typeRefusal = Optional.empty();

    /** The first failure to look up the cluster of a stale result. */
    private Optional<RuntimeException> lookupFailure = Optional.empty();

    /**
     * A run for one event.
     *
     * @param clusters the clusters of the event's account
     * @param calls carry the credentials of the event's account
     * @param now the current time, which determines whether an unchanged result is due
     * @param frequency the frequency of the rule; empty if it is not known
     * @param evaluated receives each evaluation before it is sent, also if it is not sent because it is unchanged, until the time
     *     is exhausted
     */
    public RuleRun(
            ClusterSource clusters,
            ConfigClient config,
            AwsCalls calls,
            Pause pause,
            RuleEvent event,
            RuleParameters parameters,
            Instant now,
            Optional<Duration> frequency,
            Consumer<Evaluation> evaluated) {
        this.clusters = clusters;
        this.previousResults = new PreviousResults(config, calls);
        this.reporter = new EvaluationReporter(
                config, calls, pause, event.resultToken(), event.notification().orderingTimestamp());
        this.calls = calls;
        this.event = event;
        this.control = parameters.control();
        this.exemptions = new Exemptions(parameters, event.notification().day(), clusters::tagsOf);
        this.fallbackAllowed = !parameters.resourceType().equals(Optional.of(ResourceType.DAX_CLUSTER));
        this.accountReported = parameters.isAccountReported() && event.notification() instanceof Notification.Scheduled;
        this.now = now;
        this.refresh = Duration.ofHours(parameters.refreshHours());
        this.frequency = frequency;
        this.evaluated = evaluated;
    }

    /** Evaluates the clusters and reports the verdicts. The result contains the failures. */
    public RunResult run() {
        return event.notification() instanceof Notification.ItemChange change ? run(change) : runOnAll();
    }

    private RunResult run(Notification.ItemChange change) {
        Evaluation evaluation;
        try {
            evaluation = new Evaluation(change.resource(), verdict(change));
        } catch (RuntimeException e) {
            RunResult failed = new RunResult(
                    List.of(),
                    List.of(),
                    0,
                    Set.of(),
                    Optional.empty(),
                    List.of(),
                    Set.of(change.resource()),
                    Optional.of(e));
            return calls.isTimeExhausted() ? failed.timedOut() : failed;
        }
        report(evaluation);
        return finish(reporter.finish(), Optional.empty());
    }

    private RunResult runOnAll() {
        // Full batches are sent before the lookups, so that the remaining time must suffice only for the last batch.
        Listing listing = listAndReport();
        Optional<RuntimeException> failure = previousFailure;
        if (listing instanceof Listing.Incomplete incomplete) {
            previousFailure.ifPresent(incomplete.failure()::addSuppressed);
            failure = Optional.of(incomplete.failure());
        } else {
            removeStale();
        }
        boolean isComplete = listing instanceof Listing.Complete && unconfirmed.isEmpty();
        if (accountReported) {
            reportAccount(isComplete);
            removeClusters();
        }
        EvaluationReporter.Outcome outcome = reporter.finish();
        if (outcome.failure().isPresent() && fallbackAllowed) {
            typeRefusal = reporter.withoutRefusedType(Resource.account(event.account()));
            List<Evaluation> others =
                    typeRefusal.map(refusal -> omit(refusal.resources())).orElse(List.of());
            if (typeRefusal.isPresent() && !accountReported) {
                reportAccount(isComplete);
                reporter.finish();
            }
            others.forEach(reporter::add);
            outcome = reporter.finish();
        }
        Resource account = Resource.account(event.account());
        // AWS Config accepts the type again: every evaluation of a cluster is accepted, or AWS Config holds the same
        // result.
        if (isComplete && outcome.unreported().isEmpty() && withoutEvaluation().contains(account)) {
            remove(account);
            outcome = reporter.finish();
        }
        return finish(outcome, failure.or(() -> lookupFailure));
    }

    /**
     * Omits the refused evaluations of clusters.
     *
     * @return those of other resources, which were in the same batches
     */
    private List<Evaluation> omit(Set<Resource> refused) {
        List<Evaluation> others = staleRemoved.stream()
                .filter(evaluation -> refused.contains(evaluation.resource()))
                .filter(evaluation -> !evaluation.resource().isCluster())
                .toList();
        omitted.addAll(refused);
        others.forEach(evaluation -> omitted.remove(evaluation.resource()));
        staleRemoved.removeIf(evaluation -> omitted.contains(evaluation.resource()));
        return others;
    }

    /** Removes the results of clusters, if AWS Config holds that of the account. */
    private void removeClusters() {
        Resource account = Resource.account(event.account());
        if (evaluations.containsKey(account) && !reporter.finish().unreported().contains(account)) {
            staleRemoved.forEach(reporter::add);
        } else {
            staleRemoved.clear();
        }
    }

    /**
     * Reports the verdict on the account, in a batch of its own: AWS Config refuses a batch as a whole.
     *
     * <p>If a cluster is unknown, a finding that AWS Config holds for the account stays: it can be that of this cluster.
     */
    private void reportAccount(boolean isComplete) {
        Map<String, Verdict> verdicts = new TreeMap<>();
        for (Evaluation evaluation : evaluations.values()) {
            if (evaluation.resource().isCluster()) {
                String id = evaluation.resource().id();
                verdicts.put(
                        ClusterIdentity.parse(id).map(ClusterIdentity::name).orElse(id), evaluation.verdict());
            }
        }
        Resource account = Resource.account(event.account());
        Evaluation evaluation = new Evaluation(account, AccountSummary.verdict(control, verdicts, isComplete));
        omitted.remove(account);
        unchanged.remove(account);
        if (!isComplete && evaluation.verdict().compliance() == Compliance.NOT_APPLICABLE && canHoldFinding(account)) {
            evaluations.remove(account);
            return;
        }
        evaluations.put(account, evaluation);
        if (isKnown() && isCurrent(evaluation)) {
            unchanged.add(account);
        } else {
            reporter.add(evaluation);
        }
    }

    private boolean canHoldFinding(Resource resource) {
        return previous.isEmpty()
                || Optional.ofNullable(previous.get().get(resource))
                        .filter(result -> result.compliance().equals(Compliance.NON_COMPLIANT.name()))
                        .isPresent();
    }

    /**
     * Reports the clusters of each page while the next page is read. Another thread does this only if there is more than one
     * page: it would prolong a cold start.
     */
    private Listing listAndReport() {
        try (Background reporting = new Background()) {
            Listing listing = clusters.list((page, isLast) -> {
                if (isLast && !reporting.isStarted()) {
                    report(page);
                } else {
                    reporting.run(() -> report(page));
                }
            });
            reporting.await();
            return listing;
        }
    }

    /** Reports the clusters of one page. The first time, it reads the previous results. */
    private void report(List<Cluster> page) {
        if (previous.isEmpty() && previousFailure.isEmpty()) {
            try {
                previous = Optional.of(previousResults.read(event.ruleName()));
            } catch (ReportingException e) {
                previousFailure = Optional.of(e);
            }
        }
        for (Cluster cluster : page) {
            report(new Evaluation(Resource.cluster(cluster.name()), control.evaluate(cluster, exemptions)));
        }
    }

    /** Removes the results of resources without an evaluation. If no result remains, shows that the rule ran. */
    private void removeStale() {
        Map<String, Verdict> listed = new HashMap<>();
        for (Evaluation evaluation : evaluations.values()) {
            listed.put(evaluation.resource().id().toLowerCase(Locale.ROOT), evaluation.verdict());
        }
        Resource account = Resource.account(event.account());
        List<Resource> stale = withoutEvaluation();
        stale.stream()
                .filter(resource -> !resource.equals(account))
                .forEach(resource -> confirmAndReport(resource, listed));
        if (accountReported) {
            previous.orElse(Map.of()).keySet().stream()
                    .filter(omitted::contains)
                    .forEach(resource -> remove(resource, "The rule reports one result for the account now."));
            return;
        }
        boolean isResultLeft = !unconfirmed.isEmpty()
                || evaluations.values().stream()
                        .anyMatch(evaluation -> evaluation.verdict().compliance() != Compliance.NOT_APPLICABLE);
        if (isResultLeft) {
            return;
        }
        Evaluation none = new Evaluation(
                account,
                new Verdict.NotApplicable(
                        evaluations.isEmpty()
                                ? "There is no DAX cluster in this account and Region."
                                : "Every DAX cluster in this account and Region is exempt or being deleted."));
        evaluations.put(account, none);
        if (stale.contains(account) || !isKnown() || isAccountDue()) {
            reporter.add(none);
        } else {
            unchanged.add(account);
        }
    }

    /**
     * Whether this run reports an account without results. AWS Config does not show that result, so its age is not known: the
     * runs in the first {@code frequency} of each refresh period report it, and some minutes more, because runs vary by minutes.
     */
    private boolean isAccountDue() {
        return frequency
                .map(every -> event.notification().createdAt().getEpochSecond() % refresh.toSeconds()
                        < every.plus(VARIATION).toSeconds())
                .orElse(true);
    }

    /** Whether unchanged results can be omitted. In test mode, AWS Config validates all evaluations. */
    private boolean isKnown() {
        return previous.isPresent() && !event.isTest();
    }

    /** Sends the evaluation unless AWS Config holds the same result, or holds none and the evaluation is NOT_APPLICABLE. */
    private void report(Evaluation evaluation) {
        @Nullable Evaluation earlier = evaluations.put(evaluation.resource(), evaluation);
        if (earlier != null && earlier.verdict().equals(evaluation.verdict())) {
            return;
        }
        // The time that is left when nothing more can be sent is not enough for thousands of log lines.
        if (calls.haveTimeFor(Duration.ZERO, Operation.PUT_EVALUATIONS)) {
            evaluated.accept(evaluation);
        }
        if (accountReported) {
            omitted.add(evaluation.resource());
            return;
        }
        // A cluster that is on two pages can differ. The last occurrence applies, also if the earlier one was sent.
        if (earlier == null && isKnown() && isCurrent(evaluation)) {
            unchanged.add(evaluation.resource());
        } else {
            unchanged.remove(evaluation.resource());
            reporter.add(evaluation);
        }
    }

    private boolean isCurrent(Evaluation evaluation) {
        @Nullable PreviousResult result = previous.orElseThrow().get(evaluation.resource());
        return result == null
                ? evaluation.verdict().compliance() == Compliance.NOT_APPLICABLE
                : result.isCurrent(evaluation.verdict(), now, refresh);
    }

    /** The first failure to read a cluster's tags. */
    private Optional<RuntimeException> tagsFailure() {
        return evaluations.values().stream()
                .map(Evaluation::verdict)
                .flatMap(verdict -> verdict instanceof Verdict.NonCompliant finding
                        ? finding.tagsFailure().stream()
                        : Stream.empty())
                .findFirst();
    }

    private Verdict verdict(Notification.ItemChange change) {
        if (!change.resource().isCluster()) {
            return new Verdict.NotApplicable("This resource is not a DAX cluster.");
        }
        if (change.outOfScope()) {
            return new Verdict.NotApplicable(
                    "AWS Config reports the resource as deleted, not recorded, or outside the rule's scope.");
        }
        return clusters.find(change.clusterName())
                .map(cluster -> control.evaluate(cluster, exemptions))
                .orElseGet(() -> new Verdict.NotApplicable("DAX has no cluster with this name."));
    }

    private List<Resource> withoutEvaluation() {
        return previous.orElse(Map.of()).keySet().stream()
                .filter(resource -> !evaluations.containsKey(resource))
                .toList();
    }

    /**
     * Removes the result if DAX confirms that its cluster does not exist, reports the cluster if it exists, and leaves the
     * result as it is if that is not known. The result of another type of resource, such as the account, is removed.
     *
     * @param listed the verdicts on the listed clusters by their names: an ARN, or a name in upper case, can name one of them
     */
    private void confirmAndReport(Resource resource, Map<String, Verdict> listed) {
        Optional<ClusterIdentity> identity = ClusterIdentity.parse(resource.id());
        if (!resource.isCluster()
                || identity.filter(other -> !other.isIn(event.account(), event.region()))
                        .isPresent()) {
            remove(resource);
            return;
        }
        if (identity.isEmpty()) {
            // The id cannot be looked up; a configuration item of a cluster can have such an id.
            unconfirmed.add(resource);
            return;
        }
        String name = identity.get().name();
        Optional<Verdict> verdict = Optional.ofNullable(listed.get(name));
        if (verdict.isEmpty()) {
            if (!calls.haveTimeFor(TIME_FOR_A_LOOKUP, Operation.DESCRIBE_CLUSTERS)) {
                unconfirmed.add(resource);
                return;
            }
            try {
                verdict = clusters.find(name).map(cluster -> control.evaluate(cluster, exemptions));
            } catch (RuntimeException e) {
                unconfirmed.add(resource);
                lookupFailure = lookupFailure.or(() -> Optional.of(e));
                return;
            }
        }
        if (verdict.isEmpty()) {
            remove(resource);
            return;
        }
        report(new Evaluation(resource, verdict.get()));
    }

    private void remove(Resource resource) {
        remove(
                resource,
                resource.isCluster()
                        ? "Stale result: DAX has no cluster with this id in this account and Region."
                        : "Stale result: the rule reports clusters now.");
    }

    private void remove(Resource resource, String reason) {
        Evaluation evaluation = new Evaluation(resource, new Verdict.NotApplicable(reason));
        staleRemoved.add(evaluation);
        if (!accountReported) {
            reporter.add(evaluation);
        }
    }

    private RunResult finish(EvaluationReporter.Outcome outcome, Optional<RuntimeException> failureSoFar) {
        RunResult result = new RunResult(
                List.copyOf(evaluations.values()),
                staleRemoved,
                unchanged.size(),
                omitted,
                // Not a lambda: it would load the classes of a fallback in every run.
                typeRefusal.isPresent() ? Optional.of(fallback(typeRefusal.get())) : Optional.empty(),
                unconfirmed,
                outcome.unreported(),
                both(both(tagsFailure(), failureSoFar), outcome.failure()));
        return outcome.timeExhausted() ? result.timedOut() : result;
    }

    private RunResult.Fallback fallback(TypeRefusal refusal) {
        return new RunResult.Fallback(
                String.valueOf(refusal.error().getMessage()),
                previous.orElse(Map.of()).keySet().stream()
                        .filter(refusal.resources()::contains)
                        .filter(Resource::isCluster)
                        .toList(),
                accountReported);
    }

    /** Combines two failures. */
    private static Optional<RuntimeException> both(
            Optional<RuntimeException> earlier, Optional<? extends RuntimeException> later) {
        if (earlier.isEmpty() || later.isEmpty()) {
            return later.<RuntimeException>map(failure -> failure).or(() -> earlier);
        }
        return Optional.of(new ReportingException(
                later.get().getMessage() + " Earlier failure: " + earlier.get().getMessage(), earlier.get()));
    }
}
