package io.github.daxguard.config;

import io.github.daxguard.results.Evaluation;
import io.github.daxguard.results.Resource;
import io.github.daxguard.rule.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came of a run.
 *
 * @param evaluations of clusters, or of the account where there are none
 * @param cleared evaluations that remove stale results
 * @param unconfirmed resources whose results may be stale and stay as they are, because it is not known whether the clusters
 *     exist: there was no time for the lookup, or it failed
 * @param unreported of evaluations and cleared, what AWS Config does not have
 * @param failure why the run has failed; empty if everything was read and reported
 */
public record RunResult(
        List<Evaluation> evaluations,
        List<Evaluation> cleared,
        List<Resource> unconfirmed,
        Set<Resource> unreported,
        Optional<RuntimeException> failure) {

    public RunResult {
        evaluations = List.copyOf(evaluations);
        cleared = List.copyOf(cleared);
        unconfirmed = List.copyOf(unconfirmed);
        unreported = Set.copyOf(unreported);
    }

    /** How many clusters were judged: all evaluations but the account's own. */
    public int clusters() {
        return (int) evaluations.stream()
                .filter(evaluation -> evaluation.resource().isCluster())
                .count();
    }

    /** How many evaluations have a verdict of that kind. */
    public int count(Class<? extends Verdict> kind) {
        return (int) evaluations.stream()
                .filter(evaluation -> kind.isInstance(evaluation.verdict()))
                .count();
    }

    /** How many stale results were removed. */
    public int staleRemovedCount() {
        return (int) cleared.stream()
                .filter(evaluation -> !unreported.contains(evaluation.resource()))
                .count();
    }
}
