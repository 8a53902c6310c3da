package io.github.daxguard.audit.template;

import io.github.daxguard.audit.report.AuditedCluster;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What one file declares.
 *
 * @param parameters which it has, by name
 * @param gap why that may not be all, in sentences
 */
record FileFindings(List<AuditedCluster> clusters, List<Unseen> unseen, Set<String> parameters, Optional<String> gap) {
    FileFindings {
        clusters = List.copyOf(clusters);
        unseen = List.copyOf(unseen);
        parameters = Set.copyOf(parameters);
    }

    static FileFindings unread(String why) {
        return new FileFindings(List.of(), List.of(), Set.of(), Optional.of(why));
    }

    /**
     * Something that can bring clusters, and is not followed.
     *
     * @param what as a sentence that begins in the middle of a line
     * @param file where these clusters are declared, as a path from the file's own folder; empty if that is nowhere near
     */
    record Unseen(OptionalInt line, String what, Optional<String> file) {}

    /** Gathers them. */
    static final class Builder {
        private final List<AuditedCluster> clusters = new ArrayList<>();
        private final List<Unseen> unseen = new ArrayList<>();
        private final Set<String> parameters = new HashSet<>();
        private final List<String> gaps = new ArrayList<>();

        void add(AuditedCluster cluster) {
            clusters.add(cluster);
        }

        void addUnseen(OptionalInt line, String what, Optional<String> file) {
            unseen.add(new Unseen(line, what, file));
        }

        void addParameters(Set<String> names) {
            parameters.addAll(names);
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
