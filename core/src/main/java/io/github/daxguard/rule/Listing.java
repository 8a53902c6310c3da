package io.github.daxguard.rule;

import java.util.List;

/** The clusters of one account and Region, and whether the listing is complete. */
public sealed interface Listing {

    /** The clusters that were read. */
    List<Cluster> clusters();

    /** A complete listing: a cluster that is not in it does not exist. */
    record Complete(List<Cluster> clusters) implements Listing {
        public Complete {
            clusters = List.copyOf(clusters);
        }
    }

    /** An incomplete listing: a cluster that is not in it can exist. */
    record Incomplete(List<Cluster> clusters, RuntimeException failure) implements Listing {
        public Incomplete {
            clusters = List.copyOf(clusters);
        }
    }
}
