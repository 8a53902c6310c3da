package io.github.daxguard.cli.template;

import io.github.daxguard.cli.template.Alternatives.Alternative;
import io.github.daxguard.cli.template.Resolver.Scope;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The parameters, mappings and conditions that a template declares, with the given values of parameters. */
final class Declarations {

    private static final String PSEUDO_PARAMETER = "AWS::";
    /** Pseudo parameters that differ in each stack. */
    private static final Set<String> NAMES_OF_STACK = Set.of("AWS::StackName", "AWS::StackId", "AWS::NotificationARNs");

    private static final String FROM_PARAMETER_STORE = "AWS::SSM::Parameter::Value";

    private final Map<String, Parameter> parameters = new HashMap<>();
    private final Map<String, String> given;
    private final List<NestedStack.Parameters> passed;
    private final Map<String, Tree.Member> mappings;
    private final Set<String> resources;
    private final Conditions conditions;

    /**
     * The declarations of one template.
     *
     * @param given values of parameters, by name
     * @param passed values that parent stacks set, in place of given ones: one for each stack of the template
     */
    Declarations(Tree template, Map<String, String> given, List<NestedStack.Parameters> passed) {
        template.section("Parameters")
                .forEach((name, member) -> parameters.put(name, Parameter.of(name, member.value())));
        this.given = given;
        this.passed = passed;
        this.mappings = template.section("Mappings");
        this.resources = template.section("Resources").keySet();
        this.conditions = new Conditions(template.section("Conditions"), new Resolver(this, Map.of()));
    }

    /** The values of a parameter, or of a pseudo parameter; empty if there is none of that name. */
    Optional<Alternatives> parameter(String name, Scope scope) {
        Parameter parameter = parameters.get(name);
        Optional<String> value = Optional.ofNullable(given.get(name)).filter(text -> isDeployedWithGiven(name));
        if (parameter != null) {
            // Given values apply only to the outer template. A parameter that the parent stack does not set has its
            // default.
            return Optional.of(
                    passed.isEmpty()
                            ? value.map(parameter::given).orElseGet(() -> parameter.open(scope))
                            : passed(parameter, parameter.open(scope), scope));
        }
        if (!name.startsWith(PSEUDO_PARAMETER)) {
            return Optional.empty();
        }
        return Optional.of(Alternatives.of(value.map(Value::text)
                .orElseGet(() -> new Value.NotKnown(
                        Value.shown(name) + ", which is known only at deployment", Optional.of(name)))));
    }

    /** Whether a given pseudo parameter also applies to this template. A stack set deploys to other accounts and Regions. */
    private boolean isDeployedWithGiven(String name) {
        return passed.isEmpty()
                || !(NAMES_OF_STACK.contains(name) || passed.stream().anyMatch(NestedStack.Parameters::isElsewhere));
    }

    /**
     * The values in every stack of the template.
     *
     * @param own the values if the parent stack does not set the parameter
     */
    private Alternatives passed(Parameter parameter, Alternatives own, Scope scope) {
        List<Alternatives> stacks = passed.stream()
                .map(stack -> stack.value(parameter.name(), scope)
                        .map(set -> set.then(value -> value instanceof Value.NoValue
                                ? own
                                : value.asText().map(parameter::given).orElseGet(parameter::openInNestedStack)))
                        .orElse(stack.isOpen() ? parameter.openInNestedStack() : own))
                .toList();
        if (stacks.stream().distinct().count() == 1) {
            return stacks.get(0);
        }
        return new Alternatives(IntStream.range(0, stacks.size())
                .boxed()
                .flatMap(i -> {
                    Alternative stack = Alternative.always(new Value.NoValue())
                            .when("the parent stack", Value.quoted(passed.get(i).stack()));
                    return stacks.get(i).all().stream().flatMap(one -> stack.and(one).stream());
                })
                .toList());
    }

    Set<String> parameters() {
        return parameters.keySet();
    }

    /** Whether parent stacks nest the template, so that given values do not apply to its parameters. */
    boolean isNested() {
        return !passed.isEmpty();
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

    /**
     * A parameter of the template.
     *
     * @param type {@code String} if the template does not declare it
     * @param standard its default
     * @param allowed its allowed values; empty if all are allowed
     * @param isSecret whether its value must not be displayed: {@code NoEcho}
     */
    private record Parameter(
            String name, String type, Optional<Value> standard, List<Value> allowed, boolean isSecret) {

        private static Parameter of(String name, Tree declaration) {
            return new Parameter(
                    name,
                    declaration.value("Type").flatMap(Tree::text).orElse("String"),
                    declaration.value("Default").map(Parameter::asText),
                    declaration.value("AllowedValues").map(Tree::items).orElse(List.of()).stream()
                            .map(Parameter::asText)
                            .toList(),
                    declaration
                            .value("NoEcho")
                            .flatMap(value -> Value.of(value).asText())
                            .filter(text -> !text.equals("false"))
                            .isPresent());
        }

        /** CloudFormation stores each value of a parameter as a string. */
        private static Value asText(Tree tree) {
            Value value = Value.of(tree);
            return value.asText().map(Value::text).orElse(value);
        }

        private Alternatives given(String value) {
            if (!isFollowed()) {
                return Alternatives.of(notFollowed());
            }
            return allowed.isEmpty() || isList() || allowed.contains(Value.text(value))
                    ? Alternatives.of(typed(Value.text(value)))
                    : Alternatives.notKnown("the value of parameter " + Value.shown(name)
                            + ", whose AllowedValues do not include the given value");
        }

        /** The values if none is given. */
        private Alternatives open(Scope scope) {
            return scope == Scope.DEFAULTS && standard.isPresent() && isFollowed()
                    ? new Alternatives(List.of(new Alternative(typed(standard.get()), Map.of(), Set.of(name))))
                    : allowed(standard.isPresent() ? "" : ", which has no default");
        }

        /** The values if the parent stack sets a value that is not known, so that the default is not used. */
        private Alternatives openInNestedStack() {
            return allowed(", which the parent stack sets");
        }

        private Alternatives allowed(String reason) {
            if (!isFollowed()) {
                return Alternatives.of(notFollowed());
            }
            if (!allowed.isEmpty() && !isList()) {
                return new Alternatives(allowed.stream()
                        .map(value -> Alternative.always(value)
                                .when(
                                        Alternatives.PARAMETER + name,
                                        value.asText().map(Value::quoted).orElse("")))
                        .toList());
            }
            return Alternatives.of(
                    new Value.NotKnown("the value of parameter " + Value.shown(name) + reason, Optional.of(name)));
        }

        private boolean isFollowed() {
            return !isSecret && !type.startsWith(FROM_PARAMETER_STORE);
        }

        private Value notFollowed() {
            return Value.notKnown(
                    isSecret
                            ? "the value of parameter " + Value.shown(name) + ", which must not be displayed (NoEcho)"
                            : "the value of an SSM parameter at deployment (parameter " + Value.shown(name) + ")");
        }

        private boolean isList() {
            return type.equals("CommaDelimitedList") || type.startsWith("List<");
        }

        private Value typed(Value value) {
            Optional<String> list = isList() ? value.asText() : Optional.empty();
            return list.<Value>map(text -> new Value.Items(Arrays.stream(text.split(",", -1))
                            .map(String::strip)
                            .map(Value::text)
                            .toList()))
                    .orElse(value);
        }
    }
}
