package io.github.daxguard.cli.scan;

import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import java.util.List;
import java.util.Optional;

/**
 * What the person wants to be looked at, and how.
 *
 * @param profiles of the AWS settings, whose accounts are looked at; none: the one that the settings choose
 * @param regions to look at; none: all that have DAX
 * @param organizationRole the role to assume in each account of the organization; empty: there is no looking at one
 * @param controls what is asked of the clusters
 * @param exemptions of which only the exemptions count
 * @param concurrency how many calls are under way at once at most
 * @param sendsToSecurityHub whether findings are sent to the Security Hub of each account and Region
 * @param version daxguard's own
 */
record ScanChoices(
        List<String> profiles,
        List<String> regions,
        Optional<String> organizationRole,
        List<Control> controls,
        RuleParameters exemptions,
        int concurrency,
        boolean sendsToSecurityHub,
        String version) {

    ScanChoices {
        profiles = profiles.stream().distinct().toList();
        regions = regions.stream().distinct().toList();
        controls = List.copyOf(controls);
    }
}
