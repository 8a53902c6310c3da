package io.github.daxguard.cli.template;

import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Template checks with the criteria of the tests. */
final class TemplateChecks {

    static final LocalDate TODAY = LocalDate.parse("2027-01-31");

    private TemplateChecks() {}

    /** A check of both controls without exemptions. */
    static TemplateCheck of(Map<String, String> parameters) {
        return of(List.of(Control.values()), RuleParameters.parse(Map.of()), parameters);
    }

    static TemplateCheck of(List<Control> controls, RuleParameters exemptions, Map<String, String> parameters) {
        return TemplateCheck.of(
                new Criteria(controls, exemptions, TODAY, ExemptResources.NONE, false), parameters, false);
    }
}
