package io.github.daxguard.rule;

import java.util.List;

/** The end of a listing of the clusters of one account and Region. */
public sealed interface Listing {

    /** All pages were read: a cluster that is not in them does not exist. */
    record Complete() implements Listing {}

    /** Not all pages were read: a cluster that is not in them can exist. */
    record Incomplete(RuntimeException failure) implements Listing {}

    /** Receives a listing page by page. */
    @FunctionalInterface
    interface PageReader {
        /**
         * Receives one page. A cluster can be on two pages if the pages change during the listing.
         *
         * @param isLast whether the listing ends with this page
         */
        void read(List<Cluster> page, boolean isLast);
    }
}
