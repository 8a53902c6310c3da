package io.github.daxguard.digest;

import java.util.Comparator;

/** An account and Region whose findings are counted together. */
public record FindingTarget(String account, String region) implements Comparable<FindingTarget> {

    private static final Comparator<FindingTarget> ORDER =
            Comparator.comparing(FindingTarget::account).thenComparing(FindingTarget::region);

    @Override
    public int compareTo(FindingTarget other) {
        return ORDER.compare(this, other);
    }
}
