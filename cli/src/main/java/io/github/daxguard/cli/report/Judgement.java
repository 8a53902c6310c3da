package io.github.daxguard.cli.report;

import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.Verdict;
import java.util.OptionalInt;

/**
 * What one control says of a cluster.
 *
 * @param isExempt whether it is NOT_APPLICABLE only because an exemption holds
 * @param why what is so, in sentences
 * @param whatToDo what to do about it, in sentences; empty unless it is NON_COMPLIANT
 * @param line of a template, where that stands: 1 for the first; empty if it is not known or there is no template
 */
public record Judgement(
        Control control, Compliance compliance, boolean isExempt, String why, String whatToDo, OptionalInt line) {

    public static Judgement of(Control control, Verdict verdict) {
        if (verdict instanceof Verdict.NonCompliant finding) {
            String exemption = finding.exemption().explanation();
            return new Judgement(
                    control,
                    verdict.compliance(),
                    false,
                    finding.finding() + (exemption.isEmpty() ? "" : " " + exemption),
                    finding.remedy(),
                    OptionalInt.empty());
        }
        return new Judgement(
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
