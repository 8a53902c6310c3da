package io.github.daxguard.rule;

import java.util.Optional;

/** Reads the clusters of one account and Region. */
public interface ClusterSource {

    /**
     * Lists all clusters.
     *
     * @param reader receives each page when it is read, also those before a failure
     */
    Listing list(Listing.PageReader reader);

    /**
     * Looks up one cluster by its name.
     *
     * @return empty only if the source reports that the cluster does not exist
     * @throws RuntimeException if the lookup fails
     */
    Optional<Cluster> find(String name);

    /** Reads a cluster's tags. Does not throw: the tags of a cluster that is being created cannot be read yet. */
    Tags tagsOf(Cluster cluster);
}
