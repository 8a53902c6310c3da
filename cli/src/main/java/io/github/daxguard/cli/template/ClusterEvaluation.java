package io.github.daxguard.cli.template;

import io.github.daxguard.cli.report.ControlEvaluation;
import io.github.daxguard.cli.template.Alternatives.Alternative;
import io.github.daxguard.cli.template.Resolver.Scope;
import io.github.daxguard.rule.Control;
import io.github.daxguard.template.ControlCheck;
import io.github.daxguard.template.Declared;
import io.github.daxguard.template.DeclaredCluster;
import io.github.daxguard.template.Language;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The evaluation of one control for a cluster in a CloudFormation template. The cluster passes only if every possible value
 * passes.
 *
 * <p>First, all allowed values of the parameters are evaluated. If not all of them pass, only the defaults are evaluated, and the
 * reason states that.
 */
final class ClusterEvaluation {

    private static final String PROPERTIES = "Properties";
    private static final String NAME = "ClusterName";
    private static final String TAGS = "Tags";
    private static final String SSE_ENABLED = "SSEEnabled";

    private final Criteria criteria;
    private final Control control;
    private final Tree resource;
    private final Resolver resolver;
    private final Alternatives presence;
    private final Alternatives values;
    private final Outcome worst;

    /** The result for one possible value of the property. */
    private record Outcome(ControlCheck check, Alternative property, Set<String> defaults) {

        /** A refused cluster is worse than an exempt one. */
        private static final Comparator<Outcome> WORST_FIRST = Comparator.comparing(
                        (Outcome one) -> !one.check.isRefused())
                .thenComparing(one -> !one.check.isExempt());
    }

    private ClusterEvaluation(
            Criteria criteria, Control control, Tree resource, Resolver resolver, Alternatives presence) {
        this.criteria = criteria;
        this.control = control;
        this.resource = resource;
        this.resolver = resolver;
        this.presence = presence;
        this.values = property(Language.CLOUDFORMATION.property(control));
        Alternatives identities = identities();
        this.worst = values.all().stream()
                .map(property -> worst(property, identities))
                .min(Outcome.WORST_FIRST)
                .orElseThrow();
    }

    /**
     * Evaluates a cluster.
     *
     * @param resolver with the variables of the loops that contain the resource
     * @param presence the cases in which the cluster is created
     */
    static ClusterEvaluation of(
            Criteria criteria, Control control, Tree resource, Resolver resolver, Alternatives presence) {
        ClusterEvaluation allowed =
                new ClusterEvaluation(criteria, control, resource, resolver.with(Scope.ALLOWED), presence);
        return allowed.worst.check().isRefused()
                ? new ClusterEvaluation(criteria, control, resource, resolver.with(Scope.DEFAULTS), presence)
                : allowed;
    }

    private Optional<Tree.Member> member(String property) {
        return resource.value(PROPERTIES).flatMap(properties -> properties.member(property));
    }

    private Alternatives property(String name) {
        Optional<Tree> properties = resource.value(PROPERTIES);
        if (resource.function().isPresent()) {
            return Alternatives.notKnown("the result of Fn::Transform");
        }
        if (properties.isPresent() && !(properties.get() instanceof Tree.Members)) {
            return Alternatives.notKnown("not known, because " + PROPERTIES + " is "
                    + properties.get().kind());
        }
        if (properties.flatMap(Tree::function).isPresent()) {
            return Alternatives.notKnown("part of " + PROPERTIES + ", which a function returns");
        }
        return member(name)
                .map(member -> resolver.resolve(member.value()).where(presence))
                .orElseGet(() -> Alternatives.of(new Value.NoValue()));
    }

    /** The name and the tags, on which exemptions depend, as an object. */
    private Alternatives identities() {
        Alternatives tags = criteria.exemptions()
                .exemptionTag()
                .map(this::tags)
                .orElseGet(() -> Alternatives.of(new Value.NoValue()));
        return Alternatives.combine(
                List.of(property(NAME), tags),
                values -> new Value.Members(Map.of(NAME, values.get(0), TAGS, values.get(1)), Map.of()));
    }

    /** Only the exemption's tag is resolved, so that other tags do not multiply the alternatives. */
    private Alternatives tags(String key) {
        return member(TAGS)
                .map(Tree.Member::value)
                .filter(tags -> tags.function().isEmpty())
                .flatMap(tags -> tags.value(key))
                .map(tag -> resolver.resolve(Tree.ofOne(key, tag)).where(presence))
                .orElseGet(() -> property(TAGS));
    }

    private Outcome worst(Alternative property, Alternatives identities) {
        Outcome nameless = outcome(property, new Value.NoValue(), property.defaults());
        if (!nameless.check().isRefused() && !nameless.check().isExempt()) {
            return nameless;
        }
        // Names and tags matter only if the cluster would be refused.
        return identities.all().stream()
                .flatMap(identity -> property.and(identity).stream())
                .map(both -> outcome(property, both.value(), both.defaults()))
                .min(Outcome.WORST_FIRST)
                .orElse(nameless);
    }

    private Outcome outcome(Alternative property, Value identity, Set<String> defaults) {
        ControlCheck check = criteria.check(Language.CLOUDFORMATION, control, cluster(property.value(), identity));
        return new Outcome(check, property, check.isExempt() ? defaults : property.defaults());
    }

    /** The cluster with the properties that this control evaluates. */
    private DeclaredCluster cluster(Value property, Value identity) {
        Map<?, ?> known = identity.plain() instanceof Map<?, ?> members ? members : Map.of();
        return DeclaredCluster.ofValues(
                known.get(NAME),
                control == Control.ENCRYPTION_AT_REST ? property.plain() : null,
                control == Control.ENCRYPTION_IN_TRANSIT ? property.plain() : null,
                known.get(TAGS));
    }

