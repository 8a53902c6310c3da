package io.github.daxguard.cli.scan;

import io.github.daxguard.cli.report.EvaluatedCluster;
import io.github.daxguard.cli.report.ScannedTarget.Outcome;
import io.github.daxguard.cli.report.Target.AccountRegion;
import java.util.List;

/** The result of scanning one target. */
record TargetResult(AccountRegion target, List<EvaluatedCluster> clusters, Outcome outcome) {

    TargetResult {
        clusters = List.copyOf(clusters);
    }
}
