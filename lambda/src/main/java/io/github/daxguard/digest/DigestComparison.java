package io.github.daxguard.digest;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The findings of a digest, compared with those of the previous one.
 *
 * @param since the day of the previous digest; empty if the findings are not compared, so that every finding is new
 * @param fresh the findings that are not in the previous digest
 * @param still the findings of both
 * @param unconfirmed the previous findings of which it is not known whether they still exist, because their results could not be read
 *     or are not up to date
 * @param unreported the previous findings whose rule has no result any more in the account and Region, reports resources of
 *     another type there, or is not a rule of the deployment any more: AWS Config does not show that they are fixed
 * @param fixed the other previous findings, which AWS Config no longer reports as NON_COMPLIANT
 */
record DigestComparison(
        Optional<LocalDate> since,
        SortedMap<AggregatedFinding, Known> fresh,
        SortedMap<AggregatedFinding, Known> still,
        SortedMap<AggregatedFinding, Known> unconfirmed,
        SortedMap<AggregatedFinding, Known> unreported,
        SortedMap<AggregatedFinding, Known> fixed) {

    /**
     * Compares the findings.
     *
     * @param rules the rules of the deployment; previous findings of other rules are unreported, because they are neither read nor
     *     fixed
     * @param isUnconfirmed whether the absence of a finding of this rule, account and Region does not show that it is fixed
     * @param isWithoutResults whether this rule has no result any more in its account and Region
     * @param today the day of the digest
     */
    static DigestComparison of(
            PreviousDigest previous,
            SortedSet<AggregatedFinding> found,
            Collection<String> rules,
            Predicate<RuleTarget> isUnconfirmed,
            Predicate<RuleTarget> isWithoutResults,
            LocalDate today) {
        SortedMap<AggregatedFinding, Known> before = new TreeMap<>();
        Optional<LocalDate> since = Optional.empty();
        if (previous instanceof PreviousDigest.Findings digest) {
            since = Optional.of(Days.of(digest.time()));
            before.putAll(digest.findings());
        }
        SortedMap<AggregatedFinding, Known> fresh = new TreeMap<>();
        SortedMap<AggregatedFinding, Known> still = new TreeMap<>();
        for (AggregatedFinding finding : found) {
            Known known = before.remove(finding);
            if (known == null) {
                fresh.put(finding, new Known(today, Optional.empty()));
            } else {
                still.put(finding, known);
            }
        }
        SortedMap<AggregatedFinding, Known> unconfirmed = new TreeMap<>();
        SortedMap<AggregatedFinding, Known> unreported = new TreeMap<>();
        SortedMap<AggregatedFinding, Known> fixed = new TreeMap<>();
        Map<RuleTarget, Set<String>> types = new HashMap<>();
        found.forEach(finding -> types.computeIfAbsent(finding.rule(), rule -> new HashSet<>())
                .add(finding.resource().type()));
        before.forEach((finding, known) -> {
            String type = finding.resource().type();
            SortedMap<AggregatedFinding, Known> part;
            if (!rules.contains(finding.rule().rule())) {
                part = unreported;
            } else if (isUnconfirmed.test(finding.rule())) {
                part = unconfirmed;
            } else if (isWithoutResults.test(finding.rule())
                    || !Set.of(type).containsAll(types.getOrDefault(finding.rule(), Set.of()))) {
                part = unreported;
            } else {
                part = fixed;
            }
            part.put(finding, known);
        });
        return new DigestComparison(since, fresh, still, unconfirmed, unreported, fixed);
    }

    /** The findings that the next digest compares with. */
    SortedMap<AggregatedFinding, Known> current() {
        SortedMap<AggregatedFinding, Known> current = new TreeMap<>(fresh);
        current.putAll(still);
        current.putAll(unconfirmed);
        return current;
    }
}
