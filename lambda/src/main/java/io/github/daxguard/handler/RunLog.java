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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one run of the rule logs: a line a non-compliant cluster, and at the end, however it ends, one line with counts. */
final class RunLog {

    private static final List<String> COUNTS =
            List.of("clusters", "compliant", "nonCompliant", "exempt", "notApplicable", "cleared", "failed");

    private final JsonLog log;
    private final long startNanos = System.nanoTime();
    private final Map<String, Object> identity = new LinkedHashMap<>();
    private final Map<String, Object> counts = new LinkedHashMap<>();
    private @Nullable AwsCalls calls;

    RunLog(JsonLog log, String requestId, String region) {
        this.log = log;
        identity.put("AWSRequestId", requestId);
        identity.put("region", region);
        for (String count : COUNTS) {
            counts.put(count, 0);
        }
    }

    /** From here on the lines tell whose event it is. */
    void received(RuleEvent event) {
        identity.put("rule", event.ruleName());
        identity.put("account", event.account());
        identity.put("messageType", event.notification().messageType());
        identity.put("mode", event.isTest() ? "test" : "report");
    }

    /** From here on the last line tells how many requests went out. */
    void counting(AwsCalls calls) {
        this.calls = calls;
    }

    void evaluated(Control control, RunResult result) {
        identity.put("control", control.parameterValue());
        for (Evaluation evaluation : result.evaluations()) {
            if (evaluation.verdict() instanceof Verdict.NonCompliant verdict) {
                log.write(Level.WARN, verdict.annotation(), finding(control, evaluation));
            }
        }
        counts.put("clusters", result.clusters());
        counts.put("compliant", result.count(Verdict.Compliant.class));
        counts.put("nonCompliant", result.count(Verdict.NonCompliant.class));
        counts.put("exempt", result.count(Verdict.Exempt.class));
        counts.put("notApplicable", result.count(Verdict.NotApplicable.class));
        counts.put("cleared", result.clearedCount());
        counts.put("failed", result.unreported().size());
    }

    /** The run has reported everything; answers with its counts as JSON. */
    String succeeded() {
        Map<String, Object> summary = summary("succeeded");
        log.write(Level.INFO, "The run has succeeded.", summary);
        return JsonLog.toJson(summary);
    }

    void failed(RuntimeException failure) {
        Map<String, Object> summary = summary("failed");
        summary.put("errorType", failure.getClass().getSimpleName());
        log.write(Level.ERROR, String.valueOf(failure.getMessage()), summary);
    }

    private Map<String, Object> finding(Control control, Evaluation evaluation) {
        Map<String, Object> fields = new LinkedHashMap<>(identity);
        fields.put("securityHubControl", control.securityHubId());
        fields.put("cluster", evaluation.resource().id());
        fields.put("compliance", "NON_COMPLIANT");
        return fields;
    }

    private Map<String, Object> summary(String outcome) {
        Map<String, Object> fields = new LinkedHashMap<>(identity);
        fields.put("outcome", outcome);
        fields.putAll(counts);
        fields.put("apiCalls", calls == null ? 0 : calls.requests());
        fields.put("durationMs", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        return fields;
    }
}
