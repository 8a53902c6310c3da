package io.github.daxguard.handler;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.config.RuleEvent;
import io.github.daxguard.config.RunResult;
import io.github.daxguard.handler.JsonLog.Level;
import io.github.daxguard.results.Evaluation;
import io.github.daxguard.results.Resource;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.rule.Verdict;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one run of the rule logs: a line for each non-compliant cluster before its evaluation is sent. The last line, of a
 * failed run too, has the counts.
 */
final class RunLog {

    private static final String UNBOUNDED = "unboundedExemptions";
    private static final List<String> COUNTS = List.of(
            "clusters",
            "compliant",
            "nonCompliant",
            "exempt",
            UNBOUNDED,
            "notApplicable",
            "cleared",
            "unconfirmed",
            "failed");

    private final InvocationLog log;
    private String securityHubId = "";
    private LocalDate today = LocalDate.EPOCH;
    private int unbounded;

    RunLog(JsonLog log, String requestId, String region) {
        this.log = new InvocationLog(log, requestId, region);
        for (String count : COUNTS) {
            this.log.result(count, 0);
        }
    }

    /** Adds the identity of the event to all following lines. */
    void received(RuleEvent event) {
        log.identify("rule", event.ruleName());
        log.identify("account", event.account());
        log.identify("messageType", event.notification().messageType());
        log.identify("mode", event.isTest() ? "test" : "report");
    }

    void counting(AwsCalls calls) {
        log.counting(calls);
    }

    /** Adds the control to all following lines, and logs unbounded entries of the parameters. */
    void evaluating(RuleEvent event, RuleParameters parameters) {
        log.identify("control", parameters.control().parameterValue());
        securityHubId = parameters.control().securityHubId();
        today = event.notification().day();
        List<String> entries = parameters.unboundedEntries(today);
        warnOfUnbounded(entries, log);
        unbounded(entries.size());
    }

    /** Writes the findings and the unbounded tags among these evaluations, which are about to be sent. */
    void reporting(List<Evaluation> batch) {
        for (Evaluation evaluation : batch) {
            if (evaluation.verdict().compliance() == Compliance.NON_COMPLIANT) {
                log.write(Level.WARN, evaluation.verdict().annotation(), cluster(evaluation));
            }
            if (evaluation.verdict() instanceof Verdict.Exempt verdict
                    && verdict.exemption().isUnboundedTag(today)) {
                Map<String, Object> fields = cluster(evaluation);
                fields.put(UNBOUNDED, 1);
                log.write(Level.WARN, "The exemption is open-ended. " + verdict.annotation(), fields);
                unbounded(1);
            }
        }
    }

    /** Logs entries of {@code exemptClusters} that are open-ended or match every name; nothing if there are none. */
    static void warnOfUnbounded(List<String> entries, InvocationLog log) {
        if (!entries.isEmpty()) {
            log.write(
                    Level.WARN,
                    "exemptClusters has open-ended or match-all entries. Add a last day (@YYYY-MM-DD) or a narrower name.",
                    Map.of("exemptions", String.join(",", entries)));
        }
    }

    private void unbounded(int more) {
        unbounded += more;
        log.result(UNBOUNDED, unbounded);
    }

    void evaluated(RunResult result) {
        if (!result.unconfirmed().isEmpty()) {
            log.write(
                    Level.WARN,
                    "Stale results not removed: DAX did not confirm that the clusters do not exist. Cause: time budget exhausted,"
                            + " lookup failed, or an id that cannot be looked up. The next run repeats the lookups.",
                    Map.of(
                            "resources",
                            result.unconfirmed().stream().map(Resource::id).collect(Collectors.joining(", "))));
        }
        log.result("clusters", result.clusters());
        log.result("compliant", result.count(Verdict.Compliant.class));
        log.result("nonCompliant", result.count(Verdict.NonCompliant.class));
        log.result("exempt", result.count(Verdict.Exempt.class));
        log.result("notApplicable", result.count(Verdict.NotApplicable.class));
        log.result("cleared", result.clearedCount());
        log.result("unconfirmed", result.unconfirmed().size());
        log.result("failed", result.unreported().size());
    }

    /** Returns the counts as JSON. */
    String succeeded() {
        return log.succeeded("The run has succeeded.");
    }

    void failed(RuntimeException failure) {
        log.failed(failure);
    }

    private Map<String, Object> cluster(Evaluation evaluation) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("securityHubControl", securityHubId);
        fields.put("cluster", evaluation.resource().id());
        fields.put("compliance", evaluation.verdict().compliance().name());
        return fields;
    }
}
