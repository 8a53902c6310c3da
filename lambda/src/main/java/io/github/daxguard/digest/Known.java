package io.github.daxguard.digest;

import java.time.LocalDate;
import java.util.Optional;

/**
 * The data of a finding that is not part of its evaluation result.
 *
 * @param since the day of the first digest with this finding
 * @param creator the creator of the cluster; empty if it is not known
 */
record Known(LocalDate since, Optional<ClusterCreator> creator) {

    Known withCreator(ClusterCreator other) {
        return new Known(since, Optional.of(other));
    }
}
