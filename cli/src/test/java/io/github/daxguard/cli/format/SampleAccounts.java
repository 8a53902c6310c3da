package io.github.daxguard.cli.format;

import io.github.daxguard.cli.report.EvaluatedCluster;
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

    /** Clusters in 50 accounts and 15 Regions, none of them encrypted. */
    static Report ofUnencrypted(int clusters) {
        List<ScannedTarget> targets = new ArrayList<>();
        List<EvaluatedCluster> all = new ArrayList<>();
        int clustersInARegion = clusters / (50 * REGIONS.size());
        for (int account = 0; account < 50; account++) {
            for (int region = 0; region < REGIONS.size(); region++) {
                Target target = target(account, region);
                targets.add(new ScannedTarget(target, new Outcome.Complete(clustersInARegion)));
                for (int number = 1; number <= clustersInARegion; number++) {
                    all.add(cluster(target, "orders-" + number, 0));
                }
            }
        }
        return report(targets, all);
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
