package io.github.daxguard.cli.report;

import java.util.Set;

/**
 * What a former report already told.
 *
 * @param baseline the former report's file, as the person gave it
 * @param known findings of it that are still there, and which the report therefore leaves out; also those of which that
 *     cannot be told, because not all was looked at there
 * @param gone findings of it that are no more, in places that were looked at to the end
 */
public record Comparison(String baseline, Set<FindingKey> known, Set<FindingKey> gone) {
    public Comparison {
        known = Set.copyOf(known);
        gone = Set.copyOf(gone);
    }
}
