package io.github.daxguard.cli.template;

import io.github.daxguard.cli.report.Judgement;
import io.github.daxguard.rule.Control;
import io.github.daxguard.template.ControlCheck;
import io.github.daxguard.template.Declared;
import io.github.daxguard.template.Language;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What one control says of a cluster in a CloudFormation template: it passes only if all that it can come to passes.
 *
 * <p>First every allowed value of the parameters counts. If then not all passes, their defaults do, and the words say so.
 */
final class ResourceJudgement {

    private static final Comparator<Found> BY_WEIGHT = Comparator.comparingInt(Found::weight);

    private final Judge judge;
    private final Control control;
    private final DaxResource resource;

    private final Scope scope;
    private final Alternatives values;
    private final Found worst;

    /** One of the things that the cluster can come to, and what the control says of it. */
    private record Found(ControlCheck check, Alternative property, Set<String> defaults) {

        /** What is refused is worse than what is exempt. */
        private int weight() {
            if (check.isRefused()) {
                return 0;
            }
            return check.isExempt() ? 1 : 2;
        }
    }

    private ResourceJudgement(Judge judge, Control control, DaxResource resource, Scope scope) {
        this.judge = judge;
        this.control = control;
        this.resource = resource;
        this.scope = scope;
        this.values = resource.property(control, scope);
        this.worst = worst();
    }

    static ResourceJudgement of(Judge judge, Control control, DaxResource resource) {
        ResourceJudgement whatever = new ResourceJudgement(judge, control, resource, Scope.ALLOWED);
        return whatever.worst.check().isRefused()
                ? new ResourceJudgement(judge, control, resource, Scope.DEFAULTS)
                : whatever;
    }

    private Found worst() {
        Alternatives identities = resource.identity(scope, judge.exemptions().exemptionTag());
        return values.all().stream()
                .map(property -> worst(property, identities))
                .min(BY_WEIGHT)
                .orElseThrow();
    }

    private Found worst(Alternative property, Alternatives identities) {
        Found nameless = found(property, new Value.Left(), property.defaults());
        if (!nameless.check().isRefused() && !nameless.check().isExempt()) {
            return nameless;
        }
        // Which names and tags it can have, matters only to what would be refused.
        return identities.all().stream()
                .flatMap(identity -> property.and(identity).stream())
                .map(both -> found(property, both.value(), both.defaults()))
                .min(BY_WEIGHT)
                .orElse(nameless);
    }

    private Found found(Alternative property, Value identity, Set<String> defaults) {
        ControlCheck check =
                judge.check(Language.CLOUDFORMATION, control, DaxResource.cluster(control, property.value(), identity));
        return new Found(check, property, check.isExempt() ? defaults : property.defaults());
    }

    Judgement judgement(int resourceLine) {
        ControlCheck check = worst.check();
        String why = check.isRefused() ? refusal() : acceptance();
        return Judge.judgement(check, why, check.isRefused() ? hint() : "", resource.line(control, resourceLine));
    }

    private String refusal() {
        ControlCheck check = worst.check();
        ControlCheck explained = new ControlCheck(
                check.language(),
                control,
                DaxResource.explained(check.declared(), worst.property().value()),
                check.verdict());
        String when = worst.property().when().entrySet().stream()
                .map(one -> Value.shown(one.getKey()) + " is " + one.getValue())
                .collect(Collectors.joining(" and "));
        return (when.isEmpty() ? "" : "If " + when + ", ")
                + explained.finding()
                + (worst.defaults().isEmpty()
                        ? ""
                        : " That is by the default of " + parameters(worst.defaults()) + ".");
    }

    private String hint() {
        Optional<String> unknown =
                DaxResource.notKnown(worst.property().value()).flatMap(Value.NotKnown::parameter);
        if (unknown.isPresent()) {
            if (isSetByParent(unknown.get())) {
                return setByParent(unknown.get());
            }
            return " Or give the value: " + option(unknown.get()) + ".";
        }
        if (!worst.defaults().isEmpty()) {
            return " Or, if another value is deployed, give that: "
                    + option(worst.defaults().iterator().next()) + ".";
        }
        for (String what : worst.property().when().keySet()) {
            if (what.startsWith(Alternative.PARAMETER)) {
                String parameter = what.substring(Alternative.PARAMETER.length());
                if (isSetByParent(parameter)) {
                    return setByParent(parameter);
                }
                return " Or, if that value is never deployed, give the one that is: " + option(parameter) + ".";
            }
            if (what.startsWith(Alternative.CONDITION)) {
                return " Or, if that is never deployed, give the parameters that decide " + Value.shown(what) + ": "
                        + option("NAME") + ".";
            }
        }
        return "";
    }

    private boolean isSetByParent(String parameter) {
        return resource.resolver().declarations().isSetByParent(parameter);
    }

    private static String setByParent(String parameter) {
        return " Or have the parent stack set parameter " + Value.shown(parameter) + " to a value that can be known.";
    }

    private static String option(String parameter) {
        return "--parameter " + Value.shown(parameter) + "=VALUE";
    }

    private String acceptance() {
        Set<String> whatever = new TreeSet<>();
        Set<String> defaults = new TreeSet<>(worst.defaults());
        values.all().forEach(value -> {
            value.when().keySet().forEach(what -> whatever.add(Value.shown(what)));
            defaults.addAll(value.defaults());
        });
        return worst.check().finding()
                + (whatever.isEmpty() || worst.check().isExempt()
                        ? ""
                        : " That is so whatever " + String.join(" and ", whatever) + " is.")
                + (defaults.isEmpty()
                        ? ""
                        : " That is by the default of " + parameters(defaults)
                                + (defaults.size() == 1 ? "; another value" : "; other values")
                                + (defaults.size() == 1 ? " is" : " are") + " not looked at.");
    }

    private static String parameters(Set<String> names) {
        return names.stream().map(name -> "parameter " + Value.shown(name)).collect(Collectors.joining(" and "));
    }

    /** What the template has there, in few words; empty if it is nothing. */
    String words() {
        List<String> all = new ArrayList<>();
        for (Alternative value : values.all()) {
            Declared declared = DaxResource.cluster(control, value.value(), new Value.Left())
                    .declared(control);
            String words = Judge.words(Language.CLOUDFORMATION, control, declared);
            if (!all.contains(words)) {
                all.add(words);
            }
        }
        return all.size() == 1
                ? all.get(0)
                : all.stream().map(words -> words.isEmpty() ? "not set" : words).collect(Collectors.joining(" or "));
    }
}
