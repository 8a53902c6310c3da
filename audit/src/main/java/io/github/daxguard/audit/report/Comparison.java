package io.github.daxguard.audit.report;

import java.util.Set;

/**
 * What a former report already told.
 *
 * @param baseline the former report's file, as the person gave it
 * @param known findings that it has too, and which the report therefore leaves out
 * @param gone findings of it that are no more, in places that were looked at to the end
 */
public record Comparison(String baseline, Set<FindingKey> known, Set<FindingKey> gone) {
    public Comparison {
        known = Set.copyOf(known);
        gone = Set.copyOf(gone);
    }
}
