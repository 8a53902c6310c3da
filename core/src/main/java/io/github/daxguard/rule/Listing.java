package io.github.daxguard.rule;

import java.util.List;

/** The clusters of one account and Region, and whether these are all. */
public sealed interface Listing {

    /** What was read. */
    List<Cluster> clusters();

    /** A listing that ended normally: a cluster that is not in it does not exist. */
    record Complete(List<Cluster> clusters) implements Listing {
        public Complete {
            clusters = List.copyOf(clusters);
        }
    }

    /** A listing that broke off: nothing follows from a cluster's absence. */
    record Incomplete(List<Cluster> clusters, RuntimeException failure) implements Listing {
        public Incomplete {
            clusters = List.copyOf(clusters);
        }
    }
}
