package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.FindingKey;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.Report.Subject;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.ScannedTarget.Exclusion;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Control;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reports of organizations of any size. */
final class SampleAccounts {

    private static final List<String> REGIONS = List.of(("ap-northeast-1 ap-south-1 ap-southeast-1 ap-southeast-2 "
                    + "ca-central-1 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 "
                    + "us-east-1 us-east-2 us-west-1 us-west-2")
            .split(" "));

    private SampleAccounts() {}

    /** Each account has 15 Regions: one is not enabled, some accounts have one that was not read, the others have clusters. */
    static Report of(int accounts, int clustersInARegion) {
        List<ScannedTarget> targets = new ArrayList<>();
        List<EvaluatedCluster> clusters = new ArrayList<>();
        for (int account = 0; account < accounts; account++) {
            for (int region = 0; region < REGIONS.size(); region++) {
                Target target = target(account, region);
                if ((account + region) % REGIONS.size() == 3) {
                    targets.add(new ScannedTarget(
                            target,
                            new Outcome.Excluded(Exclusion.NOT_ENABLED, "The account has not enabled this Region.")));
                } else if (account % 5 == 2 && region == 7) {
                    targets.add(new ScannedTarget(
                            target, new Outcome.Unread("DescribeClusters failed: AccessDeniedException.")));
                } else {
                    targets.add(new ScannedTarget(target, new Outcome.Complete(clustersInARegion)));
                    for (int number = 1; number <= clustersInARegion; number++) {
                        clusters.add(cluster(target, "orders-" + number, (account + region + number) % 4));
                    }
                }
            }
        }
        return report(targets, clusters);
    }

    /** Clusters in accounts with 15 Regions, none of them encrypted. One Region of {@code interval} has clusters. */
    static Report ofUnencrypted(int accounts, int interval, int clustersInARegion) {
        List<ScannedTarget> targets = new ArrayList<>();
        List<EvaluatedCluster> all = new ArrayList<>();
        for (int account = 0; account < accounts; account++) {
            for (int region = 0; region < REGIONS.size(); region++) {
                Target target = target(account, region);
                int clusters = (account + region) % interval == 0 ? clustersInARegion : 0;
                targets.add(new ScannedTarget(target, new Outcome.Complete(clusters)));
                for (int number = 1; number <= clusters; number++) {
                    all.add(cluster(target, "orders-" + number, 0));
                }
            }
        }
        return report(targets, all);
    }

    /** A Region for each state of the map, in the order of {@link TargetCell.State}, and for each level of findings. */
    static Report ofEachState() {
        List<ScannedTarget> targets = new ArrayList<>();
        List<EvaluatedCluster> clusters = new ArrayList<>();
        List<Outcome> outcomes = List.of(
                new Outcome.Complete(2),
                new Outcome.Complete(4),
                new Outcome.Complete(12),
                new Outcome.Complete(1),
                new Outcome.Complete(1),
                new Outcome.Complete(0),
                new Outcome.Excluded(Exclusion.NOT_ENABLED, "The account has not enabled this Region."),
                new Outcome.Excluded(Exclusion.NOT_OFFERED, "DAX is not in this Region."),
                new Outcome.Unread("DescribeClusters failed: AccessDeniedException."),
                new Outcome.NotReached());
        for (int region = 0; region < outcomes.size(); region++) {
            targets.add(new ScannedTarget(target(0, region), outcomes.get(region)));
            // Without a cluster in another account, some of the Regions would be folded.
            targets.add(new ScannedTarget(target(1, region), new Outcome.Complete(1)));
            clusters.add(cluster(target(1, region), "carts", 2));
            if (outcomes.get(region) instanceof Outcome.Complete complete) {
                for (int number = 1; number <= complete.clusters(); number++) {
                    clusters.add(cluster(target(0, region), "orders-" + number, region == 4 ? 2 : 1));
                }
            }
        }
        return report(targets, clusters)
                .since(
                        "last-week.json",
                        Set.of(new FindingKey(target(0, 3).name(), "orders-1", Control.ENCRYPTION_IN_TRANSIT)));
    }

    private static AccountRegion target(int account, int region) {
        return new AccountRegion(
                "%012d".formatted(100_000_000_000L + 7_919L * account),
                Optional.of("team-" + account + "-production"),
                REGIONS.get(region));
    }

    private static Report report(List<ScannedTarget> targets, List<EvaluatedCluster> clusters) {
        return Report.of(
                Subject.CLUSTERS,
                "1.2.3",
                Instant.parse("2027-01-31T06:00:00Z"),
                Arrays.asList(Control.values()),
                targets,
                clusters,
                List.of(),
                false);
    }

    /** A cluster of kind 0: not encrypted; 1: not encrypted in transit; otherwise encrypted. */
    private static EvaluatedCluster cluster(Target target, String name, int kind) {
        Cluster cluster = new Cluster(
                name,
                "arn:aws:dax:eu-west-1:111122223333:cache/" + name,
                "available",
                kind == 0 ? "DISABLED" : "ENABLED",
                kind < 2 ? "NONE" : "TLS");
        return SampleReports.evaluated(target, cluster, SampleReports.NO_EXEMPTIONS);
    }
}
