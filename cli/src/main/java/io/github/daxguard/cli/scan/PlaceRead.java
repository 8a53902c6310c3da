package io.github.daxguard.cli.scan;

import io.github.daxguard.cli.report.AuditedCluster;
import io.github.daxguard.cli.report.Place.AccountRegion;
import java.util.List;
import java.util.Optional;

/**
 * What came of a look at one account in one Region.
 *
 * @param clusters those that were read
 * @param failure why these may not be all, or not rightly judged; empty if they are
 */
record PlaceRead(
        AccountRegion place, List<AuditedCluster> clusters, Optional<String> failure, Credentials credentials) {

    /** What the Region made of the credentials. */
    enum Credentials {
        ACCEPTED,
        /** It does not know them. */
        REFUSED,
        /** No answer came, or none that would tell. */
        NOT_KNOWN
    }

    PlaceRead {
        clusters = List.copyOf(clusters);
    }
}
