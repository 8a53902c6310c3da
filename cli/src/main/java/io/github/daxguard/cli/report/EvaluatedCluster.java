package io.github.daxguard.cli.report;

import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Compliance;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * A cluster and the evaluation of each requested control, in their order.
 *
 * @param cluster as DAX reports it or a file declares it. A declared cluster has its logical id or Terraform address as its
 *     name, and neither ARN nor status
 * @param cdkPath the path of the construct in the CDK app; empty if it is not known
 * @param line the first line of the declaration, from 1; empty for a live cluster or if it is not known
 * @param details the details of a live cluster with a finding
 */
public record EvaluatedCluster(
        Target target,
        Cluster cluster,
        String cdkPath,
        OptionalInt line,
        List<ControlEvaluation> evaluations,
        FindingDetails details) {

    public EvaluatedCluster {
        evaluations = List.copyOf(evaluations);
        if (evaluations.isEmpty()) {
            throw new IllegalArgumentException(cluster.name() + " has no evaluation");
        }
    }

    /** A cluster without details. */
    public EvaluatedCluster(
            Target target, Cluster cluster, String cdkPath, OptionalInt line, List<ControlEvaluation> evaluations) {
        this(target, cluster, cdkPath, line, evaluations, FindingDetails.NONE);
    }

    /** A cluster without a CDK path and details. */
    public EvaluatedCluster(Target target, Cluster cluster, OptionalInt line, List<ControlEvaluation> evaluations) {
        this(target, cluster, "", line, evaluations);
    }

    /** The same cluster with these details. */
    public EvaluatedCluster with(FindingDetails found) {
        return new EvaluatedCluster(target, cluster, cdkPath, line, evaluations, found);
    }

    /** The keys of the order, computed once for each cluster, because there may be tens of thousands. */
    private record Ranked(EvaluatedCluster cluster, Compliance compliance, int findings, String target) {}

    /** Sorts by compliance, number of findings, target and name, with the worst first. */
    static List<EvaluatedCluster> worstFirst(List<EvaluatedCluster> clusters) {
        return clusters.stream()
                .map(each -> new Ranked(
                        each,
                        each.compliance(),
                        each.findings().size(),
                        each.target().name()))
                .sorted(Comparator.comparing(Ranked::compliance)
                        .thenComparing(Ranked::findings, Comparator.reverseOrder())
                        .thenComparing(Ranked::target)
                        .thenComparing(ranked -> ranked.cluster().name()))
                .map(Ranked::cluster)
                .toList();
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
        return arn().isEmpty() ? target.name() + "#" + name() : arn();
    }

    /** The partition in an ARN, such as {@code aws-cn}; empty if the text is not an ARN. */
    public static Optional<String> partition(String arn) {
        String[] parts = arn.split(":", 3);
        return parts.length < 3 ? Optional.empty() : Optional.of(parts[1]);
    }

    /** The line of an evaluation; if it has none, that of the declaration. */
    public OptionalInt line(ControlEvaluation evaluation) {
        return evaluation.line().isPresent() ? evaluation.line() : line;
    }

    /** The line of the first finding; without a finding, that of the declaration. */
    public OptionalInt firstLine() {
        return findings().stream().findFirst().map(this::line).orElse(line);
    }

    /** The worst compliance of all controls. */
    public Compliance compliance() {
        return evaluations.stream()
                .map(ControlEvaluation::compliance)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** The cluster with the evaluations that match; empty if none does. */
    Optional<EvaluatedCluster> withEvaluations(Predicate<ControlEvaluation> which) {
        List<ControlEvaluation> left = evaluations.stream().filter(which).toList();
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(new EvaluatedCluster(target, cluster, cdkPath, line, left, details));
    }

    /** The evaluations that are NON_COMPLIANT. */
    public List<ControlEvaluation> findings() {
        return evaluations.stream().filter(ControlEvaluation::isFinding).toList();
    }

    /** Whether only an exemption prevents a finding. */
    public boolean isExempt() {
        return compliance() != Compliance.NON_COMPLIANT && evaluations.stream().anyMatch(ControlEvaluation::isExempt);
    }
}
