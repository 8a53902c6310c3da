package io.github.daxguard.infra;

import java.util.List;

/** A deployment for an organization, in the account of its delegated administrator: how the accounts of the units get the rules. */
sealed interface Organization {

    /** The stack of the delegated administrator. The modes exclude each other, so that both can use the name. */
    String STACK = "DaxGuardOrganization";

    /** {@code organization}: ids of the root or of the organizational units. */
    List<String> units();

    /** {@code excludedAccounts}: the accounts without rules. */
    List<String> excludedAccounts();

    /**
     * One function evaluates all accounts, with a role in each.
     *
     * @param memberAccounts {@code memberAccounts}: the accounts whose rules may invoke the function
     */
    record Central(List<String> units, List<String> memberAccounts, List<String> excludedAccounts)
            implements Organization {

        public Central {
            units = List.copyOf(units);
            memberAccounts = List.copyOf(memberAccounts);
            excludedAccounts = List.copyOf(excludedAccounts);
        }
    }

    /**
     * A stack set deploys the complete stack to every account and Region.
     *
     * @param id {@code organizationId}: the organization whose accounts can read the code of the functions
     * @param managementAccount {@code managementAccount}: the account that stack sets never deploy to
     * @param regionConcurrency {@code regionConcurrency}: whether an operation deploys to several Regions at once
     * @param failureTolerancePercentage {@code failureTolerancePercentage}: the share of the accounts of a Region in which an
     *     operation may fail before it stops
     * @param maxConcurrentPercentage {@code maxConcurrentPercentage}: the share of the accounts of a Region to which an
     *     operation deploys at once
     */
    record StackSets(
            List<String> units,
            List<String> excludedAccounts,
            String id,
            String managementAccount,
            RegionConcurrency regionConcurrency,
            int failureTolerancePercentage,
            int maxConcurrentPercentage)
            implements Organization {

        public StackSets {
            units = List.copyOf(units);
            excludedAccounts = List.copyOf(excludedAccounts);
        }
    }
}
