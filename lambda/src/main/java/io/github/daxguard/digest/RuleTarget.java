package io.github.daxguard.digest;

import java.util.Comparator;

/** A rule in an account and Region, whose evaluation results are read with one listing. */
record RuleTarget(String rule, FindingTarget target) implements Comparable<RuleTarget> {

    private static final Comparator<RuleTarget> ORDER =
            Comparator.comparing(RuleTarget::target).thenComparing(RuleTarget::rule);

    @Override
    public int compareTo(RuleTarget other) {
        return ORDER.compare(this, other);
    }
}
