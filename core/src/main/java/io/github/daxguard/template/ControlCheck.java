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
 * What one control says of a declared cluster, in the words of whoever declared it.
 *
 * @param language in which it is declared
 * @param declared what stands there of the property that the control looks at
 * @param verdict the rule's, of the cluster that would be made
 */
public record ControlCheck(Language language, Control control, Declared declared, Verdict verdict) {

    /**
     * Judges by the decision of the rule.
     *
     * @param exemptions of which only the exemptions count
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

    private boolean isCompliant() {
        return verdict.compliance() == Compliance.COMPLIANT;
    }

    /** Whether it passes though it is not encrypted. */
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

    /** One or more sentences: what stands there, and what that means; of a refused one also what to do, as a hook says it. */
    String statement() {
        return isRefused()
                ? "Set " + assignment() + " (" + control.securityHubId() + "): it " + declared.words() + "."
                        + reservation()
                : finding();
    }

    /** One or more sentences: what stands there, and what that means. */
    public String finding() {
        if (isCompliant()) {
            return property() + " is " + value() + ".";
        }
        if (isExempt()) {
            return property() + " is not " + value() + ", but that is accepted. " + verdict.annotation();
        }
        return property() + " " + declared.words() + "." + reservation();
    }

    /** What to write in place of what stands there, as a sentence. */
    public String remedy() {
        return "Set " + assignment() + ".";
    }

    /** In AWS's own form. */
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

    /** Why no exemption holds, where somebody may have meant one. */
    private String reservation() {
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
