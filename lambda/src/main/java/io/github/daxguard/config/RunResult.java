package io.github.daxguard.config;

import io.github.daxguard.results.Evaluation;
import io.github.daxguard.results.Resource;
import io.github.daxguard.rule.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The result of a run.
 *
 * @param evaluations of clusters, or of the account if there are no clusters
 * @param staleRemoved evaluations that remove stale results
 * @param unchanged the number of evaluations that were not sent, because AWS Config holds the same result
 * @param unconfirmed resources whose results can be stale and were not removed, because it is not known whether the clusters
 *     exist: there was no time for the lookup, or it failed
 * @param unreported resources whose evaluations AWS Config did not accept
 * @param failure the reason that the run failed; empty if everything was read and reported
 */
public record RunResult(
        List<Evaluation> evaluations,
        List<Evaluation> staleRemoved,
        int unchanged,
        List<Resource> unconfirmed,
        Set<Resource> unreported,
        Optional<RuntimeException> failure) {

    public RunResult {
        evaluations = List.copyOf(evaluations);
        staleRemoved = List.copyOf(staleRemoved);
        unconfirmed = List.copyOf(unconfirmed);
        unreported = Set.copyOf(unreported);
    }

    /** The number of evaluated clusters. */
    public int clusters() {
        return (int) evaluations.stream()
                .filter(evaluation -> evaluation.resource().isCluster())
                .count();
    }

    /** The number of evaluations with this kind of verdict. */
    public int count(Class<? extends Verdict> kind) {
        return (int) evaluations.stream()
                .filter(evaluation -> kind.isInstance(evaluation.verdict()))
                .count();
    }

    /** The number of evaluations that AWS Config accepted, including those that remove stale results. */
    public int reported() {
        return (int) Stream.concat(evaluations.stream(), staleRemoved.stream())
                        .filter(evaluation -> !unreported.contains(evaluation.resource()))
                        .count()
                - unchanged;
    }

    /** The same result, whose failure states that the time was exhausted, with the counts. */
    RunResult timedOut() {
        return new RunResult(
                evaluations,
                staleRemoved,
                unchanged,
                unconfirmed,
                unreported,
                failure.map(cause -> new RunTimeoutException(
                        "The time was exhausted. Clusters evaluated: " + clusters() + ". Evaluations reported: "
                                + reported()
                                + ", unchanged: " + unchanged + ", not reported: " + unreported.size()
                                + ". Stale results removed: " + staleRemovedCount() + ", unconfirmed: "
                                + unconfirmed.size() + ". " + cause.getMessage(),
                        cause)));
    }

    /** The number of removed stale results. */
    public int staleRemovedCount() {
        return (int) staleRemoved.stream()
                .filter(evaluation -> !unreported.contains(evaluation.resource()))
                .count();
    }
}
