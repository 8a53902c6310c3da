package io.github.daxguard.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The checks after a deployment. */
final class Deployment {

    private Deployment() {}

    static Map<Check, Supplier<Finding>> checks(CheckContext context, DoctorOptions options, RunControl control) {
        return new LinkedHashMap<>();
    }
}
