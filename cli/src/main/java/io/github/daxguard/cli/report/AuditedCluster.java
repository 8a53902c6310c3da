package io.github.daxguard.cli.report;

import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Compliance;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * A cluster and the evaluation of each control.
 *
 * @param cluster as DAX reports it. Of a declared cluster the name is the logical id in a template or the address in a
 *     Terraform plan, the encryption is the declared one, and ARN and status are empty
 * @param line the first line of the declaration, from 1; empty for a live cluster or if it is not known
 * @param judgements one for each requested control, in their order; at least one
 */
public record AuditedCluster(Place place, Cluster cluster, OptionalInt line, List<Judgement> judgements) {

    public AuditedCluster {
        judgements = List.copyOf(judgements);
        if (judgements.isEmpty()) {
            throw new IllegalArgumentException("No control has judged " + cluster.name());
        }
    }

    /** What needs attention first; then by place and name. */
    static List<AuditedCluster> worstFirst(Collection<AuditedCluster> clusters) {
        return clusters.stream().map(Ranked::of).sorted().map(Ranked::cluster).toList();
    }

    /** What it is sorted by, found out once for each: there may be tens of thousands. */
    private record Ranked(AuditedCluster cluster, Compliance compliance, int findings, String place)
            implements Comparable<Ranked> {

        private static final Comparator<Ranked> ORDER = Comparator.comparing(Ranked::compliance)
                .thenComparing(Ranked::findings, Comparator.reverseOrder())
                .thenComparing(Ranked::place)
                .thenComparing(ranked -> ranked.cluster().name());

        static Ranked of(AuditedCluster cluster) {
            return new Ranked(
                    cluster,
                    cluster.compliance(),
                    cluster.findings().size(),
                    cluster.place().name());
        }

        @Override
        public int compareTo(Ranked other) {
            return ORDER.compare(this, other);
        }
    }

    public String name() {
        return cluster.name();
    }

    public String arn() {
        return cluster.arn();
    }

    public String status() {
        return cluster.status();
    }

    public String encryptionAtRest() {
        return cluster.encryptionAtRest();
    }

    public String endpointEncryption() {
        return cluster.endpointEncryption();
    }

    /** Identifies the cluster in every format: the ARN, or the file and the declared name, {@code shop.yaml#Orders}. */
    public String id() {
        return arn().isEmpty() ? place.name() + "#" + name() : arn();
    }

    /** The partition in an ARN, such as {@code aws-cn}; empty if the text is not an ARN. */
    public static Optional<String> partition(String arn) {
        String[] parts = arn.split(":", 3);
        return parts.length < 3 ? Optional.empty() : Optional.of(parts[1]);
    }

    /** The line that a judgement refers to: its own, or else the declaration's. */
    public OptionalInt line(Judgement judgement) {
        return judgement.line().isPresent() ? judgement.line() : line;
    }

    /** The worst of all controls. */
    public Compliance compliance() {
        Compliance worst = judgements.get(0).compliance();
        for (Judgement judgement : judgements) {
            if (judgement.compliance().compareTo(worst) < 0) {
                worst = judgement.compliance();
            }
        }
        return worst;
    }

    /** The same cluster with some of its judgements; empty if none is left. */
    Optional<AuditedCluster> withJudgements(Predicate<Judgement> which) {
        List<Judgement> left = judgements.stream().filter(which).toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(new AuditedCluster(place, cluster, line, left));
    }

    /** The judgements that something has to be done about. */
    public List<Judgement> findings() {
        return judgements.stream().filter(Judgement::isFinding).toList();
    }

    /** Whether it would be a finding, were it not for an exemption. */
    public boolean isExempt() {
        return compliance() != Compliance.NON_COMPLIANT && judgements.stream().anyMatch(Judgement::isExempt);
    }
}
