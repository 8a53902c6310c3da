package io.github.daxguard.handler;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.config.Evaluation;
import io.github.daxguard.config.RuleEvent;
import io.github.daxguard.config.RunResult;
import io.github.daxguard.handler.JsonLog.Level;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one run of the rule logs: a line a non-compliant cluster, and at the end, however it ends, one line with counts. */
final class RunLog {

    private static final List<String> COUNTS =
            List.of("clusters", "compliant", "nonCompliant", "exempt", "notApplicable", "cleared", "failed");

    private final InvocationLog log;

    RunLog(JsonLog log, String requestId, String region) {
        this.log = new InvocationLog(log, requestId, region);
        for (String count : COUNTS) {
            this.log.result(count, 0);
        }
    }

    /** From here on the lines tell whose event it is. */
    void received(RuleEvent event) {
        log.identify("rule", event.ruleName());
        log.identify("account", event.account());
        log.identify("messageType", event.notification().messageType());
        log.identify("mode", event.isTest() ? "test" : "report");
    }

    /** From here on the last line tells how many requests went out. */
    void counting(AwsCalls calls) {
        log.counting(calls);
    }

    void evaluated(Control control, RunResult result) {
        log.identify("control", control.parameterValue());
        for (Evaluation evaluation : result.evaluations()) {
            if (evaluation.verdict() instanceof Verdict.NonCompliant verdict) {
                log.write(Level.WARN, verdict.annotation(), finding(control, evaluation));
            }
        }
        log.result("clusters", result.clusters());
        log.result("compliant", result.count(Verdict.Compliant.class));
        log.result("nonCompliant", result.count(Verdict.NonCompliant.class));
        log.result("exempt", result.count(Verdict.Exempt.class));
        log.result("notApplicable", result.count(Verdict.NotApplicable.class));
        log.result("cleared", result.clearedCount());
        log.result("failed", result.unreported().size());
    }

    /** The run has reported everything; answers with its counts as JSON. */
    String succeeded() {
        return log.succeeded("The run has succeeded.");
    }

    void failed(RuntimeException failure) {
        log.failed(failure);
    }

    private static Map<String, Object> finding(Control control, Evaluation evaluation) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("securityHubControl", control.securityHubId());
        fields.put("cluster", evaluation.resource().id());
        fields.put("compliance", "NON_COMPLIANT");
        return fields;
    }
}
