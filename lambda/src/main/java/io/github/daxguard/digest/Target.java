package io.github.daxguard.digest;

import java.util.Comparator;

/** An account and Region whose findings are counted together. */
public record Target(String account, String region) implements Comparable<Target> {

    private static final Comparator<Target> ORDER =
            Comparator.comparing(Target::account).thenComparing(Target::region);

    @Override
    public int compareTo(Target other) {
        return ORDER.compare(this, other);
    }
}
