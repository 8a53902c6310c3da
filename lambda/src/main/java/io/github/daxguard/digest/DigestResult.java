package io.github.daxguard.digest;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The result of a digest.
 *
 * @param time the time of the event
 * @param comparisonProblem the reason why the previous findings could not be read; empty otherwise
 * @param creatorsFailure the error that ended the reading of creators; otherwise, the error of the first object with invalid content;
 *     empty without an error
 * @param creatorsOmitted the number of clusters whose creators were not read
 */
public record DigestResult(
        Instant time,
        Reading reading,
        DigestComparison comparison,
        Optional<String> comparisonProblem,
        Optional<DigestException> creatorsFailure,
        int creatorsOmitted) {

    /**
     * The findings of an account and Region.
     *
     * @param nonCompliant all of them, including new ones and those that were not read today
     * @param fresh the new ones
     * @param fixed those that are fixed, and that {@code nonCompliant} does not include
     */
    public record Counts(int nonCompliant, int fresh, int fixed) {

        private static final Counts NONE = new Counts(0, 0, 0);

        private Counts plus(int more, int moreFresh, int moreFixed) {
            return new Counts(nonCompliant + more, fresh + moreFresh, fixed + moreFixed);
        }
    }

    /** The number of findings, including those that were not read today. */
    public int nonCompliant() {
        return comparison.fresh().size()
                + comparison.still().size()
                + comparison.unconfirmed().size();
    }

    /** The number of new findings. */
    public int fresh() {
        return comparison.fresh().size();
    }

    /** The number of findings that are fixed. */
    public int fixed() {
        return comparison.fixed().size();
    }

    /** The number of findings that are no longer reported, although AWS Config does not show that they are fixed. */
    public int unreported() {
        return comparison.unreported().size();
    }

    /** The number of findings of the previous digest that were not read. */
    public int unconfirmed() {
        return comparison.unconfirmed().size();
    }

    /** The number of rules in an account and Region whose results were not read. */
    public int unread() {
        return reading.unread().size();
    }

    /** The number of sources that are not up to date. */
    public int sources() {
        return reading.sources().size();
    }

    /** The number of rules of which the aggregator has no result. */
    public int rulesWithoutResults() {
        return reading.rulesWithoutResults().size();
    }

    /** Whether the digest does not show the current state of all accounts and Regions, or lacks a part. */
    public boolean isIncomplete() {
        return reading.isIncomplete() || comparisonProblem.isPresent() || creatorsFailure.isPresent();
    }

    /** Whether the aggregator has no result of any rule, so that the absence of findings does not show compliance. */
    boolean isWithoutResults() {
        return nonCompliant() == 0
                && comparison.fixed().isEmpty()
                && !reading.rulesWithoutResults().isEmpty();
    }

    /** The counts of all accounts and Regions with findings or with fixed ones. */
    public SortedMap<FindingTarget, Counts> counts() {
        SortedMap<FindingTarget, Counts> counts = new TreeMap<>();
        add(counts, comparison.fresh(), 1, 1, 0);
        add(counts, comparison.still(), 1, 0, 0);
        add(counts, comparison.unconfirmed(), 1, 0, 0);
        add(counts, comparison.fixed(), 0, 0, 1);
        return counts;
    }

    private static void add(
            Map<FindingTarget, Counts> counts,
            SortedMap<AggregatedFinding, Known> findings,
            int nonCompliant,
            int fresh,
            int fixed) {
        findings.keySet()
                .forEach(finding -> counts.merge(
                        finding.target(),
                        Counts.NONE.plus(nonCompliant, fresh, fixed),
                        (before, one) -> before.plus(one.nonCompliant(), one.fresh(), one.fixed())));
    }
}
