package io.github.daxguard.cli.report;

import java.util.Set;

/** The comparison with a previous report: {@code known} findings are not listed, including those of incomplete targets; {@code fixed} findings no longer exist in completely scanned targets. */
public record Comparison(String baseline, Set<FindingKey> known, Set<FindingKey> fixed) {
    public Comparison {
        known = Set.copyOf(known);
        fixed = Set.copyOf(fixed);
    }
}
