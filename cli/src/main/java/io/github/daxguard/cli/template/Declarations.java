package io.github.daxguard.cli.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a template declares besides its resources, and which parameters are given. */
final class Declarations {

    private static final String PSEUDO = "AWS::";

    private final Map<String, Parameter> parameters = new HashMap<>();
    private final Map<String, String> given;
    private final Passed passed;
    private final Map<String, Tree.Member> mappings;
    private final Set<String> resources;
    private final Conditions conditions;

    Declarations(Tree.Members template, Map<String, String> given, Passed passed) {
        template.section("Parameters")
                .forEach((name, member) -> parameters.put(name, Parameter.of(name, member.value())));
        this.given = Map.copyOf(given);
        this.passed = passed;
        this.mappings = template.section("Mappings");
        this.resources = template.section("Resources").keySet();
        Resolver constants = new Resolver(this, Scope.GIVEN, Map.of(), Map.of(), new ResolverBudget());
        this.conditions = new Conditions(template.section("Conditions"), constants::resolve);
    }

    /** What a parameter comes to, or one of those that CloudFormation itself gives; empty if there is none of that name. */
    Optional<Alternatives> parameter(String name, Scope scope) {
        Parameter parameter = parameters.get(name);
        if (parameter != null && passed.isSet(name)) {
            return Optional.of(passed.value(name)
                    .map(parameter::given)
                    .orElseGet(() -> parameter.setByParent().resolve(scope)));
        }
        String value = given.get(name);
        if (parameter != null) {
            return Optional.of(value == null ? parameter.resolve(scope) : parameter.given(value));
        }
        if (!name.startsWith(PSEUDO)) {
            return Optional.empty();
        }
        return Optional.of(Alternatives.of(
                value == null
                        ? new Value.NotKnown(Value.shown(name) + ", which the deployment decides", Optional.of(name))
                        : Value.text(value)));
    }

    Set<String> parameters() {
        return parameters.keySet();
    }

    /** Whether a parent stack gives the value, so that nobody else can. */
    boolean isSetByParent(String parameter) {
        return parameters.containsKey(parameter) && passed.isSet(parameter);
    }

    Map<String, Tree.Member> mappings() {
        return mappings;
    }

    Set<String> resources() {
        return resources;
    }

    Conditions conditions() {
        return conditions;
    }
}
