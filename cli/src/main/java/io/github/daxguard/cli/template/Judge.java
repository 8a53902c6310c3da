package io.github.daxguard.cli.template;

import io.github.daxguard.cli.report.Judgement;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.template.ControlCheck;
import io.github.daxguard.template.Declared;
import io.github.daxguard.template.DeclaredCluster;
import io.github.daxguard.template.Language;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;

/**
 * What is asked of every declared cluster.
 *
 * @param controls at least one
 * @param exemptions of which only the exemptions count
 * @param today in UTC, for exemptions with a last day
 */
record Judge(List<Control> controls, RuleParameters exemptions, LocalDate today) {
    Judge {
        controls = List.copyOf(controls);
    }

    ControlCheck check(Language language, Control control, DeclaredCluster cluster) {
        return ControlCheck.of(language, control, cluster, exemptions, today);
    }

    /**
     * In the report's form.
     *
     * @param why in place of the check's own words
     * @param hint what else could be done about it, as sentences with a space before each; only of a refused one
     */
    static Judgement judgement(ControlCheck check, String why, String hint, OptionalInt line) {
        if (check.isRefused()) {
            return new Judgement(check.control(), Compliance.NON_COMPLIANT, false, why, check.remedy() + hint, line);
        }
        return new Judgement(
                check.control(),
                check.isExempt() ? Compliance.NOT_APPLICABLE : Compliance.COMPLIANT,
                check.isExempt(),
                why,
                "",
                line);
    }

    /** What is declared, in few words; empty if it is nothing. */
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
