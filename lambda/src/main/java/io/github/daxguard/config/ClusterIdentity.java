package io.github.daxguard.config;

import io.github.daxguard.rule.Cluster;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity of a DAX cluster in AWS Config: its name or its ARN.
 *
 * @param name in lower case, as DAX stores it
 * @param region the Region of the ARN; empty for a name
 * @param account the account of the ARN; empty for a name
 */
record ClusterIdentity(String name, Optional<String> region, Optional<String> account) {

    private static final Pattern ARN =
            Pattern.compile("arn:[a-z-]+:dax:(?<region>[^:]*):(?<account>[^:]*):cache/(?<name>[^:/]+)");

    /** Empty if the text is not a valid cluster name or ARN. */
    static Optional<ClusterIdentity> parse(String id) {
        Matcher arn = ARN.matcher(id);
        if (!arn.matches()) {
            return of(id, Optional.empty(), Optional.empty());
        }
        return of(arn.group("name"), Optional.of(arn.group("region")), Optional.of(arn.group("account")));
    }

    private static Optional<ClusterIdentity> of(String name, Optional<String> region, Optional<String> account) {
        return Cluster.isName(name)
                ? Optional.of(new ClusterIdentity(name.toLowerCase(Locale.ROOT), region, account))
                : Optional.empty();
    }

    /** Whether it can identify a cluster of that account and Region. */
    boolean isIn(String anAccount, String aRegion) {
        return account.orElse(anAccount).equals(anAccount)
                && region.orElse(aRegion).equals(aRegion);
    }
}
