package io.github.daxguard.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The tests of a deployment that the operator requests. Each prompts for confirmation, and removes what it creates. */
final class RequestedTests {

    private RequestedTests() {}

    static Map<Check, Supplier<Finding>> checks(
            CheckContext context, DeployedStack stack, DoctorOptions options, RunControl control) {
        Map<Check, Supplier<Finding>> checks = new LinkedHashMap<>();
        options.changeTest()
                .ifPresent(cluster ->
                        checks.put(Check.CHANGE_TEST, () -> new ChangeTest(context, stack, control, cluster).run()));
        if (options.hookTest()) {
            checks.put(Check.HOOK_TEST, () -> new HookTest(context, stack, control).run());
        }
        if (options.runbookTest()) {
            checks.put(Check.RUNBOOK_TEST, () -> new RunbookTest(context, stack, control).run());
        }
        return checks;
    }
}
