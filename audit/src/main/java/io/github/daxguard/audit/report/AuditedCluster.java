package io.github.daxguard.audit.report;

import io.github.daxguard.audit.report.Judgement.Compliance;
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

    /** What needs attention first; then by place and name. */
    public static final Comparator<AuditedCluster> WORST_FIRST = Comparator.comparing(AuditedCluster::compliance)
            .thenComparing(cluster -> -cluster.findings().size())
            .thenComparing(cluster -> cluster.place().name())
            .thenComparing(AuditedCluster::name);

    public AuditedCluster {
        judgements = List.copyOf(judgements);
        if (judgements.isEmpty()) {
            throw new IllegalArgumentException("No control has judged " + name);
        }
    }

    /** The worst of all controls. */
    public Compliance compliance() {
        return judgements.stream()
                .map(Judgement::compliance)
                .min(Comparator.naturalOrder())
                .orElseThrow();
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
