package io.github.daxguard.digest;

import io.github.daxguard.aws.FailureText;
import io.github.daxguard.results.Resource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.config.model.ComplianceType;

/**
 * The findings of the aggregator, and the results that could not be read.
 *
 * @param findings the resources that are reported as NON_COMPLIANT
 * @param unread the listings that could not be read, each with the reason
 * @param sources the sources that are not up to date
 * @param withoutResults previous targets of which the aggregator has no result any more
 * @param rulesWithoutResults rules of which the aggregator has no result in any account
 * @param managementHasResults whether the aggregator has results of the rules for the management account
 */
record Reading(
        SortedSet<AggregatedFinding> findings,
        SortedMap<RuleTarget, String> unread,
        List<AggregatorSource> sources,
        Set<RuleTarget> withoutResults,
        List<String> rulesWithoutResults,
        boolean managementHasResults) {

    private static final String NO_TIME = "The function's time was exhausted.";

    /**
     * Reads the aggregator. If the resources of a rule in an account and Region cannot be read, the others are still read.
     *
     * @param previous the rules, accounts and Regions that had findings in the previous digest
     * @throws DigestException if it cannot be read which sources are up to date or which rules are NON_COMPLIANT, or if a policy does
     *     not allow a call
     */
    static Reading of(AggregatedResults results, DigestSettings settings, SortedSet<RuleTarget> previous) {
        List<AggregatorSource> sources = results.sourcesNotUpToDate();
        SortedMap<RuleTarget, Integer> targets = new TreeMap<>();
        List<String> rulesWithoutResults = new ArrayList<>();
        boolean managementHasResults = false;
        for (String rule : settings.ruleNames()) {
            SortedMap<RuleTarget, Integer> nonCompliant = results.nonCompliant(rule);
            targets.putAll(nonCompliant);
            if (nonCompliant.isEmpty() && !results.hasResults(rule, Optional.empty())) {
                rulesWithoutResults.add(rule);
            }
            managementHasResults |= results.hasResults(rule, Optional.of(settings.managementAccount()));
        }
        SortedSet<AggregatedFinding> findings = new TreeSet<>();
        SortedMap<RuleTarget, String> unread = new TreeMap<>();
        targets.forEach((target, atLeast) -> read(target, results, unread, () -> {
            Set<Resource> resources = new LinkedHashSet<>(results.nonCompliantResources(target));
            if (resources.size() < atLeast) {
                unread.put(
                        target,
                        "AWS Config counts " + atLeast + " or more NON_COMPLIANT resources, but returns "
                                + resources.size() + ".");
            }
            resources.forEach(resource -> findings.add(new AggregatedFinding(target, resource)));
        }));
        Set<RuleTarget> withoutResults = new TreeSet<>();
        for (RuleTarget target : previous) {
            boolean isExpected = settings.ruleNames().contains(target.rule()) && isUpToDate(target, sources);
            if (isExpected && !targets.containsKey(target)) {
                read(target, results, unread, () -> {
                    Optional<ComplianceType> compliance = results.compliance(target);
                    if (compliance.isEmpty()) {
                        withoutResults.add(target);
                    } else if (compliance.get() == ComplianceType.NON_COMPLIANT) {
                        unread.put(target, "The rule became NON_COMPLIANT while the digest was read.");
                    }
                });
            }
        }
        return new Reading(findings, unread, sources, withoutResults, rulesWithoutResults, managementHasResults);
    }

    /** Reads a rule in an account and Region, or states in {@code unread} why it could not be read. */
    private static void read(
            RuleTarget target, AggregatedResults results, SortedMap<RuleTarget, String> unread, Runnable calls) {
        if (!results.haveTime()) {
            unread.put(target, NO_TIME);
            return;
        }
        try {
            calls.run();
        } catch (DigestException e) {
            // Every other call would fail with the same error.
            if (FailureText.isDenied(e.getCause())) {
                throw e;
            }
            unread.put(target, String.valueOf(e.getMessage()));
        }
    }

    /** Whether the absence of a finding in this rule, account and Region does not show that it is fixed. */
    boolean isUnconfirmed(RuleTarget of) {
        return unread.containsKey(of) || !isUpToDate(of, sources);
    }

    private static boolean isUpToDate(RuleTarget of, List<AggregatorSource> sources) {
        return sources.stream().noneMatch(source -> source.includes(of.target()));
    }

    /** Whether results are missing or not up to date. */
    boolean isIncomplete() {
        return !unread.isEmpty() || !sources.isEmpty();
    }
}
