package io.github.daxguard.infra;

import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.rule.Control;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The validated settings of a deployment, from the context.
 *
 * @param frequency {@code frequency}: how often the periodic rules run
 * @param controls {@code controls}: at least one; each has a rule
 * @param changeTriggered {@code changeTriggered}: whether each control has an additional, change-triggered rule; AWS Config may
 *     refuse its scope, {@value ResourceType#DAX_CLUSTER}, at deployment
 * @param realTime {@code realTime}: whether changes of clusters start the periodic rules; no effect with one function for an
 *     organization, because the events are in its member accounts
 * @param hook {@code hook}: what CloudFormation does with a cluster that is not encrypted
 * @param packaging {@code packaging}: how the rules are deployed
 * @param recorder {@code recorder}: whether the stack creates the customer-managed configuration recorder
 * @param alarmEmail {@code alarmEmail}: the e-mail address that receives alarms and compliance changes
 * @param logRetentionDays {@code logRetentionDays}: the retention of the functions' logs, in days
 * @param exemptClusters {@code exemptClusters}: as the rule parameter
 * @param exemptionTag {@code exemptionTag}: as the rule parameter
 * @param maxExemptionDays {@code maxExemptionDays}: as the rule parameter
 * @param refreshHours {@code refreshHours}: as the rule parameter
 * @param resourceType {@code resourceType}: as the rule parameter
 * @param reservedConcurrency {@code reservedConcurrency}: the reserved concurrency of the rule function
 * @param organization {@code organization} and its dependent settings; empty for a deployment to one account
 * @param replacement {@code replacement} and its dependent settings; empty without the runbook
 * @param regions {@code regions}: the Regions, each of which has its own stack; the first is the home Region of an organization with
 *     stack sets; if empty, the app has one stack, whose Region the CDK's command line determines
 * @param eventBus {@code eventBus}: the ARN of the central event bus of an organization, to which the stack forwards its events
 * @param allowUnlistedRegion {@code allowUnlistedRegion}: whether the deployment is accepted where DAX or a required
 *     {@link RegionalType} is not offered
 * @param creationPolicy {@code creationRoles} and {@code creationPolicyTargets}: the service control policy on the creation of
 *     clusters
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
        Optional<String> refreshHours,
        Optional<String> resourceType,
        Optional<Integer> reservedConcurrency,
        Optional<Organization> organization,
        Optional<Replacement> replacement,
        List<String> regions,
        Optional<String> eventBus,
        boolean allowUnlistedRegion,
        CreationPolicy creationPolicy) {

    Settings {
        controls = List.copyOf(controls);
        regions = List.copyOf(regions);
    }

    /** The controls as the value of an environment variable. */
    String controlNames() {
        return controls.stream().map(Control::parameterValue).collect(Collectors.joining(","));
    }

    /**
     * The settings of the stack in a member account, which differ only in the exemptions, in the event bus, and in the absence
     * of a recipient of notifications.
     */
    Settings ofMember(
            String memberExemptClusters,
            String memberExemptionTag,
            String memberMaxExemptionDays,
            String memberEventBus) {
        return new Settings(
                frequency,
                controls,
                changeTriggered,
                realTime,
                hook,
                packaging,
                recorder,
                Optional.empty(),
                logRetentionDays,
                Optional.of(memberExemptClusters),
                Optional.of(memberExemptionTag),
                Optional.of(memberMaxExemptionDays),
                refreshHours,
                resourceType,
                reservedConcurrency,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(memberEventBus),
                allowUnlistedRegion,
                creationPolicy);
    }

    /**
     * The settings of the runbook that replaces clusters.
     *
     * @param approvers {@code approvers}: the principals that can approve a deletion, as {@code aws:approve} accepts them; if
     *     empty, the stack creates a role
     * @param endpointParameterPath {@code endpointParameterPath}: the path of the SSM parameters to which the endpoint of a
     *     replacement cluster can be written
     * @param minQuietMinutes {@code minQuietMinutes}: the shortest quiet time that a request can specify, in minutes
     * @param requireMetrics {@code requireMetrics}: whether a cluster is deleted only if CloudWatch has metrics of its nodes
     */
    record Replacement(
            List<String> approvers, String endpointParameterPath, int minQuietMinutes, boolean requireMetrics) {

        Replacement {
            approvers = List.copyOf(approvers);
        }
    }
}
