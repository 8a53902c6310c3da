package io.github.daxguard.cli.securityhub;

import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.report.SampleReports;
import io.github.daxguard.cli.report.ScannedTarget;
import io.github.daxguard.cli.report.Target.AccountRegion;
import io.github.daxguard.rule.Cluster;
import io.github.daxguard.rule.Control;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reports of evaluated clusters. */
final class EvaluatedClusters {

    private static final Instant AT = Instant.parse("2027-01-31T06:00:00.123456Z");

    private EvaluatedClusters() {}

    static AccountRegion target(String account, String region) {
        return new AccountRegion(account, Optional.empty(), region);
    }

    /** A report of these clusters, evaluated by both controls, after complete listings. */
    static Report report(EvaluatedCluster... clusters) {
        return report(
                Arrays.stream(clusters)
                        .map(EvaluatedCluster::target)
                        .distinct()
                        .map(target -> new ScannedTarget(target, new ScannedTarget.Outcome.Complete(1)))
                        .toList(),
                clusters);
    }

    /** A report of one account and Region. */
    static Report report(ScannedTarget scannedTarget, EvaluatedCluster... clusters) {
        return report(List.of(scannedTarget), clusters);
    }

    private static Report report(List<ScannedTarget> targets, EvaluatedCluster... clusters) {
        return Report.of(
                Report.Subject.CLUSTERS,
                "1.2.3",
                AT,
                Arrays.asList(Control.values()),
                targets,
                List.of(clusters),
                List.of(),
                false);
    }

    /** The same report of a scan that began at this time. */
    static Report at(String at, Report report) {
        return Report.of(
                report.subject(),
                report.version(),
                Instant.parse(at),
                report.controls(),
                report.targets(),
                report.clusters(),
                report.notes(),
                false);
    }

    static EvaluatedCluster cluster(AccountRegion target, String name, String atRest) {
        Cluster cluster = new Cluster(
                name,
                "arn:aws:dax:" + target.region() + ":" + target.account() + ":cache/" + name,
                "available",
                atRest,
                "TLS");
        return SampleReports.evaluated(target, cluster, SampleReports.NO_EXEMPTIONS);
    }

    /** {@code cluster-0}, {@code cluster-1}, ..., none of them encrypted at rest. */
    static EvaluatedCluster[] clusters(AccountRegion target, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> cluster(target, "cluster-" + i, "DISABLED"))
                .toArray(EvaluatedCluster[]::new);
    }
}
