package io.github.daxguard.cli.report;

import io.github.daxguard.rule.Compliance;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * A cluster, and what the controls say of it.
 *
 * @param name a live cluster's name; in a template its logical id, in a Terraform plan its address
 * @param arn of a live cluster; else empty
 * @param line of a template, where the cluster's declaration begins: 1 for the first
 * @param status as DAX reports it: {@code available}; empty if it reports none, or it is a template
 * @param encryptionAtRest as DAX reports it, {@code ENABLED}, or as the template has it; empty if there is nothing
 * @param endpointEncryption as DAX reports it, {@code TLS}, or as the template has it; empty if there is nothing
 * @param judgements one for each control that was asked for, in their order, at least one
 */
public record AuditedCluster(
        Place place,
        String name,
        String arn,
        OptionalInt line,
        String status,
        String encryptionAtRest,
        String endpointEncryption,
        List<Judgement> judgements) {

    public AuditedCluster {
        judgements = List.copyOf(judgements);
        if (judgements.isEmpty()) {
            throw new IllegalArgumentException("No control has judged " + name);
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
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new AuditedCluster(place, name, arn, line, status, encryptionAtRest, endpointEncryption, left));
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
