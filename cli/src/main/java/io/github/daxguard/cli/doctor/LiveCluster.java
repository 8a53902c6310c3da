package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.Operation;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dax.model.Cluster;

/**
 * A cluster that DAX reports.
 *
 * @param status {@code available}; empty if DAX does not report it
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_DescribeClusters.html">
 *     DescribeClusters</a>
 */
record LiveCluster(String name, String arn, String status) {

    /** The second one: DAX was never used in this account and Region. */
    private static final Set<String> NOT_FOUND = Set.of("ClusterNotFoundFault", "ServiceLinkedRoleNotFoundFault");

    /**
     * Reads a cluster. It does not exist only if AWS's error code states that.
     *
     * @throws CallFailure if the call fails, or its response does not contain the cluster
     */
    static Optional<LiveCluster> find(CheckContext context, String name) {
        try {
            return Optional.of(context
                    .call(
                            Operation.DESCRIBE_CLUSTERS,
                            configuration -> context.clients()
                                    .dax()
                                    .describeClusters(request ->
                                            request.clusterNames(name).overrideConfiguration(configuration)))
                    .clusters()
                    .stream()
                    .filter(cluster -> cluster != null && name.equalsIgnoreCase(cluster.clusterName()))
                    .findFirst()
                    .map(LiveCluster::of)
                    .filter(cluster -> !cluster.arn().isEmpty())
                    .orElseThrow(() -> new CallFailure(
                            Operation.DESCRIBE_CLUSTERS, "The response does not contain the cluster.", null)));
        } catch (CallFailure e) {
            if (NOT_FOUND.contains(e.code())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static LiveCluster of(Cluster cluster) {
        return new LiveCluster(
                Objects.requireNonNullElse(cluster.clusterName(), ""),
                Objects.requireNonNullElse(cluster.clusterArn(), ""),
                Objects.requireNonNullElse(cluster.status(), ""));
    }
}
