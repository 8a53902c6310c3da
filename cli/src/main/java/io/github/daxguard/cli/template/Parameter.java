package io.github.daxguard.cli.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A parameter of a template.
 *
 * @param type {@code String} if the template does not tell
 * @param standard its default
 * @param allowed its allowed values; none if any is
 * @param isSecret whether its value is not to be shown: {@code NoEcho}
 * @param setter who gives its value where its default does not count; empty if that is whoever deploys the template
 */
record Parameter(
        String name,
        String type,
        Optional<Value> standard,
        List<Value> allowed,
        boolean isSecret,
        Optional<String> setter) {

    private static final String FROM_PARAMETER_STORE = "AWS::SSM::Parameter::Value";

    Parameter {
        allowed = List.copyOf(allowed);
    }

    static Parameter of(String name, Tree declaration) {
        Tree.Members members = declaration instanceof Tree.Members some ? some : Tree.ofOne("", declaration);
        List<Value> allowed = new ArrayList<>();
        members.value("AllowedValues")
                .flatMap(Tree::list)
                .ifPresent(values -> values.forEach(value -> allowed.add(value(value))));
        return new Parameter(
                name,
                members.value("Type").flatMap(Tree::text).orElse("String"),
                members.value("Default").map(Parameter::value),
                allowed,
                members.value("NoEcho")
                        .flatMap(value -> Value.of(value).asText())
                        .filter(text -> !text.equals("false"))
                        .isPresent(),
                Optional.empty());
    }

    /** The same of a nested stack whose parent sets it to something that is not known. */
    Parameter setByParent() {
        return new Parameter(name, type, Optional.empty(), allowed, isSecret, Optional.of("the parent stack"));
    }

    /** CloudFormation keeps every value of a parameter as text. */
    private static Value value(Tree tree) {
        Value value = Value.of(tree);
        return value.asText().map(Value::text).orElse(value);
    }

    /** What it comes to where somebody gives that value. */
    Alternatives given(String value) {
        return Alternatives.of(isFollowed() ? typed(Value.text(value)) : notFollowed());
    }

    /** What it comes to where nobody gives a value. */
    Alternatives resolve(Scope scope) {
        if (!isFollowed()) {
            return Alternatives.of(notFollowed());
        }
        if (scope == Scope.DEFAULTS && standard.isPresent()) {
            return new Alternatives(List.of(new Alternative(typed(standard.get()), Map.of(), Set.of(name))));
        }
        if (scope != Scope.GIVEN && !allowed.isEmpty() && !isList()) {
            return new Alternatives(allowed.stream()
                    .map(value -> Alternative.always(value)
                            .when(
                                    Alternative.PARAMETER + name,
                                    value.asText().map(Value::quoted).orElse("")))
                    .toList());
        }
        return Alternatives.of(
                new Value.NotKnown("the value of parameter " + Value.shown(name) + whyOpen(), Optional.of(name)));
    }

    private String whyOpen() {
        return setter.map(who -> ", which " + who + " sets")
                .orElse(standard.isPresent() ? "" : ", which has no default");
    }

    private boolean isFollowed() {
        return !isSecret && !type.startsWith(FROM_PARAMETER_STORE);
    }

    private Value notFollowed() {
        return Value.notKnown(
                isSecret
                        ? "the value of parameter " + Value.shown(name) + ", which is not to be shown (NoEcho)"
                        : "what Parameter Store holds at the deployment (parameter " + Value.shown(name) + ")");
    }

    private boolean isList() {
        return type.equals("CommaDelimitedList") || type.startsWith("List<");
    }

    private Value typed(Value value) {
        if (!isList()) {
            return value;
        }
        return value.asText()
                .<Value>map(text -> new Value.Items(Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .map(Value::text)
                        .toList()))
                .orElse(value);
    }
}
