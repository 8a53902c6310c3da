package io.github.daxguard.infra;

import io.github.daxguard.rule.Control;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The validated context of a deployment; the README describes each value. */
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

    String controlNames() {
        return controls.stream().map(Control::parameterValue).collect(Collectors.joining(","));
    }

    /** A deployment for an organization: the units get the member role, the member accounts can invoke the function. */
    record Organization(List<String> units, List<String> memberAccounts, List<String> excludedAccounts) {

        Organization {
            units = List.copyOf(units);
            memberAccounts = List.copyOf(memberAccounts);
            excludedAccounts = List.copyOf(excludedAccounts);
        }
    }

    /** The replacement of a cluster by an encrypted one; without approvers, the stack creates a role for them. */
    record Replacement(
            List<String> approvers, String endpointParameterPath, int minQuietMinutes, boolean requireMetrics) {

        Replacement {
            approvers = List.copyOf(approvers);
        }
    }
}
