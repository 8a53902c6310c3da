package io.github.daxguard.cli.template;

import io.github.daxguard.rule.ShortText;
import io.github.daxguard.template.Declared;
import io.github.daxguard.template.DeclaredCluster;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value in a template with its functions resolved, as far as that is possible before a deployment. */
sealed interface Value {

    /**
     * A value without parts.
     *
     * @param value a string, boolean, {@link BigDecimal}, or null, which CloudFormation does not accept
     */
    record Scalar(@Nullable Object value) implements Value {}

    /** The property is treated as absent: {@code AWS::NoValue}. */
    record NoValue() implements Value {}

    /** A list. */
    record Items(List<Value> items) implements Value {
        public Items {
            items = items.stream().filter(item -> !(item instanceof NoValue)).toList();
        }
    }

    /**
     * An object.
     *
     * @param lines of the names of all members, including absent ones
     */
    record Members(Map<String, Value> members, Map<String, Integer> lines) implements Value {
        public Members {
            Map<String, Value> present = new LinkedHashMap<>(members);
            present.values().removeIf(NoValue.class::isInstance);
            members = Collections.unmodifiableMap(present);
        }
    }

    /**
     * A value that is not known before the deployment, or that daxguard does not resolve.
     *
     * @param what a description, for the sentence "it is WHAT"
     * @param parameter the parameter that determines the value, if there is one
     */
    record NotKnown(String what, Optional<String> parameter) implements Value {}

    /** A single value of a template that is not a function. */
    static Value of(Tree tree) {
        if (!(tree instanceof Tree.Scalar scalar)) {
            return notKnown(tree.kind());
        }
        if (scalar.value() instanceof Tree.Ambiguous ambiguous) {
            return notKnown(shown(ambiguous.text()) + ", which YAML parsers interpret differently");
        }
        return scalar.value() instanceof String text ? text(text) : new Scalar(scalar.value());
    }

    static Value text(String text) {
        return DeclaredCluster.hasDynamicReference(text)
                ? notKnown("the dynamic reference " + quoted(text))
                : new Scalar(text);
    }

    static NotKnown notKnown(String what) {
        return new NotKnown(what, Optional.empty());
    }

    /**
     * The value as a plain Java value, for {@link DeclaredCluster#ofValues}. A value that is not known is a
     * {@link Declared.NotKnown}.
     */
    default @Nullable Object plain() {
        if (this instanceof NotKnown unknown) {
            return new Declared.NotKnown(unknown.what());
        }
        if (this instanceof Items list) {
            List<@Nullable Object> plain = new ArrayList<>();
            list.items().forEach(item -> plain.add(item.plain()));
            return plain;
        }
        if (this instanceof Members object) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            object.members().forEach((name, value) -> plain.put(name, value.plain()));
            return plain;
        }
        return this instanceof Scalar scalar ? scalar.value() : null;
    }

    /** The string form that CloudFormation uses in comparisons and substitutions; empty if it is not a single value. */
    default Optional<String> asText() {
        return this instanceof Scalar scalar
                ? Optional.ofNullable(scalar.value())
                        .map(value -> value instanceof BigDecimal number ? number.toPlainString() : value.toString())
                : Optional.empty();
    }

    /** A name from a template, safe to display. */
    static String shown(String name) {
        return ShortText.of(name, 80);
    }

    static String quoted(String text) {
        return "\"" + shown(text) + "\"";
    }
}
