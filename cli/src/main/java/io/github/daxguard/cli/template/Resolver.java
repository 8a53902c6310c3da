package io.github.daxguard.cli.template;

import io.github.daxguard.cli.template.Conditions.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds all values that something in a template can come to.
 *
 * <p>What is not followed, or is not as CloudFormation wants it, is not known.
 *
 * @param scope which values of parameters are looked at where none is given
 * @param assumed conditions that are so where this stands
 * @param loops the variables of the {@code Fn::ForEach} that this stands in, with their collections
 * @param budget beyond which it is not known what anything comes to
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic function reference</a>
 */
record Resolver(
        Declarations declarations,
        Scope scope,
        Map<String, Boolean> assumed,
        Map<String, Tree> loops,
        ResolverBudget budget) {

    private static final String NO_VALUE = "AWS::NoValue";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^{}]*)}");
    private static final Pattern LOOP_VARIABLE = Pattern.compile("[$&]\\{([A-Za-z0-9]+)}");

    Resolver {
        assumed = Map.copyOf(assumed);
        loops = Map.copyOf(loops);
    }

    Resolver assuming(String condition, boolean is) {
        Map<String, Boolean> more = new HashMap<>(assumed);
        more.put(condition, is);
        return new Resolver(declarations, scope, more, loops, budget);
    }

    Resolver with(Scope other) {
        return new Resolver(declarations, other, assumed, loops, budget);
    }

    Alternatives resolve(Tree tree) {
        if (!budget.step(1)) {
            return Alternatives.of(tooMuch());
        }
        if (tree instanceof Tree.Items list) {
            return Alternatives.combine(list.items().stream().map(this::resolve).toList(), Value.Items::new);
        }
        if (!(tree instanceof Tree.Members object)) {
            return tree.text().map(this::text).orElseGet(() -> Alternatives.of(Value.of(tree)));
        }
        Map<String, Tree.Member> members = object.members();
        Optional<String> function = members.keySet().stream()
                .filter(name -> name.equals("Ref") || name.startsWith("Fn::"))
                .findFirst();
        if (function.isEmpty()) {
            List<String> names = List.copyOf(members.keySet());
            return Alternatives.combine(
                    members.values().stream()
                            .map(member -> resolve(member.value()))
                            .toList(),
                    values -> new Value.Members(zip(names, values)));
        }
        Tree argument = members.values().iterator().next().value();
        return members.size() == 1
                ? function(function.get(), argument)
                : Alternatives.notKnown("an object with " + Value.shown(function.get()) + " beside other members");
    }

    static Value tooMuch() {
        return Value.notKnown("made by so many functions that not all are followed");
    }

    private static Map<String, Value> zip(List<String> names, List<Value> values) {
        Map<String, Value> members = new LinkedHashMap<>();
        IntStream.range(0, names.size()).forEach(i -> members.put(names.get(i), values.get(i)));
        return members;
    }

    private Alternatives function(String name, Tree argument) {
        List<Tree> items = argument.list().orElse(List.of());
        return switch (name) {
            case "Ref" -> ofText(argument, this::ref);
            case "Fn::Sub" -> sub(argument, items);
            case "Fn::If" -> items.size() == 3 ? branches(items) : notFollowed(name);
            case "Fn::Join" -> items.size() == 2 ? join(items) : notFollowed(name);
            case "Fn::Split" -> items.size() == 2 ? split(items) : notFollowed(name);
            case "Fn::Select" -> items.size() == 2 ? select(items) : notFollowed(name);
            case "Fn::FindInMap" -> items.size() == 3 || items.size() == 4 ? find(items) : notFollowed(name);
            default -> notFollowed(name);
        };
    }

    private static Alternatives notFollowed(String function) {
        return Alternatives.notKnown("what " + Value.shown(function) + " comes to");
    }

    private Alternatives ofText(Tree tree, Function<String, Alternatives> next) {
        return resolve(tree).then(value -> value.asText().map(next).orElseGet(() -> Alternatives.of(unknown(value))));
    }

    /** The reason why it is not known, or else what kind of thing it is. */
    private static Value unknown(Value value) {
        return value instanceof Value.NotKnown ? value : Value.notKnown("made from something that is no text");
    }

    private Alternatives ref(String name) {
        Tree collection = loops.get(name);
        if (collection != null) {
            return loop(name, collection);
        }
        if (name.equals(NO_VALUE)) {
            return Alternatives.of(new Value.Left());
        }
        return declarations
                .parameter(name, scope)
                .orElseGet(() -> Alternatives.of(
                        declarations.resources().contains(name)
                                ? Value.notKnown("what " + Value.shown(name) + " is called")
                                : Value.notKnown(
                                        "a Ref to " + Value.shown(name) + ", which the template does not declare")));
    }

    private Alternatives loop(String variable, Tree collection) {
        Map<String, Tree> outer = new HashMap<>(loops);
        outer.remove(variable);
        return new Resolver(declarations, scope, assumed, outer, budget)
                .resolve(collection)
                .then(value -> {
                    if (!(value instanceof Value.Items list) || list.items().isEmpty()) {
                        return Alternatives.notKnown("what the loop variable " + Value.shown(variable) + " comes to");
                    }
                    return new Alternatives(list.items().stream()
                            .map(item -> Alternative.always(item)
                                    .when(
                                            Alternative.LOOP_VARIABLE + variable,
                                            item.asText().map(Value::quoted).orElse("something else")))
                            .toList());
                });
    }

    /** Text of the template, in which a loop puts its variables. */
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
        return Alternatives.combine(parts, values -> joined(values, ""));
    }

    private Value joined(List<Value> values, String delimiter) {
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
        if (condition.isEmpty() || scope == Scope.GIVEN) {
            return notFollowed("Fn::If");
        }
        String name = condition.get();
        Decision decision = declarations.conditions().decide(name, assumed);
        if (decision == Decision.CIRCULAR) {
            return Alternatives.notKnown("left to condition " + Value.shown(name) + ", which refers to itself");
        }
        List<Alternative> found = new ArrayList<>();
        if (decision != Decision.FALSE) {
            found.addAll(branch(items.get(1), name, true, decision));
        }
        if (decision != Decision.TRUE) {
            found.addAll(branch(items.get(2), name, false, decision));
        }
        return new Alternatives(found);
    }

    private List<Alternative> branch(Tree tree, String condition, boolean is, Decision decision) {
        List<Alternative> all = assuming(condition, is).resolve(tree).all();
        return decision == Decision.OPEN
                ? all.stream()
                        .map(one -> one.when(Alternative.CONDITION + condition, String.valueOf(is)))
                        .toList()
                : all;
    }

    private Alternatives sub(Tree argument, List<Tree> items) {
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
            if (!budget.step(1)) {
                return Alternatives.of(tooMuch());
            }
            end = matcher.end();
        }
        parts.add(text(text.get().substring(end)));
        return Alternatives.combine(parts, values -> joined(values, ""));
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

    private Alternatives join(List<Tree> items) {
        return ofText(
                items.get(0),
                delimiter -> list(items.get(1))
                        .map(value ->
                                value instanceof Value.Items list ? joined(list.items(), delimiter) : unknown(value)));
    }

    private Alternatives split(List<Tree> items) {
        return ofText(items.get(0), delimiter -> ofText(items.get(1), text -> Alternatives.of(parts(text, delimiter))));
    }

    private Value parts(String text, String delimiter) {
        if (delimiter.isEmpty()) {
            return Value.notKnown("split at nothing");
        }
        if (!budget.text(text.length())) {
            return tooMuch();
        }
        return new Value.Items(List.of(text.split(Pattern.quote(delimiter), -1)).stream()
                .map(Value::text)
                .toList());
    }

    private Alternatives select(List<Tree> items) {
        return ofText(
                items.get(0),
                index -> list(items.get(1)).map(value -> {
                    if (!(value instanceof Value.Items list)) {
                        return unknown(value);
                    }
                    int last = list.items().size() - 1;
                    return IntStream.rangeClosed(0, last)
                            .filter(i -> String.valueOf(i).equals(index))
                            .mapToObj(list.items()::get)
                            .findFirst()
                            .orElseGet(() -> Value.notKnown("an item that the list does not have (Fn::Select)"));
                }));
    }

    /** A list for a function; which items it has where one is to be left out, is not known. */
    private Alternatives list(Tree tree) {
        if (!(tree instanceof Tree.Items list)) {
            return resolve(tree);
        }
        return Alternatives.combine(
                list.items().stream().map(this::resolve).toList(),
                values -> values.stream().anyMatch(Value.Left.class::isInstance)
                        ? Value.notKnown("made from a list with " + NO_VALUE)
                        : new Value.Items(values));
    }

    private Alternatives find(List<Tree> items) {
        Optional<Tree> standard = items.size() == 4
                ? Optional.ofNullable(items.get(3).members().get("DefaultValue"))
                        .map(Tree.Member::value)
                : Optional.empty();
        return ofText(items.get(0), name -> {
            Tree.Member mapping = declarations.mappings().get(name);
            return mapping == null
                    ? Alternatives.notKnown(
                            "in the mapping " + Value.shown(name) + ", which the template does not declare")
                    : new MappingLookup(this, name, standard).find(mapping.value(), items.get(1), items.get(2));
        });
    }
}
