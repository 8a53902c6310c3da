package io.github.daxguard.cli.report;

import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.Verdict;
import java.util.OptionalInt;

/**
 * The evaluation of a cluster by one control.
 *
 * @param isExempt whether it is NOT_APPLICABLE only because of an exemption
 * @param hasIgnoredExemption whether it is NON_COMPLIANT although there is an exemption, which ended or is not valid
 * @param remediation the remediation; empty unless it is NON_COMPLIANT
 * @param detail the part of the reason that the cluster's reported values do not show; empty if there is none
 * @param line of the declaration in a file, from 1; empty if it is not known
 */
public record ControlEvaluation(
        Control control,
        Compliance compliance,
        boolean isExempt,
        boolean hasIgnoredExemption,
        String reason,
        String detail,
        String remediation,
        OptionalInt line) {

    /** An evaluation without an exemption that is ignored, whose whole reason is a detail. */
    public ControlEvaluation(
            Control control,
            Compliance compliance,
            boolean isExempt,
            String reason,
            String remediation,
            OptionalInt line) {
        this(control, compliance, isExempt, false, reason, reason, remediation, line);
    }

    public static ControlEvaluation of(Control control, Verdict verdict) {
        if (verdict instanceof Verdict.NonCompliant finding) {
            String exemption = finding.exemption().explanation();
            return new ControlEvaluation(
                    control,
                    verdict.compliance(),
                    false,
                    !exemption.isEmpty(),
                    finding.finding() + (exemption.isEmpty() ? "" : " " + exemption),
                    exemption,
                    finding.remedy(),
                    OptionalInt.empty());
        }
        return new ControlEvaluation(
                control,
                verdict.compliance(),
                verdict instanceof Verdict.Exempt,
                verdict.annotation(),
                "",
                OptionalInt.empty());
    }

    public boolean isFinding() {
        return compliance == Compliance.NON_COMPLIANT;
    }
}
