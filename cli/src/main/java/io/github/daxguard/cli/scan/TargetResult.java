package io.github.daxguard.cli.scan;

import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Place.AccountRegion;
import java.util.List;
import java.util.Optional;

/**
 * The result of scanning one target.
 *
 * @param failure why clusters or exemptions may be missing; empty if the result is complete
 * @param credentialsRefused whether the Region refused the credentials at the first call
 */
record TargetResult(
        AccountRegion target, List<AuditedCluster> clusters, Optional<String> failure, boolean credentialsRefused) {

    TargetResult {
        clusters = List.copyOf(clusters);
    }
}
