package io.github.daxguard.digest;

/**
 * A source of the aggregator whose results are not up to date.
 *
 * @param id an account, or the organization
 * @param region empty if the status applies to all Regions
 * @param status {@code FAILED} or {@code OUTDATED}
 * @param problem AWS Config's error code and message; empty if it did not report one
 */
record AggregatorSource(String id, String region, boolean isAccount, String status, String problem) {

    /** Whether the results of this account and Region are not up to date. */
    boolean includes(FindingTarget target) {
        return (!isAccount || id.equals(target.account())) && (region.isEmpty() || region.equals(target.region()));
    }
}
