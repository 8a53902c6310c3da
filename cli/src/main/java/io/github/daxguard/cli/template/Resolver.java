package io.github.daxguard.cli.template;

import io.github.daxguard.cli.template.Alternatives.Alternative;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Determines all possible values of a node in a template.
 *
 * <p>The value of a function that is not supported or not valid is not known.
 *
 * @param scope the values of a parameter without a given value
 * @param loops the variables of the enclosing {@code Fn::ForEach}, with their collections
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic function reference</a>
 */
record Resolver(Declarations declarations, Scope scope, Map<String, Tree> loops, Budget budget) {

    private static final String NO_VALUE = "AWS::NoValue";
    private static final Value EMPTY = new Value.Items(List.of());
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^{}]*)}");
    private static final Pattern LOOP_VARIABLE = Pattern.compile("[$&]\\{([A-Za-z0-9]+)}");

    /** The values of a parameter without a given value. */
    enum Scope {
        /** All allowed values. Without AllowedValues, the value is not known. */
        ALLOWED,
        /** The default; all allowed values if there is no default. */
        DEFAULTS
    }

    /** Limits the work, because nested functions can multiply it. */
    static final class Budget {

        /** Many more than there are values in the largest template that CloudFormation accepts. */
        private static final int MOST_STEPS = 100_000;

        /** As many characters as the largest template that CloudFormation accepts. */
        private static final int MOST_TEXT = 1024 * 1024;

        private long steps;
        private long text;

        /** Counts one step, and returns whether the limits are met. */
        private boolean step() {
            steps++;
            return text(0);
        }

        /** Counts characters, and returns whether the limits are met. */
        private boolean text(long length) {
            text += length;
            return steps <= MOST_STEPS && text <= MOST_TEXT;
        }
    }

    /** A resolver that uses all allowed values. */
    Resolver(Declarations declarations, Map<String, Tree> loops) {
        this(declarations, Scope.ALLOWED, loops, new Budget());
    }

    Resolver with(Scope other) {
        return new Resolver(declarations, other, loops, budget);
    }

    Alternatives resolve(Tree tree) {
        if (!budget.step()) {
            return Alternatives.of(tooMuch());
        }
        if (tree instanceof Tree.Items list) {
            return combine(list.items().stream(), Value.Items::new);
        }
        if (!(tree instanceof Tree.Members object)) {
            return tree.text().map(this::text).orElseGet(() -> Alternatives.of(Value.of(tree)));
        }
        Map<String, Tree.Member> members = object.members();
        Optional<String> function = object.function();
        if (function.isEmpty()) {
            return combine(members.values().stream().map(Tree.Member::value), values -> object(members, values));
        }
        return members.size() == 1
                ? function(function.get(), members.values().iterator().next().value())
                : Alternatives.notKnown("an object with " + Value.shown(function.get()) + " and other members");
    }

    private Alternatives combine(Stream<Tree> parts, Function<List<Value>, Value> whole) {
        return Alternatives.combine(parts.map(this::resolve).toList(), whole);
    }

    private static Value object(Map<String, Tree.Member> declared, List<Value> values) {
        Map<String, Value> members = new LinkedHashMap<>();
        Map<String, Integer> lines = new HashMap<>();
        Iterator<Value> next = values.iterator();
        declared.forEach((name, member) -> {
            members.put(name, next.next());
            lines.put(name, member.line());
        });
        return new Value.Members(members, lines);
    }

    private static Value tooMuch() {
        return Value.notKnown("the result of too many functions");
    }

    private Alternatives function(String name, Tree argument) {
        List<Tree> items = argument.items();
        int size = items.size();
        return switch (name) {
            case "Ref" -> ofText(argument, this::ref);
            case "Fn::Sub" -> sub(argument);
            case "Fn::If" -> size == 3 ? branches(items) : notFollowed(name);
            case "Fn::Join" -> size == 2 ? ofTextAndList(items, this::joined) : notFollowed(name);
            case "Fn::Split" ->
                size == 2
                        ? ofText(
                                items.get(0),
                                delimiter -> ofText(items.get(1), text -> Alternatives.of(parts(text, delimiter))))
                        : notFollowed(name);
            case "Fn::Select" -> size == 2 ? select(items.get(0), items.get(1)) : notFollowed(name);
            case "Fn::FindInMap" -> size == 3 || size == 4 ? findInMap(items) : notFollowed(name);
            default -> notFollowed(name);
        };
    }

    private static Alternatives notFollowed(String function) {
        return Alternatives.notKnown("the result of " + Value.shown(function));
    }

    private Alternatives ofText(Tree tree, Function<String, Alternatives> next) {
        return resolve(tree).then(value -> value.asText().map(next).orElseGet(() -> Alternatives.of(unknown(value))));
    }

    private Alternatives ofTextAndList(List<Tree> items, BiFunction<String, List<Value>, Value> whole) {
        return ofText(
                items.get(0),
                text -> ofList(items.get(1))
                        .map(value ->
                                value instanceof Value.Items list ? whole.apply(text, list.items()) : unknown(value)));
    }

    /** The unknown value that results from this value. */
    private static Value unknown(Value value) {
        return value instanceof Value.NotKnown ? value : Value.notKnown("derived from a value that is not a string");
    }

    private Alternatives ref(String name) {
        Tree collection = loops.get(name);
        if (collection != null) {
            return loop(name, collection);
        }
        if (name.equals(NO_VALUE)) {
            return Alternatives.of(new Value.NoValue());
        }
        return declarations
                .parameter(name, scope)
                .orElseGet(() -> Alternatives.notKnown(
                        declarations.resources().contains(name)
                                ? "the physical ID of resource " + Value.shown(name)
                                : "a Ref to " + Value.shown(name) + ", which the template does not declare"));
    }

    private Alternatives loop(String variable, Tree collection) {
        Map<String, Tree> outer = new HashMap<>(loops);
        outer.remove(variable);
        return new Resolver(declarations, scope, outer, budget)
                .resolve(collection)
                .without(value -> value.equals(EMPTY))
                .then(value -> {
                    if (!(value instanceof Value.Items list) || list.items().isEmpty()) {
                        return Alternatives.notKnown("the value of loop variable " + Value.shown(variable));
                    }
                    return new Alternatives(list.items().stream()
                            .map(item -> Alternative.always(item)
                                    .when(
                                            Alternatives.LOOP_VARIABLE + variable,
                                            item.asText().map(Value::quoted).orElse("another value")))
                            .toList());
                });
    }

    /** A string of the template with the loop variables substituted. */
    private Alternatives text(String text) {
        if (loops.isEmpty()) {
            return Alternatives.of(Value.text(text));
        }
        List<Alternatives> parts = new ArrayList<>();
        Matcher matcher = LOOP_VARIABLE.matcher(text);
        int end = 0;
        while (matcher.find()) {
            if (loops.containsKey(matcher.group(1))) {
                parts.add(Alternatives.of(new Value.Scalar(text.substring(end, matcher.start()))));
                parts.add(ref(matcher.group(1)));
                end = matcher.end();
            }
        }
        parts.add(Alternatives.of(new Value.Scalar(text.substring(end))));
        return Alternatives.combine(parts, values -> joined("", values));
    }

    private Value joined(String delimiter, List<Value> values) {
        List<String> texts = new ArrayList<>();
        for (Value value : values) {
            Optional<String> text = value.asText();
            if (text.isEmpty()) {
                return unknown(value);
            }
            texts.add(text.get());
            if (!budget.text(text.get().length() + (long) delimiter.length())) {
                return tooMuch();
            }
        }
        return Value.text(String.join(delimiter, texts));
    }

    private Alternatives branches(List<Tree> items) {
        Optional<String> condition = items.get(0).text();
        if (condition.isEmpty()) {
            return notFollowed("Fn::If");
        }
        return declarations
                .conditions()
                .of(condition.get())
                .then(is -> is instanceof Value.Scalar scalar
                        ? resolve(items.get(Boolean.TRUE.equals(scalar.value()) ? 1 : 2))
                        : Alternatives.of(is));
    }

    private Alternatives sub(Tree argument) {
        List<Tree> items = argument.items();
        Optional<String> text = items.isEmpty() ? argument.text() : items.get(0).text();
        if (text.isEmpty() || items.size() > 2) {
            return notFollowed("Fn::Sub");
        }
        Map<String, Tree.Member> variables = items.size() == 2 ? items.get(1).members() : Map.of();
        Map<String, Alternatives> resolved = new HashMap<>();
        List<Alternatives> parts = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(text.get());
        int end = 0;
        while (matcher.find()) {
            parts.add(text(text.get().substring(end, matcher.start())));
            Alternatives variable = resolved.get(matcher.group(1));
            if (variable == null) {
                variable = variable(matcher.group(1), variables);
                resolved.put(matcher.group(1), variable);
            }
            parts.add(variable);
            if (!budget.step()) {
                return Alternatives.of(tooMuch());
            }
            end = matcher.end();
        }
        parts.add(text(text.get().substring(end)));
        return Alternatives.combine(parts, values -> joined("", values));
    }

    private Alternatives variable(String name, Map<String, Tree.Member> variables) {
        if (name.startsWith("!")) {
            return Alternatives.of(new Value.Scalar("${" + name.substring(1) + "}"));
        }
        Tree.Member own = variables.get(name);
        if (own != null) {
            return resolve(own.value());
        }
        return name.contains(".") ? notFollowed("Fn::Sub") : ref(name);
    }

    private Value parts(String text, String delimiter) {
        if (delimiter.isEmpty()) {
            return Value.notKnown("split at an empty delimiter");
        }
        if (!budget.text(text.length())) {
            return tooMuch();
        }
        return new Value.Items(List.of(text.split(Pattern.quote(delimiter), -1)).stream()
                .map(Value::text)
                .toList());
    }

    /** As for the key of a mapping, the default of a parameter does not determine the index. */
    private Alternatives select(Tree index, Tree list) {
        return with(Scope.ALLOWED)
                .resolve(index)
                .then(at -> ofList(list).then(value -> {
                    if (!(value instanceof Value.Items all)) {
                        return Alternatives.of(unknown(value));
                    }
                    return at instanceof Value.NotKnown && !all.items().isEmpty()
                            ? new Alternatives(all.items().stream()
                                    .map(Alternative::always)
                                    .toList())
                            : Alternatives.of(at.asText()
                                    .map(text -> item(text, all.items()))
                                    .orElseGet(() -> unknown(at)));
                }));
    }

    private static Value item(String index, List<Value> items) {
        return IntStream.range(0, items.size())
                .filter(i -> String.valueOf(i).equals(index))
                .mapToObj(items::get)
                .findFirst()
                .orElseGet(() -> Value.notKnown("an item that does not exist in the list (Fn::Select)"));
    }

    /** The list argument of a function. If an item can be absent, the positions of the others are not known. */
    private Alternatives ofList(Tree tree) {
        if (!(tree instanceof Tree.Items list)) {
            return resolve(tree);
        }
        return combine(
                list.items().stream(),
                values -> values.stream().anyMatch(Value.NoValue.class::isInstance)
                        ? Value.notKnown("derived from a list with " + NO_VALUE)
                        : new Value.Items(values));
    }

    private Alternatives findInMap(List<Tree> items) {
        Optional<Tree> standard = items.size() == 4 ? items.get(3).value("DefaultValue") : Optional.empty();
        return with(Scope.ALLOWED).ofText(items.get(0), name -> {
            Tree.Member mapping = declarations.mappings().get(name);
            if (mapping == null) {
                return Alternatives.notKnown(
                        "a value of the mapping " + Value.shown(name) + ", which the template does not declare");
            }
            Lookup lookup = new Lookup("a value of the mapping " + Value.shown(name), standard);
            return lookup.at(
                    mapping.value(),
                    items.get(1),
                    section -> lookup.at(section, items.get(2), value -> Alternatives.of(literal(value))));
        });
    }

    /** A value of a mapping, which cannot contain functions. */
    private static Value literal(Tree tree) {
        return tree instanceof Tree.Items list
                ? new Value.Items(list.items().stream().map(Value::of).toList())
                : Value.of(tree);
    }

    /** Looks up a value in a mapping. Defaults do not determine keys: if the key is not known, all entries are possible. */
    private final class Lookup {

        private final String value;
        private final Optional<Tree> standard;

        /** @param standard the value if the key does not exist */
        private Lookup(String value, Optional<Tree> standard) {
            this.value = value;
            this.standard = standard;
        }

        private Alternatives at(Tree tree, Tree key, Function<Tree, Alternatives> next) {
            return with(Scope.ALLOWED).resolve(key).then(value -> {
                Optional<String> text = value.asText();
                if (text.isPresent()) {
                    return tree.value(text.get()).map(next).orElseGet(this::missing);
                }
                return value instanceof Value.NotKnown unknown
                        ? each(tree, unknown.parameter().filter(name -> isRef(key, name)), next)
                        : Alternatives.notKnown(this.value + " at a key that is not known");
            });
        }

        /** Whether the key is the value of the parameter, so that it is the same in each reference. */
        private static boolean isRef(Tree key, String parameter) {
            return key.value("Ref")
                    .flatMap(Tree::text)
                    .filter(parameter::equals)
                    .isPresent();
        }

        private Alternatives each(Tree tree, Optional<String> parameter, Function<Tree, Alternatives> next) {
            List<Alternative> found = new ArrayList<>();
            for (Map.Entry<String, Tree.Member> member : tree.members().entrySet()) {
                if (!budget.step()) {
                    return Alternatives.of(tooMuch());
                }
                Alternative entry = Alternative.always(new Value.NoValue());
                Alternative labelled = parameter
                        .map(name -> entry.when(Alternatives.PARAMETER + name, Value.quoted(member.getKey())))
                        .orElse(entry);
                next.apply(member.getValue().value()).all().stream()
                        .flatMap(one -> labelled.and(one).stream())
                        .forEach(found::add);
            }
            if (found.isEmpty() || standard.isPresent()) {
                found.addAll(missing().all());
            }
            return new Alternatives(found);
        }

        private Alternatives missing() {
            return standard.map(Resolver.this::resolve)
                    .orElseGet(() -> Alternatives.notKnown(value + " at a key that does not exist"));
        }
    }
}
