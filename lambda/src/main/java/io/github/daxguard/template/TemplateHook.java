package io.github.daxguard.template;

import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.Exemptions;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.rule.Verdict;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Decides whether CloudFormation may make a cluster, by the decision of the rule. */
public final class TemplateHook {

    private static final String GUIDE =
            "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#";

    private final List<Control> controls;
    private final RuleParameters exemptions;

    /**
     * A hook for these controls.
     *
     * @param controls at least one
     * @param exemptions of which only the exemptions count
     */
    public TemplateHook(List<Control> controls, RuleParameters exemptions) {
        this.controls = List.copyOf(controls);
        this.exemptions = exemptions;
    }

    /**
     * Judges one request.
     *
     * @param today in UTC, for exemptions with a last day: the request tells no date
     * @return never {@link HookAnswer.Outcome#PASSED} for a cluster that is made, unless it is known to be encrypted or exempt
     */
    public HookAnswer judge(HookRequest request, LocalDate today) {
        String type = request.targetName();
        if (type.isEmpty()) {
            return HookAnswer.notJudged(
                    "The request has no requestData.targetName: it does not tell what is to be made.");
        }
        if (type.equals("STACK") || type.equals("CHANGE_SET")) {
            return HookAnswer.notJudged("This hook judges resources, not a " + type
                    + ": give it the target operations RESOURCE and CLOUD_CONTROL.");
        }
        if (!type.equals(DeclaredCluster.RESOURCE_TYPE)) {
            return HookAnswer.passed(
                    "Not judged: this hook is for " + DeclaredCluster.RESOURCE_TYPE + ", not for " + type + ".");
        }
        if (request.deletes()) {
            return HookAnswer.passed("Not judged: nothing is made.");
        }
        if (request.updatesInPlace()) {
            return HookAnswer.passed(
                    "Not judged: the update changes the cluster in place, and so not its encryption. What "
                            + "it is worth, the AWS Config rule tells.");
        }
        return request.properties()
                .map(properties -> judge(request.logicalId(), DeclaredCluster.ofProperties(properties), today))
                .orElseGet(() -> HookAnswer.notJudged(
                        "The request has no object requestData.targetModel.resourceProperties: it does not tell how the "
                                + "cluster is to be made."));
    }

    private HookAnswer judge(String logicalId, DeclaredCluster cluster, LocalDate today) {
        Exemptions granted = new Exemptions(exemptions, today, ignored -> cluster.tags());
        List<String> failures = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        List<Map<String, String>> annotations = new ArrayList<>();
        for (Control control : controls) {
            Verdict verdict = control.evaluate(cluster.asReported(), granted);
            Remedy remedy = Remedy.of(control);
            String status;
            String statement;
            if (verdict instanceof Verdict.Compliant) {
                status = "PASSED";
                statement = remedy.property() + " is " + remedy.value() + ".";
                remarks.add(statement);
            } else if (verdict instanceof Verdict.Exempt) {
                status = "SKIPPED";
                statement = "Not " + remedy.encrypted() + ", and exempt: " + verdict.annotation();
                remarks.add(statement);
            } else {
                status = "FAILED";
                statement = remedy.property() + " " + cluster.declared(control).words() + "." + explained(verdict);
                failures.add("Set " + remedy.assignment() + " (" + control.securityHubId() + "): it "
                        + cluster.declared(control).words() + "." + explained(verdict));
            }
            annotations.add(annotation(control, status, statement, remedy));
        }
        if (failures.isEmpty()) {
            return new HookAnswer(HookAnswer.Outcome.PASSED, logicalId + ": " + String.join(" ", remarks), annotations);
        }
        return new HookAnswer(
                HookAnswer.Outcome.REFUSED,
                logicalId + " (" + DeclaredCluster.RESOURCE_TYPE + "): " + String.join(" ", failures)
                        + " It can only be chosen when a cluster is made.",
                annotations);
    }

    /** Why no exemption holds, where somebody may have meant one. */
    private static String explained(Verdict verdict) {
        String explanation = verdict instanceof Verdict.NonCompliant finding
                ? finding.exemption().explanation()
                : "";
        return explanation.isEmpty() ? "" : " " + explanation;
    }

    private static Map<String, String> annotation(Control control, String status, String statement, Remedy remedy) {
        Map<String, String> annotation = new LinkedHashMap<>();
        annotation.put("annotationName", control.securityHubId());
        annotation.put("status", status);
        annotation.put("statusMessage", statement);
        if (status.equals("FAILED")) {
            annotation.put("remediationMessage", "Set " + remedy.assignment() + ".");
            annotation.put(
                    "remediationLink",
                    GUIDE + control.securityHubId().toLowerCase(Locale.ROOT).replace('.', '-'));
            // As Security Hub rates both controls.
            annotation.put("severityLevel", "MEDIUM");
        }
        return annotation;
    }
}
