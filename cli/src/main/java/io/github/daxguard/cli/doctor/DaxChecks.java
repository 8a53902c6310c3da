package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.FailureText;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.cli.format.Counted;
import io.github.daxguard.dax.DaxClusters;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.Exemptions;
import io.github.daxguard.rule.Listing;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.rule.Tags;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dax.model.ListTagsResponse;

/** DAX before a deployment. Both checks use the same listing. */
final class DaxChecks {

    private final CheckContext context;

    /** By name, because a cluster can be on two pages. The last occurrence applies. */
    private final Map<String, Cluster> clusters = new LinkedHashMap<>();

    private boolean isComplete;

    DaxChecks(CheckContext context) {
        this.context = context;
    }

    /**
     * Whether AWS offers DAX to the account in this Region and the clusters can be listed.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_DescribeClusters.html">
     *     DescribeClusters</a>
     */
    Finding dax() {
        try {
            requireListing();
        } catch (CallFailure e) {
            // A later page cannot be refused for this reason, because DAX has returned clusters.
            if (FailureText.isDaxRefused(e.getCause()) && clusters.isEmpty()) {
                return Finding.problem(
                        Evidence.of(
                                "DescribeClusters was refused with \"Access Denied to API Version\". AWS does not offer DAX to this account in %s.",
                                context.region()),
                        Evidence.of("Deploy daxguard only in Regions in which AWS offers DAX to the account."));
            }
            throw e;
        }
        if (clusters.isEmpty()) {
            return Finding.ok(
                    Evidence.of(
                            "DescribeClusters shows that there are no clusters: the listing is empty, or DAX was never used here."));
        }
        Evidence evidence = Evidence.of(
                "DescribeClusters returned a complete listing of %s.", Counted.of(clusters.size(), "cluster"));
        for (Control control : Control.values()) {
            evidence = evidence.and(summary(control));
        }
        return Finding.ok(evidence);
    }

    private Evidence summary(Control control) {
        Exemptions none = new Exemptions(
                RuleParameters.parse(Map.of()),
                LocalDate.ofInstant(context.clock().instant(), ZoneOffset.UTC),
                cluster -> new Tags.Known(Map.of()));
        List<Compliance> compliance = clusters.values().stream()
                .map(cluster -> control.evaluate(cluster, none).compliance())
                .toList();
        return Evidence.of(
                "%s without exemptions: %s.",
                control.securityHubId(),
                Arrays.stream(Compliance.values())
                        .map(each -> Evidence.of(
                                "%s %s",
                                compliance.stream().filter(each::equals).count(), each))
                        .toList());
    }

    /**
     * Whether the tags of a cluster can be read, which exemptions by tag and replacements require.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_ListTags.html">ListTags</a>
     */
    Finding clusterTags() {
        requireListing();
        Optional<Cluster> available = clusters.values().stream()
                .filter(cluster ->
                        cluster.status().equals("available") && !cluster.arn().isEmpty())
                .findFirst();
        if (available.isEmpty()) {
            return Finding.note(
                    Evidence.of(
                            "There is no available cluster whose tags could be read. The permission %s is not proven.",
                            Operation.LIST_TAGS.action()),
                    Evidence.of("If you use exemptionTag, run the command again when a cluster is available."));
        }
        Cluster cluster = available.get();
        ListTagsResponse response;
        try {
            response = context.call(
                    Operation.LIST_TAGS,
                    configuration -> context.clients()
                            .dax()
                            .listTags(request ->
                                    request.resourceName(cluster.arn()).overrideConfiguration(configuration)));
        } catch (CallFailure e) {
            if (e.code().equals("InvalidClusterStateFault")) {
                return Finding.undecided(
                        Evidence.of(
                                "ListTags was refused for cluster %s with %s, because of its status.",
                                Evidence.cluster(cluster.name()), e.code()),
                        Evidence.of("Run the command again when the cluster is available."));
            }
            throw e;
        }
        if (!response.hasTags()) {
            return Finding.undecided(
                    Evidence.of(
                            "The response of ListTags for cluster %s does not contain a list of tags.",
                            Evidence.cluster(cluster.name())),
                    Evidence.of("Run the command again."));
        }
        return Finding.ok(Evidence.of(
                "ListTags returned the tags of cluster %s: %s.",
                Evidence.cluster(cluster.name()), Counted.of(response.tags().size(), "tag")));
    }

    private void requireListing() {
        if (isComplete) {
            return;
        }
        clusters.clear();
        Listing listing = new DaxClusters(context.clients().dax(), context.calls())
                .list((page, isLast) -> page.forEach(cluster -> clusters.put(cluster.name(), cluster)));
        if (listing instanceof Listing.Incomplete incomplete) {
            throw new CallFailure(
                    Operation.DESCRIBE_CLUSTERS,
                    String.valueOf(incomplete.failure().getMessage()),
                    incomplete.failure().getCause());
        }
        isComplete = true;
    }
}