    /**
     * The evaluation, with the line of the value that determines it.
     *
     * @param resourceLine the line of the cluster, which is used if it does not declare the property
     */
    ControlEvaluation evaluation(int resourceLine) {
        ControlCheck check = worst.check();
        int line = lineOfMember()
                .or(() -> member(Language.CLOUDFORMATION.property(control)).map(Tree.Member::line))
                .orElse(resourceLine);
        return check.isRefused()
                ? Criteria.evaluation(check, refusal(), remediation(), OptionalInt.of(line))
                : Criteria.evaluation(check, acceptance(), "", OptionalInt.of(line));
    }

    private Optional<Integer> lineOfMember() {
        return worst.property().value() instanceof Value.Members object
                ? Optional.ofNullable(object.lines().get(SSE_ENABLED))
                : Optional.empty();
    }

    private String refusal() {
        ControlCheck check = worst.check();
        ControlCheck explained = new ControlCheck(check.language(), control, explained(), check.verdict());
        Set<String> deciding = deciding();
        String when = worst.property().when().entrySet().stream()
                .filter(one -> deciding.contains(one.getKey()))
                .map(one -> Value.shown(one.getKey()) + " is " + one.getValue())
                .collect(Collectors.joining(" and "));
        return (when.isEmpty() ? "" : "If " + when + ", ")
                + explained.finding()
                + (worst.defaults().isEmpty() ? "" : byDefault(worst.defaults()) + ".");
    }

    /** The declared value; with the reason if the only member of an object is not known. */
    private Declared explained() {
        Declared declared = worst.check().declared();
        return declared instanceof Declared.NotKnown && worst.property().value() instanceof Value.Members
                ? notKnown()
                        .<Declared>map(
                                unknown -> new Declared.NotKnown("{" + SSE_ENABLED + ": " + unknown.what() + "}"))
                        .orElse(declared)
                : declared;
    }

    /** The unknown value, if it is the property itself or its only member. */
    private Optional<Value.NotKnown> notKnown() {
        Value value = worst.property().value();
        if (value instanceof Value.Members object && object.members().size() == 1) {
            value = object.members().getOrDefault(SSE_ENABLED, value);
        }
        return value instanceof Value.NotKnown unknown ? Optional.of(unknown) : Optional.empty();
    }

    private String remediation() {
        Optional<String> unknown = notKnown().flatMap(Value.NotKnown::parameter);
        if (unknown.isPresent()) {
            return remediation(unknown.get(), " Or specify the value: ");
        }
        if (!worst.defaults().isEmpty()) {
            return " If another value is deployed, specify it: "
                    + option(worst.defaults().iterator().next()) + ".";
        }
        Set<String> deciding = deciding();
        deciding.retainAll(worst.property().when().keySet());
        for (String what : deciding) {
            if (what.startsWith(Alternatives.PARAMETER)) {
                return remediation(
                        what.substring(Alternatives.PARAMETER.length()),
                        " If this value is never deployed, specify the deployed value: ");
            }
            if (what.startsWith(Alternatives.CONDITION)) {
                return " If this case is never deployed, specify the parameters of " + Value.shown(what) + ": "
                        + option("NAME") + ".";
            }
        }
        return "";
    }

    /** The parameters, conditions and loop variables that distinguish the possible values, those of the worst value first. */
    private Set<String> deciding() {
        Set<String> deciding = new LinkedHashSet<>(worst.property().when().keySet());
        values.all().forEach(value -> deciding.addAll(value.when().keySet()));
        deciding.removeIf(what -> values.all().stream()
                        .map(value -> value.when().getOrDefault(what, ""))
                        .distinct()
                        .count()
                == 1);
        return deciding;
    }

    private String remediation(String parameter, String byOption) {
        Declarations declarations = resolver.declarations();
        return declarations.isNested() && declarations.parameters().contains(parameter)
                ? " Or set parameter " + Value.shown(parameter) + " in the parent stack to a value that is known."
                : byOption + option(parameter) + ".";
    }

    private static String option(String parameter) {
        return "--parameter " + Value.shown(parameter.replace(Alternatives.OF_PARENT, "")) + "=VALUE";
    }

    private String acceptance() {
        Set<String> irrelevant = deciding().stream().map(Value::shown).collect(Collectors.toCollection(TreeSet::new));
        Set<String> defaults = new TreeSet<>(worst.defaults());
        values.all().forEach(value -> {
            defaults.addAll(value.defaults());
        });
        return worst.check().finding()
                + (irrelevant.isEmpty() || worst.check().isExempt()
                        ? ""
                        : " The result is the same for every value of " + String.join(" and ", irrelevant) + ".")
                + (defaults.isEmpty() ? "" : byDefault(defaults) + ". Other values are not evaluated.");
    }

    private static String byDefault(Set<String> parameters) {
        return " The result uses the default of "
                + parameters.stream()
                        .map(name -> "parameter " + Value.shown(name))
                        .collect(Collectors.joining(" and "));
    }

    /** The declared values, for a table; empty if there are none. */
    String words() {
        List<String> all = values.all().stream()
                .map(one -> cluster(one.value(), new Value.NoValue()).declared(control))
                .map(declared -> Criteria.words(Language.CLOUDFORMATION, control, declared))
                .distinct()
                .toList();
        return all.size() == 1
                ? all.get(0)
                : all.stream().map(words -> words.isEmpty() ? "not set" : words).collect(Collectors.joining(" or "));
    }
}
