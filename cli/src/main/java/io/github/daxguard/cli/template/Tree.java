package io.github.daxguard.cli.template;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The content of a template in YAML or JSON, with line numbers from 1. */
sealed interface Tree {

    /** Integers that every parser converts to the same text. */
    Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,17}");

    /** More than ten times as many as in a template of 1 MB, the limit of CloudFormation. */
    int MOST_NODES = 2_000_000;

    /** The line where the node begins. */
    int line();

    /**
     * A value without parts.
     *
     * @param value a string, boolean, {@link BigDecimal}, {@link Ambiguous} or null
     * @param isBlock whether each line of the text is a line of the file, after this one
     */
    record Scalar(@Nullable Object value, int line, boolean isBlock) implements Tree {

        Scalar(@Nullable Object value, int line) {
            this(value, line, false);
        }
    }

    /** A scalar that parsers interpret differently, such as {@code yes}, {@code 010} or {@code 1.10}. */
    record Ambiguous(String text) {}

    /** A list. */
    record Items(List<Tree> items, int line) implements Tree {
        public Items {
            items = List.copyOf(items);
        }
    }

    /**
     * An object. The short form of a function in YAML is an object too, as in JSON.
     *
     * @param comments of the file, if it is the outermost object
     */
    record Members(Map<String, Member> members, int line, List<Comment> comments) implements Tree {
        Members(Map<String, Member> members, int line) {
            this(members, line, List.of());
        }
    }

    /** A comment in YAML. */
    record Comment(int line, String text) {}

    /**
     * A member of an object.
     *
     * @param line of its name
     */
    record Member(int line, Tree value) {}

    /** An object with one member. */
    static Members ofOne(String name, Tree value) {
        return new Members(Map.of(name, new Member(value.line(), value)), value.line());
    }

    /** A number, if every parser converts it to the same text; otherwise {@link Ambiguous}. */
    static Object number(String text) {
        return NUMBER.matcher(text).matches() ? new BigDecimal(text) : new Ambiguous(text);
    }

    /**
     * Adds a member to those of an object.
     *
     * @throws NotEvaluatedException if the name exists already
     */
    static void add(Map<String, Member> members, String name, int line, Tree value) {
        Member former = members.putIfAbsent(name, new Member(line, value));
        if (former != null) {
            throw NotEvaluatedException.atLine(
                    line, "duplicate name \"" + name + "\". It is already in line " + former.line() + ".");
        }
    }

    /**
     * Checks the number of nodes, so that a large file does not fill the memory.
     *
     * @throws NotEvaluatedException if there are too many
     */
    static void checkSize(int nodes, int line) {
        if (nodes > MOST_NODES) {
            throw NotEvaluatedException.atLine(line, "the template has more than " + MOST_NODES + " values.");
        }
    }

    /**
     * The same tree with the line numbers of the file that contains the text.
     *
     * @param line of the text
     * @param isBlock whether each line of the text is a line of the file, after that one
     */
    default Tree moved(int line, boolean isBlock) {
        int moved = isBlock ? line + line() : line;
        if (this instanceof Items list) {
            return new Items(
                    list.items().stream().map(item -> item.moved(line, isBlock)).toList(), moved);
        }
        if (this instanceof Members object) {
            Map<String, Member> members = new LinkedHashMap<>();
            object.members()
                    .forEach((name, member) -> members.put(
                            name,
                            new Member(
                                    isBlock ? line + member.line() : line,
                                    member.value().moved(line, isBlock))));
            return new Members(members, moved);
        }
        return this instanceof Scalar scalar ? new Scalar(scalar.value(), moved, isBlock && scalar.isBlock()) : this;
    }

    /** Whether the tree contains a function. */
    default boolean hasFunction() {
        return function().isPresent()
                || Stream.concat(members().values().stream().map(Member::value), items().stream())
                        .anyMatch(Tree::hasFunction);
    }

    /** The string; empty if it is anything else. */
    default Optional<String> text() {
        return this instanceof Scalar scalar && scalar.value() instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    /** The items of a list; none of anything else. */
    default List<Tree> items() {
        return List.of();
    }

    /** The members of an object; none of anything else. */
    default Map<String, Member> members() {
        return Map.of();
    }

    /** The comments of the file, if this is its outermost object. */
    default List<Comment> comments() {
        return List.of();
    }

    /** The last line where a node of the tree begins. */
    default int lastLine() {
        return Stream.concat(items().stream(), members().values().stream().map(Member::value))
                .mapToInt(Tree::lastLine)
                .reduce(line(), Math::max);
    }

    default Optional<Member> member(String name) {
        return Optional.ofNullable(members().get(name));
    }

    default Optional<Tree> value(String name) {
        return member(name).map(Member::value);
    }

    /** The members of the object of that name; none if there is no such object. */
    default Map<String, Member> section(String name) {
        return value(name).map(Tree::members).orElse(Map.of());
    }

    /** The first member that is a function. A function can also change its sibling members. */
    default Optional<String> function() {
        return members().keySet().stream()
                .filter(name -> name.equals("Ref") || name.startsWith("Fn::"))
                .findFirst();
    }

    /** The kind of the node, for messages. */
    default String kind() {
        if (this instanceof Members) {
            return "an object";
        }
        if (this instanceof Items) {
            return "a list";
        }
        return this instanceof Scalar scalar && scalar.value() == null ? "null" : "a single value";
    }
}
