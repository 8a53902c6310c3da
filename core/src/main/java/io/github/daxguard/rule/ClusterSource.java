package io.github.daxguard.rule;

import java.util.Optional;

/** Where clusters come from: one account and Region. */
public interface ClusterSource {

    /** Lists every cluster; a failure is part of the answer, because what was read before it can still be judged. */
    Listing list();

    /**
     * Looks one cluster up by its name.
     *
     * @return empty only if the source says that there is no such cluster
     * @throws RuntimeException if it cannot be told
     */
    Optional<Cluster> find(String name);

    /** Reads a cluster's tags. Never throws: a cluster that is still being created has none to read. */
    Tags tagsOf(Cluster cluster);
}
