package io.github.daxguard.cli.scan;

import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import java.util.List;
import java.util.Optional;

/**
 * The targets of a scan and its settings.
 *
 * @param profiles empty: the one that the AWS settings select
 * @param regions empty: all that have DAX
 * @param organizationRole the role to assume in each account of the organization; empty: no organization is scanned
 * @param exemptions only their exemptions are used
 * @param concurrency the largest number of concurrent calls
 * @param createdBy whether the creators of clusters with findings are looked up
 * @param tables whether the tables that the roles of clusters with findings may read are looked up
 * @param version daxguard's version
 */
record ScanOptions(
        List<String> profiles,
        List<String> regions,
        Optional<String> organizationRole,
        List<Control> controls,
        RuleParameters exemptions,
        int concurrency,
        boolean createdBy,
        boolean tables,
        boolean sendsToSecurityHub,
        String version) {

    ScanOptions {
        profiles = profiles.stream().distinct().toList();
        regions = regions.stream().distinct().toList();
        controls = List.copyOf(controls);
    }
}
