package io.github.daxguard.cli.scan;

import io.github.daxguard.cli.access.CallerIdentity;
import java.util.Optional;

/**
 * Whom the credentials of a person's settings belong to.
 *
 * @param profile of the settings; empty: the one that they choose
 * @param home the Region where it was asked
 */
record Login(Optional<String> profile, String home, CallerIdentity identity) {

    /** {@code aws}, {@code aws-cn}: it stands in each ARN. */
    String partition() {
        String[] arn = identity.arn().split(":", 3);
        return arn.length == 3 ? arn[1] : DaxRegions.partition(home);
    }

    /** For a person who has several: {@code profile shop}. */
    static String name(Optional<String> profile) {
        return profile.map(name -> "profile " + name).orElse("the account of these credentials");
    }
}
