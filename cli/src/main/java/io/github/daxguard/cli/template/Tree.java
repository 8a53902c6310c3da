package io.github.daxguard.cli.template;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a template holds, whether it is written in YAML or JSON, and in which lines: 1 for the first. */
sealed interface Tree {

    /** Whole numbers of which no reader changes the text. */
    Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,17}");

    /** Where it begins. */
    int line();

    /**
     * A value without parts.
     *
     * @param value a string, boolean, {@link BigDecimal}, {@link Ambiguous} or null
     */
    record Scalar(@Nullable Object value, int line) implements Tree {}

    /**
     * A single value that readers of YAML or JSON take for different things: {@code yes}, {@code 010}, {@code 1.10}.
     *
     * @param text as it stands there
     */
    record Ambiguous(String text) {}

    /** A list. */
    record Items(List<Tree> items, int line) implements Tree {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** An object; YAML's short form of a function is one too, as it is in JSON. */
    record Members(Map<String, Member> members, int line) implements Tree {

        Optional<Member> member(String name) {
            return Optional.ofNullable(members.get(name));
        }

        Optional<Tree> value(String name) {
            return member(name).map(Member::value);
        }

        /** The members of the object of that name; none if there is none. */
        Map<String, Member> section(String name) {
            return value(name).map(Tree::members).orElse(Map.of());
        }
    }

    /**
     * A member of an object.
     *
     * @param line where its name stands
     */
    record Member(int line, Tree value) {}

    /** An object with one member. */
    static Members ofOne(String name, Tree value) {
        return new Members(Map.of(name, new Member(value.line(), value)), value.line());
    }

    /** A number, if all readers take it for the same text. */
    static Object number(String text) {
        return NUMBER.matcher(text).matches() ? new BigDecimal(text) : new Ambiguous(text);
    }

    /** The string that this is; empty if it is something else. */
    default Optional<String> text() {
        return this instanceof Scalar scalar && scalar.value() instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    /** Its items; empty if it is no list. */
    default Optional<List<Tree>> list() {
        return this instanceof Items items ? Optional.of(items.items()) : Optional.empty();
    }

    /** Its members; none if it is no object. */
    default Map<String, Member> members() {
        return Map.of();
    }

    /** Of what kind it is, in words. */
    default String kind() {
        if (this instanceof Members) {
            return "an object";
        }
        if (this instanceof Items) {
            return "a list";
        }
        return this instanceof Scalar scalar && scalar.value() == null ? "nothing" : "a single value";
    }

    /** Gathers the members of an object, each name once. */
    final class Builder {
        private final Map<String, Member> members = new LinkedHashMap<>();

        /**
         * Adds one.
         *
         * @throws UnreadException if the name is there already
         */
        void add(String name, int line, Tree value) {
            Member former = members.putIfAbsent(name, new Member(line, value));
            if (former != null) {
                throw UnreadException.atLine(
                        line,
                        "\"" + name + "\" stands here again, after line " + former.line() + ": only one may stay.");
            }
        }

        /** Adds what is not there yet. */
        void fill(Map<String, Member> others) {
            others.forEach(members::putIfAbsent);
        }

        Members build(int line) {
            return new Members(members, line);
        }
    }
}
