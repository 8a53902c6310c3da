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

/** What stands in a template once its functions are resolved, as far as that can be told before a deployment. */
sealed interface Value {

    /**
     * The value as a plain Java value, for {@link DeclaredCluster#ofValues}. A value that is not known is a
     * {@link Declared.NotKnown}.
     */
    @Nullable
    Object plain();

    /**
     * A value without parts.
     *
     * @param value a string, boolean or {@link BigDecimal}
     */
    record Scalar(Object value) implements Value {
        @Override
        public Object plain() {
            return value;
        }
    }

    /** Null, which CloudFormation does not take anywhere. */
    record Nothing() implements Value {
        @Override
        public @Nullable Object plain() {
            return null;
        }
    }

    /** The property is as if it were not there: {@code AWS::NoValue}. */
    record Left() implements Value {
        @Override
        public @Nullable Object plain() {
            return null;
        }
    }

    /** A list. */
    record Items(List<Value> items) implements Value {
        public Items {
            items = items.stream().filter(item -> !(item instanceof Left)).toList();
        }

        @Override
        public Object plain() {
            List<@Nullable Object> plain = new ArrayList<>();
            items.forEach(item -> plain.add(item.plain()));
            return Collections.unmodifiableList(plain);
        }
    }

    /** An object. */
    record Members(Map<String, Value> members) implements Value {
        public Members {
            Map<String, Value> left = new LinkedHashMap<>(members);
            left.values().removeIf(Left.class::isInstance);
            members = Collections.unmodifiableMap(left);
        }

        @Override
        public Object plain() {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            members.forEach((name, value) -> plain.put(name, value.plain()));
            return Collections.unmodifiableMap(plain);
        }
    }

    /**
     * Something that nobody knows before the deployment, or that is not followed here.
     *
     * @param what in words
     * @param parameter whose value would tell it, if there is one
     */
    record NotKnown(String what, Optional<String> parameter) implements Value {
        @Override
        public Object plain() {
            return new Declared.NotKnown(what);
        }
    }

    /** A single value of a template that is no function. */
    static Value of(Tree tree) {
        if (!(tree instanceof Tree.Scalar scalar)) {
            return notKnown(tree.kind());
        }
        Object value = scalar.value();
        if (value == null) {
            return new Nothing();
        }
        if (value instanceof Tree.Ambiguous ambiguous) {
            return notKnown(shown(ambiguous.text()) + ", which can be read in more than one way");
        }
        return value instanceof String text ? text(text) : new Scalar(value);
    }

    static Value text(String text) {
        return DeclaredCluster.hasDynamicReference(text)
                ? notKnown("the dynamic reference " + quoted(text))
                : new Scalar(text);
    }

    static NotKnown notKnown(String what) {
        return new NotKnown(what, Optional.empty());
    }

    /** As CloudFormation writes it into other text, and compares it; empty if it is no single value. */
    default Optional<String> asText() {
        if (!(this instanceof Scalar scalar)) {
            return Optional.empty();
        }
        return Optional.of(
                scalar.value() instanceof BigDecimal number
                        ? number.toPlainString()
                        : scalar.value().toString());
    }

    /** A name from a template, to be shown. */
    static String shown(String name) {
        return ShortText.of(name, 80);
    }

    static String quoted(String text) {
        return "\"" + shown(text) + "\"";
    }
}
