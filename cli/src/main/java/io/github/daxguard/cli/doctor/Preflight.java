package io.github.daxguard.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The checks before a deployment. They change nothing. */
final class Preflight {

    private Preflight() {}

    static Map<Check, Supplier<Finding>> checks(CheckContext context) {
        ConfigChecks config = new ConfigChecks(context);
        Map<Check, Supplier<Finding>> checks = new LinkedHashMap<>();
        checks.put(Check.RESOURCE_TYPE, config::resourceType);
        checks.put(Check.RECORDER, config::recorder);
        checks.put(Check.MANAGED_RULES, config::managedRules);
        return checks;
    }
}
