package io.github.daxguard.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The checks before a deployment. They change nothing. */
final class Preflight {

    private Preflight() {}

    static Map<Check, Supplier<Finding>> checks(CheckContext context) {
        ConfigChecks config = new ConfigChecks(context);
        DaxChecks dax = new DaxChecks(context);
        ChangeDetectionChecks changeDetection = new ChangeDetectionChecks(context);
        ServiceChecks services = new ServiceChecks(context);
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
        return checks;
    }
}
