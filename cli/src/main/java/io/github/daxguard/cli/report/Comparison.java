package io.github.daxguard.cli.report;

import java.util.Set;

/** The comparison with a previous report: {@code known} findings are left out, those of incomplete targets included; {@code gone} findings are resolved in completely scanned targets. */
public record Comparison(String baseline, Set<FindingKey> known, Set<FindingKey> gone) {
    public Comparison {
        known = Set.copyOf(known);
        gone = Set.copyOf(gone);
    }
}
