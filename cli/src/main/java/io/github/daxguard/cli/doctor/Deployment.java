package io.github.daxguard.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The checks after a deployment. */
final class Deployment {

    private Deployment() {}

    static Map<Check, Supplier<Finding>> checks(CheckContext context, DoctorOptions options, RunControl control) {
        DeployedStack stack = new DeployedStack(context, options.stack());
        DeployedRules rules = new DeployedRules(context, stack);
        FunctionChecks functions = new FunctionChecks(context, stack);
        RunChecks runs = new RunChecks(context, stack, rules, control);
        ResultsCheck results = new ResultsCheck(context, rules, control, runs);
        NotificationChecks notifications = new NotificationChecks(context, stack);
        Map<Check, Supplier<Finding>> checks = new LinkedHashMap<>();
        checks.put(Check.STACK, new StackCheck(context, stack)::stack);
        checks.put(Check.RULE_PARAMETERS, rules::parameters);
        checks.put(Check.FUNCTION_SETTINGS, functions::settings);
        checks.put(Check.FUNCTION_CODE, functions::code);
        checks.put(Check.INVOCATION, runs::invocation);
        checks.put(Check.RULE_RUN, () -> {
            results.evaluateBefore();
            return runs.run();
        });
        checks.put(Check.RESULTS, results::compare);
        checks.put(Check.ALARMS, notifications::alarms);
        checks.put(Check.SUBSCRIPTIONS, notifications::subscriptions);
        checks.put(Check.DEAD_LETTER_QUEUES, notifications::deadLetterQueues);
        checks.putAll(RequestedTests.checks(context, stack, options, control));
        checks.replaceAll((check, supplier) -> orOpen(supplier));
        return checks;
    }

    /** The same check, which is open if the deployment does not have what it needs. */
    private static Supplier<Finding> orOpen(Supplier<Finding> check) {
        return () -> {
            try {
                return check.get();
            } catch (OpenCheckException e) {
                return e.finding();
            }
        };
    }
}
