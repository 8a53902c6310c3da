package io.github.daxguard.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The checks before a deployment to an organization. They change nothing. */
final class OrganizationChecks {

    private OrganizationChecks() {}

    static Map<Check, Supplier<Finding>> checks(CheckContext context) {
        return new LinkedHashMap<>();
    }
}
