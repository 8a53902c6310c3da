package io.github.daxguard.infra;

import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.rule.Control;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the context says about a deployment, checked.
 *
 * @param frequency {@code frequency}: how often the periodic rules run
 * @param controls {@code controls}: a rule for each; at least one
 * @param changeTriggered {@code changeTriggered}: also a rule for each control that recorded changes trigger; AWS
 *     Config may refuse its scope, {@value ResourceType#DAX_CLUSTER}, at deployment
 * @param realTime {@code realTime}: whether changes of clusters start the periodic rules; without effect for an
 *     organization, since the events are in its member accounts
 * @param hook {@code hook}: what CloudFormation does with a cluster that is not encrypted
 * @param packaging {@code packaging}: what the rules are deployed as
 * @param recorder {@code recorder}: where the customer-managed configuration recorder comes from
 * @param alarmEmail {@code alarmEmail}: who is told of alarms and compliance changes
 * @param logRetentionDays {@code logRetentionDays}: how long the function's log is kept, in days
 * @param exemptClusters {@code exemptClusters}: as the rule parameter of that name
 * @param exemptionTag {@code exemptionTag}: as the rule parameter of that name
 * @param maxExemptionDays {@code maxExemptionDays}: as the rule parameter of that name
 * @param reservedConcurrency {@code reservedConcurrency}: how many invocations of the rules' function can run at a time, and are
 *     kept free for it
 * @param organization {@code organization} and what goes with it: a deployment for many accounts; empty for one account
 * @param replacement {@code replacement} and what goes with it: the runbook that replaces a cluster; empty for none
 * @param allowUnlistedRegion {@code allowUnlistedRegion}: whether the deployment is accepted where a {@link RegionalType} that
 *     it requires is not offered
 */
record Settings(
        Frequency frequency,
        List<Control> controls,
        boolean changeTriggered,
        boolean realTime,
        HookMode hook,
        Packaging packaging,
        RecorderMode recorder,
        Optional<String> alarmEmail,
        int logRetentionDays,
        Optional<String> exemptClusters,
        Optional<String> exemptionTag,
        Optional<String> maxExemptionDays,
        Optional<Integer> reservedConcurrency,
        Optional<Organization> organization,
        Optional<Replacement> replacement,
        boolean allowUnlistedRegion) {

    Settings {
        controls = List.copyOf(controls);
    }

    /** The controls as environment variables name them. */
    String controlNames() {
        return controls.stream().map(Control::parameterValue).collect(Collectors.joining(","));
    }

    /**
     * A deployment for an organization, from its delegated administrator's account.
     *
     * @param units {@code organization}: ids of the root or of the organizational units whose accounts get the member role
     * @param memberAccounts {@code memberAccounts}: the accounts whose rules may invoke the function
     * @param excludedAccounts {@code excludedAccounts}: accounts that get no rule
     */
    record Organization(List<String> units, List<String> memberAccounts, List<String> excludedAccounts) {

        Organization {
            units = List.copyOf(units);
            memberAccounts = List.copyOf(memberAccounts);
            excludedAccounts = List.copyOf(excludedAccounts);
        }
    }

    /**
     * The replacement of a cluster by an encrypted one.
     *
     * @param approvers {@code approvers}: who may say that the old cluster can go, as {@code aws:approve} takes them; none
     *     to make a role for it
     * @param endpointParameterPath {@code endpointParameterPath}: below it the new endpoint may be written, as an SSM
     *     parameter
     * @param minQuietMinutes {@code minQuietMinutes}: the shortest quiet time that a request may ask for, in minutes
     * @param requireMetrics {@code requireMetrics}: whether a cluster is deleted only if CloudWatch measured its nodes
     */
    record Replacement(
            List<String> approvers, String endpointParameterPath, int minQuietMinutes, boolean requireMetrics) {

        Replacement {
            approvers = List.copyOf(approvers);
        }
    }
}
