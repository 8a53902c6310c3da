package io.github.daxguard.digest;

import io.github.daxguard.results.Resource;
import java.util.Comparator;

/** A resource that a rule reports as NON_COMPLIANT. Two digests compare their findings by all of these fields. */
record Finding(RuleTarget rule, Resource resource) implements Comparable<Finding> {

    private static final Comparator<Finding> ORDER = Comparator.comparing(
                    (Finding finding) -> finding.rule().target())
            .thenComparing(finding -> finding.resource().id())
            .thenComparing(finding -> finding.resource().type())
            .thenComparing(finding -> finding.rule().rule());

    Target target() {
        return rule.target();
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }
}
