package io.github.daxguard.template;

import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.Exemptions;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.rule.Verdict;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The evaluation of a declared cluster for one control.
 *
 * @param language the language of the declaration
 * @param declared the declared value of the property that the control evaluates
 * @param verdict the verdict on the cluster that would be created
 */
public record ControlCheck(Language language, Control control, Declared declared, Verdict verdict) {

    /**
     * Evaluates a declared cluster as the rule does.
     *
     * @param exemptions only the exemptions of the parameters are used
     * @param today in UTC, for exemptions with a last day
     */
    public static ControlCheck of(
            Language language, Control control, DeclaredCluster cluster, RuleParameters exemptions, LocalDate today) {
        Exemptions granted = new Exemptions(exemptions, today, ignored -> cluster.tags());
        return new ControlCheck(
                language, control, cluster.declared(control), control.evaluate(cluster.asReported(), granted));
    }

    /** Whether the cluster must not be created as declared: it is neither encrypted nor exempt. */
    public boolean isRefused() {
        return !isCompliant() && !isExempt();
    }

    /** Whether it is refused although there is an exemption, which ended or is not valid. */
    public boolean hasIgnoredExemption() {
        return !ignoredExemption().isEmpty();
    }

    private boolean isCompliant() {
        return verdict.compliance() == Compliance.COMPLIANT;
    }

    /** Whether it is exempt from the control. */
    public boolean isExempt() {
        return verdict instanceof Verdict.Exempt;
    }

    /** CloudFormation's name for the status of a hook's annotation. */
    private String status() {
        if (isCompliant()) {
            return "PASSED";
        }
        return isExempt() ? "SKIPPED" : "FAILED";
    }

    /** One or more sentences: the problem and, if the cluster is refused, the fix. */
    String statement() {
        return isRefused() ? finding() + " Set " + assignment() + " (" + control.securityHubId() + ")." : finding();
    }

    /** One or more sentences: the declared value, and an exemption or the reason that it is ignored. */
    public String finding() {
        if (isCompliant()) {
            return property() + " is " + value() + ".";
        }
        if (isExempt()) {
            return property() + " is not " + value() + ". " + verdict.annotation();
        }
        return property() + " " + declared.words() + "." + ignoredExemption();
    }

    /** The fix, as a sentence. */
    public String remedy() {
        return "Set " + assignment() + ".";
    }

    /** The annotation in the hook's response, as CloudFormation defines it. */
    Map<String, String> annotation() {
        Map<String, String> annotation = new LinkedHashMap<>();
        annotation.put("annotationName", control.securityHubId());
        annotation.put("status", status());
        annotation.put("statusMessage", statement());
        if (isRefused()) {
            annotation.put("remediationMessage", remedy());
            annotation.put("remediationLink", control.guide());
            annotation.put("severityLevel", control.severity());
        }
        return annotation;
    }

    /** The reason that an exemption is ignored, after a space; empty if there is no exemption. */
    private String ignoredExemption() {
        String explanation = verdict instanceof Verdict.NonCompliant finding
                ? finding.exemption().explanation()
                : "";
        return explanation.isEmpty() ? "" : " " + explanation;
    }

    private String property() {
        return language.property(control);
    }

    private String value() {
        return language.value(control);
    }

    private String assignment() {
        return language.assignment(control);
    }
}
