package io.github.daxguard.cli.template;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.ExemptionTerm;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.template.ControlCheck;
import io.github.daxguard.template.Declared;
import io.github.daxguard.template.DeclaredCluster;
import io.github.daxguard.template.Language;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;

/**
 * The criteria for the evaluation of declared clusters.
 *
 * @param controls at least one
 * @param exemptions of which only the exemptions are used
 * @param today in UTC, for exemptions with a last day
 * @param exemptResources by logical ID, address or CDK path
 * @param honorsSuppressions whether suppressions for other tools exempt clusters
 */
record Criteria(
        List<Control> controls,
        RuleParameters exemptions,
        LocalDate today,
        ExemptResources exemptResources,
        boolean honorsSuppressions) {
    Criteria {
        controls = List.copyOf(controls);
    }

    ExemptionTerm term() {
        return exemptions.term(today);
    }

    ControlCheck check(Language language, Control control, DeclaredCluster cluster) {
        return ControlCheck.of(language, control, cluster, exemptions, today);
    }

    /**
     * The evaluation for the report.
     *
     * @param reason in sentences
     * @param remediation of a refused cluster, appended to that of the check: sentences, each with a leading space
     */
    static ControlEvaluation evaluation(ControlCheck check, String reason, String remediation, OptionalInt line) {
        return new ControlEvaluation(
                check.control(),
                check.verdict().compliance(),
                check.isExempt(),
                check.hasIgnoredExemption(),
                reason,
                reason,
                check.isRefused() ? check.remedy() + remediation : "",
                line);
    }

    /** The declared value, for a table; empty if there is none. */
    static String words(Language language, Control control, Declared declared) {
        if (declared instanceof Declared.On) {
            return language.value(control);
        }
        if (declared instanceof Declared.Off off) {
            return off.value();
        }
        return declared instanceof Declared.Absent ? "" : "not known";
    }
}
