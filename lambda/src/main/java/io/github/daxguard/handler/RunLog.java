package io.github.daxguard.handler;

import io.github.daxguard.config.RuleEvent;
import io.github.daxguard.config.RunResult;
import io.github.daxguard.contract.ResourceType;
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
 * The log of one run of the rule: a line for each non-compliant cluster, also if its result is unchanged. The last line has the
 * counts, also for a failed run.
 */
final class RunLog extends InvocationLog {

    private static final String UNBOUNDED = "unboundedExemptions";
    private static final String REFUSED_TYPE = "refusedResourceType";
    private static final List<String> COUNTS = List.of(
            "clusters",
            "compliant",
            "nonCompliant",
            "exempt",
            UNBOUNDED,
            "notApplicable",
            "staleRemoved",
            "reported",
            "unchanged",
            "unconfirmed",
            "failed");

    private String securityHubId = "";
    private LocalDate today = LocalDate.EPOCH;
    private int unbounded;

    RunLog(JsonLog log, String requestId, String region) {
        super(log, requestId, region);
        for (String count : COUNTS) {
            result(count, 0);
        }
    }

    /** Adds the identity of the event to all following lines. */
    void received(RuleEvent event) {
        identify("rule", event.ruleName());
        identify("account", event.account());
        identify("messageType", event.notification().messageType());
        identify("mode", event.isTest() ? "test" : "report");
    }

    /** Adds the control to all following lines, and logs unbounded entries of the parameters. */
    void evaluating(RuleEvent event, RuleParameters parameters) {
        identify("control", parameters.control().parameterValue());
        securityHubId = parameters.control().securityHubId();
        today = event.notification().day();
        List<String> entries = parameters.unboundedEntries(today);
        warnOfUnbounded(entries);
        unbounded(entries.size());
    }

    /** Writes a finding or an unbounded tag, before the evaluation is sent. */
    void reporting(Evaluation evaluation) {
        if (evaluation.verdict().compliance() == Compliance.NON_COMPLIANT) {
            write(Level.WARN, evaluation.verdict().annotation(), cluster(evaluation));
        }
        if (evaluation.verdict() instanceof Verdict.Exempt verdict
                && verdict.exemption().isUnboundedTag(today)) {
            Map<String, Object> fields = cluster(evaluation);
            fields.put(UNBOUNDED, 1);
            write(Level.WARN, "The exemption is unbounded. " + verdict.annotation(), fields);
            unbounded(1);
        }
    }

    private void unbounded(int more) {
        unbounded += more;
        result(UNBOUNDED, unbounded);
    }

    void evaluated(RunResult result) {
        if (!result.unconfirmed().isEmpty()) {
            write(
                    Level.WARN,
                    "Stale results not removed: DAX did not confirm that the clusters do not exist. The time was exhausted, a"
                            + " lookup failed, or an id cannot be looked up. The next run repeats the lookups.",
                    Map.of("resources", ids(result.unconfirmed())));
        }
        if (result.fallback().isPresent()) {
            fallback(result.fallback().get());
        }
        result("clusters", result.clusters());
        result("compliant", result.count(Verdict.Compliant.class));
        result("nonCompliant", result.count(Verdict.NonCompliant.class));
        result("exempt", result.count(Verdict.Exempt.class));
        result("notApplicable", result.count(Verdict.NotApplicable.class));
        result("staleRemoved", result.staleRemovedCount());
        result("reported", result.reported());
        result("unchanged", result.unchanged());
        result("unconfirmed", result.unconfirmed().size());
        result("failed", result.unreported().size());
    }

    private void fallback(RunResult.Fallback fallback) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(REFUSED_TYPE, ResourceType.DAX_CLUSTER);
        if (!fallback.outdated().isEmpty()) {
            fields.put("resources", ids(fallback.outdated()));
        }
        write(
                Level.WARN,
                "AWS Config refuses the resource type " + ResourceType.DAX_CLUSTER
                        + (fallback.isRequired() ? "." : ". The rule evaluates the account instead.")
                        + (fallback.outdated().isEmpty() ? "" : " Previous results of clusters could not be updated.")
                        + " AWS Config's error: " + fallback.error(),
                fields);
        if (!fallback.isRequired()) {
            result(REFUSED_TYPE, ResourceType.DAX_CLUSTER);
        }
    }

    private static String ids(List<Resource> resources) {
        return resources.stream().map(Resource::id).collect(Collectors.joining(", "));
    }

    /** Returns the counts as JSON. */
    String succeeded() {
        return succeeded("The run has succeeded.");
    }

    private Map<String, Object> cluster(Evaluation evaluation) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("securityHubControl", securityHubId);
        fields.put("cluster", evaluation.resource().id());
        fields.put("compliance", evaluation.verdict().compliance().name());
        return fields;
    }
}
