package io.github.daxguard.cli.demo;

import io.github.daxguard.emulator.StoredEvaluation;
import io.github.daxguard.rule.Compliance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The expected outcome of a run of a rule, and all expected results of the rule in AWS Config. Immutable. */
final class Expectation {

    /** The function succeeds, and AWS Config has no results. */
    static final Expectation NOTHING = new Expectation(Map.of(), Optional.empty());

    private record Result(Compliance compliance, String mention) {}

    private final Map<String, Result> results;
    private final Optional<String> failure;

    private Expectation(Map<String, Result> results, Optional<String> failure) {
        this.results = Map.copyOf(results);
        this.failure = failure;
    }

    /** Expects this result for the cluster, with this text in the annotation. */
    Expectation with(String cluster, Compliance compliance, String mention) {
        Map<String, Result> more = new TreeMap<>(results);
        more.put(cluster, new Result(compliance, mention));
        return new Expectation(more, failure);
    }

    /** Expects this result for each of these clusters. */
    Expectation withAll(List<String> clusters, Compliance compliance, String mention) {
        Expectation all = this;
        for (String cluster : clusters) {
            all = all.with(cluster, compliance, mention);
        }
        return all;
    }

    /** Expects that the function fails with this text in the message. */
    Expectation failing(String mention) {
        return new Expectation(results, Optional.of(mention));
    }

    /** Expects that the function succeeds. */
    Expectation succeeding() {
        return new Expectation(results, Optional.empty());
    }

    /** Descriptions of the expectations that the run does not meet. */
    List<String> differences(Run run) {
        List<String> differences = new ArrayList<>();
        differenceOfOutcome(run).ifPresent(differences::add);
        Map<String, Result> missing = new TreeMap<>(results);
        for (StoredEvaluation stored : run.after()) {
            Result expected = missing.remove(stored.resourceId());
            if (expected == null) {
                differences.add(stored.resourceId() + ": no result was expected, but AWS Config has " + text(stored));
            } else if (!expected.compliance().name().equals(stored.complianceType())
                    || !stored.annotation().contains(expected.mention())) {
                differences.add(
                        stored.resourceId() + ": expected " + text(expected) + ", but AWS Config has " + text(stored));
            }
        }
        missing.forEach((cluster, expected) ->
                differences.add(cluster + ": expected " + text(expected) + ", but AWS Config has no result"));
        return differences;
    }

    private Optional<String> differenceOfOutcome(Run run) {
        String expected = failure.map(mention -> "a failure that mentions \"" + mention + "\"")
                .orElse("success");
        String actual = run.failure().map(Exception::toString).orElse("success");
        boolean same = failure.isPresent() == run.failure().isPresent() && actual.contains(failure.orElse(""));
        return same ? Optional.empty() : Optional.of("The function: expected " + expected + ", but it was " + actual);
    }

    private static String text(Result result) {
        return result.compliance() + " with \"" + result.mention() + "\"";
    }

    private static String text(StoredEvaluation stored) {
        return stored.complianceType() + " with \"" + stored.annotation() + "\"";
    }
}
