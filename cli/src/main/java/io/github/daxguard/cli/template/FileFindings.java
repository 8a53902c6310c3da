package io.github.daxguard.cli.template;

import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.rule.ShortText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What one file declares.
 *
 * @param parameters which it has, by name, and whether a parent stack sets them
 * @param gap why that may not be all, in sentences
 */
record FileFindings(
        List<AuditedCluster> clusters, List<Unseen> unseen, Map<String, Boolean> parameters, Optional<String> gap) {
    FileFindings {
        clusters = List.copyOf(clusters);
        unseen = List.copyOf(unseen);
        parameters = Map.copyOf(parameters);
    }

    static FileFindings unread(String why) {
        return new FileFindings(List.of(), List.of(), Map.of(), Optional.of(why));
    }

    /**
     * Something that can bring clusters, and is not followed.
     *
     * @param what as a sentence that begins in the middle of a line
     * @param stack that brings them, if its template is a file
     */
    record Unseen(OptionalInt line, String what, Optional<NestedStack> stack) {}

    /** Gathers them. */
    static final class Builder {
        private final List<AuditedCluster> clusters = new ArrayList<>();
        private final List<Unseen> unseen = new ArrayList<>();
        private final Map<String, Boolean> parameters = new HashMap<>();
        private final Set<String> names = new HashSet<>();
        private final List<String> gaps = new ArrayList<>();

        void add(AuditedCluster cluster) {
            clusters.add(cluster);
        }

        /** A name for a cluster, made safe to be shown; a finding is known again by it, so no other cluster has the same. */
        String unique(String name, int limit) {
            String unique = ShortText.of(name, limit);
            for (int i = 2; !names.add(unique); i++) {
                unique = ShortText.of(name, limit - 12) + " (" + i + ")";
            }
            return unique;
        }

        boolean hasClusters() {
            return !clusters.isEmpty();
        }

        void addUnseen(OptionalInt line, String what, Optional<NestedStack> stack) {
            unseen.add(new Unseen(line, what, stack));
        }

        void addParameter(String name, boolean isSetByParent) {
            parameters.put(name, isSetByParent);
        }

        /** Only the first few are told. */
        void addGap(String why) {
            if (gaps.size() < 3) {
                gaps.add(why);
            }
        }

        FileFindings build() {
            return new FileFindings(
                    clusters,
                    unseen,
                    parameters,
                    gaps.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", gaps)));
        }
    }
}
