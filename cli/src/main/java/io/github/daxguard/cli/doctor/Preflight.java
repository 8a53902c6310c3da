package io.github.daxguard.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The checks before a deployment. They change nothing. */
final class Preflight {

    private Preflight() {}

    /** @param forOrganization whether the intended deployment is for an organization */
    static Map<Check, Supplier<Finding>> checks(CheckContext context, boolean forOrganization) {
        ConfigChecks config = new ConfigChecks(context);
        DaxChecks dax = new DaxChecks(context);
        // One function for an organization does not detect changes.
        boolean detectsChanges = context.settings().realTime()
                && !(forOrganization && context.settings().isCentral());
        ChangeDetectionChecks changeDetection = new ChangeDetectionChecks(context, detectsChanges);
        ServiceChecks services = new ServiceChecks(context);
        BootstrapChecks bootstrap = new BootstrapChecks(context, forOrganization);
        Map<Check, Supplier<Finding>> checks = new LinkedHashMap<>();
        checks.put(Check.RESOURCE_TYPE, config::resourceType);
        checks.put(Check.RECORDER, config::recorder);
        checks.put(Check.MANAGED_RULES, config::managedRules);
        checks.put(Check.DAX, dax::dax);
        checks.put(Check.CLUSTER_TAGS, dax::clusterTags);
        checks.put(Check.TRAIL, changeDetection::trail);
        checks.put(Check.EVENT_PATTERN, changeDetection::eventPattern);
        checks.put(Check.RESOURCE_TYPES, services::resourceTypes);
        checks.put(Check.LAMBDA_CONCURRENCY, services::lambdaConcurrency);
        checks.put(Check.BOOTSTRAP, bootstrap::version);
        checks.put(Check.BOOTSTRAP_ROLES, bootstrap::roles);
        checks.put(Check.EXECUTION_ROLE, bootstrap::executionRole);
        return checks;
    }
}
