package io.github.daxguard.digest;

import io.github.daxguard.results.Resource;
import java.util.Comparator;

/** A resource that a rule reports as NON_COMPLIANT. Two digests compare their findings by all of these fields. */
record AggregatedFinding(RuleTarget rule, Resource resource) implements Comparable<AggregatedFinding> {

    private static final Comparator<AggregatedFinding> ORDER = Comparator.comparing(
                    (AggregatedFinding finding) -> finding.rule().target())
            .thenComparing(finding -> finding.resource().id())
            .thenComparing(finding -> finding.resource().type())
            .thenComparing(finding -> finding.rule().rule());

    FindingTarget target() {
        return rule.target();
    }

    @Override
    public int compareTo(AggregatedFinding other) {
        return ORDER.compare(this, other);
    }
}
