package io.github.daxguard.config;

import io.github.daxguard.results.Evaluation;
import io.github.daxguard.results.Resource;
import io.github.daxguard.rule.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The result of a run.
 *
 * @param evaluations of clusters, and of the account if it is reported
 * @param staleRemoved evaluations that remove stale results
 * @param unchanged the number of evaluations that were not sent, because AWS Config holds the same result
 * @param omitted clusters whose evaluations were not sent or not accepted, because the account is reported
 * @param fallback AWS Config's refusal of the type of clusters; empty if there is none
 * @param unconfirmed resources whose results can be stale and were not removed, because it is not known whether the clusters
 *     exist: there was no time for the lookup, or it failed
 * @param unreported resources whose evaluations AWS Config did not accept
 * @param failure the reason that the run failed; empty if everything was read and reported
 */
public record RunResult(
        List<Evaluation> evaluations,
        List<Evaluation> staleRemoved,
        int unchanged,
        Set<Resource> omitted,
        Optional<Fallback> fallback,
        List<Resource> unconfirmed,
        Set<Resource> unreported,
        Optional<RuntimeException> failure) {

    /**
     * AWS Config provably refuses the type of clusters, so that the account is evaluated.
     *
     * @param error AWS Config's error, with the next step
     * @param outdated results of clusters, from a time when AWS Config accepted the type, that could not be updated
     * @param isRequired whether a rule parameter requires that the account is reported
     */
    public record Fallback(String error, List<Resource> outdated, boolean isRequired) {

        public Fallback {
            outdated = List.copyOf(outdated);
        }
    }

    public RunResult {
        evaluations = List.copyOf(evaluations);
        staleRemoved = List.copyOf(staleRemoved);
        omitted = Set.copyOf(omitted);
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
        return (int) evaluations.stream()
                        .filter(evaluation ->
                                !unreported.contains(evaluation.resource()) && !omitted.contains(evaluation.resource()))
                        .count()
                - unchanged
                + staleRemovedCount();
    }

    /** The same result, whose failure states that the time was exhausted, with the counts. */
    RunResult timedOut() {
        return new RunResult(
                evaluations,
                staleRemoved,
                unchanged,
                omitted,
                fallback,
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
