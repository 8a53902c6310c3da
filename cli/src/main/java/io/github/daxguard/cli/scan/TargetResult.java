package io.github.daxguard.cli.scan;

import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Place.AccountRegion;
import java.util.List;
import java.util.Optional;

/**
 * The result of scanning one target.
 *
 * @param clusters the clusters that were read
 * @param failure why clusters or exemptions may be missing; empty if the result is complete
 */
record TargetResult(
        AccountRegion target, List<AuditedCluster> clusters, Optional<String> failure, Credentials credentials) {

    /** Whether the Region accepted the credentials. */
    enum Credentials {
        ACCEPTED,
        REFUSED,
        /** AWS did not answer, or its answer does not show it. */
        UNKNOWN
    }

    TargetResult {
        clusters = List.copyOf(clusters);
    }

    boolean refusedCredentials() {
        return credentials == Credentials.REFUSED && clusters.isEmpty();
    }
}
