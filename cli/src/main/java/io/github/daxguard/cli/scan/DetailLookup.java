package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Pause;
import io.github.daxguard.cli.report.Creator;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.FindingDetails;
import io.github.daxguard.cli.report.ReadableTables;
import io.github.daxguard.dax.ClusterDetails;
import io.github.daxguard.dax.DaxClusters;
import io.github.daxguard.dax.DaxReadException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the requested details of the clusters with findings. Clusters without findings, including exempt ones, have no details.
 *
 * <p>A failure is the result of the affected clusters, and changes neither a verdict nor the outcome of the target.
 */
final class DetailLookup {

    private static final String NOT_REACHED = "The run was interrupted before the details were looked up.";

    private final boolean createdBy;
    private final boolean tables;
    private final Pause pause;

    /** Created on first use, because it loads another module of the SDK. */
    private @Nullable RoleTables roles;

    DetailLookup(ScanOptions options, Pause pause) {
        this.createdBy = options.createdBy();
        this.tables = options.tables();
        this.pause = pause;
    }

    /** Whether details of a cluster of this target were requested. */
    boolean isNeededFor(TargetResult result) {
        return (createdBy || tables)
                && result.clusters().stream()
                        .anyMatch(cluster -> !cluster.findings().isEmpty());
    }

    /** The result until the details are looked up. */
    TargetResult planned(TargetResult result) {
        return failed(result, NOT_REACHED);
    }

    /** The result without details, for this reason. */
    TargetResult failed(TargetResult result, String reason) {
        return with(
                result,
                cluster -> new FindingDetails(
                        createdBy ? Optional.of(new Creator.NotRead(reason)) : Optional.empty(),
                        tables ? Optional.of(new ReadableTables.NotRead(reason)) : Optional.empty()));
    }

    /** The result with the details. */
    TargetResult complete(TargetResult result, AccountAccess access, AwsClients clients) {
        Function<EvaluatedCluster, Optional<Creator>> creators =
                createdBy ? creators(result, clients, access.calls(clients)) : cluster -> Optional.empty();
        Function<EvaluatedCluster, Optional<ReadableTables>> readable =
                tables ? readableTables(access.account(), clients, access.calls(clients)) : cluster -> Optional.empty();
        return with(result, cluster -> new FindingDetails(creators.apply(cluster), readable.apply(cluster)));
    }

    private Function<EvaluatedCluster, Optional<Creator>> creators(
            TargetResult result, AwsClients clients, AwsCalls calls) {
        try {
            Map<String, Creator> creators = CreatorLookup.of(
                    result.clusters().stream()
                            .filter(cluster -> !cluster.findings().isEmpty())
                            .map(EvaluatedCluster::name)
                            .collect(Collectors.toSet()),
                    clients,
                    calls,
                    pause);
            return cluster -> Optional.ofNullable(creators.get(cluster.name()));
        } catch (LookupException e) {
            Creator failure = new Creator.NotRead(String.valueOf(e.getMessage()));
            return cluster -> Optional.of(failure);
        }
    }

    /** Lists the clusters again, because the listing of the scan keeps only what determines the verdict. */
    private Function<EvaluatedCluster, Optional<ReadableTables>> readableTables(
            String account, AwsClients clients, AwsCalls calls) {
        Map<String, ClusterDetails> listed;
        try {
            listed = new DaxClusters(clients.dax(), calls).listDetails();
        } catch (DaxReadException e) {
            ReadableTables failure = new ReadableTables.NotRead(String.valueOf(e.getMessage()));
            return cluster -> Optional.of(failure);
        }
        RoleTables reader = roles();
        return cluster -> {
            ClusterDetails details = listed.get(cluster.name());
            return Optional.of(
                    details == null
                            ? new ReadableTables.NotRead("The cluster was deleted during the scan.")
                            : reader.of(details.roleArn(), account, clients, calls));
        };
    }

    private synchronized RoleTables roles() {
        if (roles == null) {
            roles = new RoleTables();
        }
        return roles;
    }

    private static TargetResult with(TargetResult result, Function<EvaluatedCluster, FindingDetails> details) {
        return new TargetResult(
                result.target(),
                result.clusters().stream()
                        .map(cluster -> cluster.findings().isEmpty() ? cluster : cluster.with(details.apply(cluster)))
                        .toList(),
                result.outcome());
    }
}
