package io.github.daxguard.cli.report;

import java.util.Set;

/** The comparison with a previous report: {@code known} findings are left out, those of incomplete targets included; {@code fixed} findings are resolved in completely scanned targets. */
public record Comparison(String baseline, Set<FindingKey> known, Set<FindingKey> fixed) {
    public Comparison {
        known = Set.copyOf(known);
        fixed = Set.copyOf(fixed);
    }
}
