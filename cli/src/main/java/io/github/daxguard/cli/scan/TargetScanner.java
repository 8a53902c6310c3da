package io.github.daxguard.cli.scan;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.FailureText;
import io.github.daxguard.cli.access.FailureCause;
import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.ScannedTarget.Exclusion;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.dax.DaxClusters;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Exemptions;
import io.github.daxguard.rule.Listing;
import io.github.daxguard.rule.Tags;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Scans one target: lists its clusters and evaluates the controls. */
final class TargetScanner {

    private static final String ENABLED_OR_REFUSED =
            " Either the account has not enabled this Region, or the Region does not accept these credentials: a Region that must "
                    + "be enabled refuses session tokens of the global endpoint of STS. Use tokens of a regional endpoint "
                    + "(AWS_STS_REGIONAL_ENDPOINTS=regional).";

    private final ScanOptions options;
    private final LocalDate today;
    private final RegionSelection regions;

    TargetScanner(ScanOptions options, LocalDate today, RegionSelection regions) {
        this.options = options;
        this.today = today;
        this.regions = regions;
    }

    TargetResult scan(AccountAccess access, AwsClients clients) {
        AccountRegion target = access.target(clients.region().id());
        DaxClusters dax = new DaxClusters(clients.dax(), access.calls(clients));
        // By name, because a cluster can be on two pages. The last occurrence applies.
        Map<String, Cluster> listed = new LinkedHashMap<>();
        Listing listing = dax.list((page, isLast) -> page.forEach(cluster -> listed.put(cluster.name(), cluster)));
        // Read once for all controls.
        Map<String, Tags> tags = new HashMap<>();
        Exemptions exemptions = new Exemptions(
                options.exemptions(),
                today,
                cluster -> tags.computeIfAbsent(cluster.name(), ignored -> dax.tagsOf(cluster)));
        List<EvaluatedCluster> clusters = listed.values().stream()
                .map(cluster -> evaluate(target, cluster, exemptions))
                .toList();
        return new TargetResult(
                target,
                clusters,
                listing instanceof Listing.Incomplete incomplete
                        ? incomplete(access, target, incomplete.failure(), clusters.size())
                        : complete(clusters.size(), tags));
    }

    private Outcome incomplete(AccountAccess access, AccountRegion target, RuntimeException failure, int clusters) {
        // A later call of the listing can fail for the same reasons, but then the Region has clusters.
        if (clusters == 0 && FailureCause.refusesCredentials(failure)) {
            return regions.isDisabled(access, target.region())
                    ? new Outcome.Excluded(Exclusion.NOT_ENABLED, RegionSelection.DISABLED)
                    : new Outcome.Unread(
                            FailureCause.message(failure) + ENABLED_OR_REFUSED,
                            FailureCause.of(failure) + ENABLED_OR_REFUSED);
        }
        if (clusters == 0 && FailureText.isDaxRefused(failure.getCause())) {
            return regions.reasonWithoutDax(access, target.region())
                    .<Outcome>map(reason -> new Outcome.Excluded(Exclusion.NOT_OFFERED, reason))
                    .orElseGet(() -> unread(failure, clusters));
        }
        return unread(failure, clusters);
    }

    /** A Region that was read partly is not in the same group as Regions that were not read at all. */
    private static Outcome.Unread unread(RuntimeException failure, int clusters) {
        return new Outcome.Unread(
                FailureCause.message(failure), FailureCause.of(failure) + (clusters == 0 ? "" : " after clusters"));
    }

    private EvaluatedCluster evaluate(AccountRegion target, Cluster cluster, Exemptions exemptions) {
        return new EvaluatedCluster(
                target,
                cluster,
                OptionalInt.empty(),
                options.controls().stream()
                        .map(control -> ControlEvaluation.of(control, control.evaluate(cluster, exemptions)))
                        .toList());
    }

    /** All clusters are listed; whether the evaluations are final depends on their tags. */
    private static Outcome complete(int clusters, Map<String, Tags> tags) {
        List<String> names = new ArrayList<>();
        Optional<RuntimeException> failure = Optional.empty();
        for (Map.Entry<String, Tags> entry : tags.entrySet()) {
            if (entry.getValue() instanceof Tags.Unread unread) {
                names.add(entry.getKey());
                failure = Optional.of(unread.failure());
            }
        }
        names.sort(null);
        return failure.<Outcome>map(last -> new Outcome.Unread(
                        "All clusters are listed. The tags of " + String.join(", ", names)
                                + " could not be read. A tag may exempt these clusters. " + FailureCause.message(last),
                        "tags of " + String.join(", ", names) + " " + FailureCause.of(last)))
                .orElse(new Outcome.Complete(clusters));
    }
}
