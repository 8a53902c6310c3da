package io.github.daxguard.cli.template;

import io.github.daxguard.cli.template.Alternatives.Alternative;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates the conditions of a template from constants, given parameters and allowed values. Defaults are not used.
 *
 * <p>The value of a condition is a boolean for each combination of the allowed values on which it depends. If it also depends on
 * other values, both booleans are possible.
 */
final class Conditions {

    /** The nesting depth of conditions, including references by name. */
    private static final int DEEPEST = 600;

    /** In total, so that conditions with many dependencies are not evaluated indefinitely. */
    private static final int MOST_STEPS = 1_000_000;

    private static final Value UNDECIDED = Value.notKnown("dependent on a condition whose result is not known");
    private static final Value CIRCULAR = Value.notKnown("dependent on a condition that refers to itself");

    private final Map<String, Tree.Member> declared;
    private final Resolver resolver;
    private final Map<String, Alternatives> decided = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private int steps;
    private int depth;

    /** The conditions of one template. */
    Conditions(Map<String, Tree.Member> declared, Resolver resolver) {
        this.declared = declared;
        this.resolver = resolver;
    }

    /** True, false, or both; not known if the condition refers to itself. Conditions cannot contain {@code Fn::If}. */
    Alternatives of(String name) {
        return open.isEmpty() ? ofName(name) : Alternatives.of(UNDECIDED);
    }

    private Alternatives ofName(String name) {
        Alternatives known = decided.get(name);
        if (known != null) {
            return known;
        }
        if (open.contains(name)) {
            return Alternatives.of(CIRCULAR);
        }
        open.add(name);
        Alternatives whole = Optional.ofNullable(declared.get(name))
                .map(member -> ofTree(member.value()))
                .orElse(Alternatives.of(UNDECIDED));
        open.remove(name);
        Alternatives split = split(name, whole);
        decided.put(name, split);
        return split;
    }

    /** A condition that is not decided is true or false, with the same value in each reference. */
    private static Alternatives split(String name, Alternatives whole) {
        List<Alternative> either = List.of(is(name, true), is(name, false));
        List<Alternative> found = new ArrayList<>();
        for (Alternative one : whole.all()) {
            if (one.value() instanceof Value.NotKnown && !one.value().equals(CIRCULAR)) {
                either.forEach(other -> one.and(other).ifPresent(found::add));
            } else {
                found.add(one);
            }
        }
        return new Alternatives(found.size() > Alternatives.MOST ? either : found);
    }

    private static Alternative is(String name, boolean is) {
        return Alternative.always(new Value.Scalar(is)).when(Alternatives.CONDITION + name, String.valueOf(is));
    }

    private Alternatives ofTree(Tree tree) {
        steps++;
        if (steps > MOST_STEPS || depth == DEEPEST || tree.members().size() != 1) {
            return Alternatives.of(UNDECIDED);
        }
        depth++;
        Alternatives value = ofOnly(tree);
        depth--;
        return value;
    }

    private Alternatives ofOnly(Tree tree) {
        Map.Entry<String, Tree.Member> only =
                tree.members().entrySet().iterator().next();
        Tree argument = only.getValue().value();
        List<Tree> items = argument.items();
        return switch (only.getKey()) {
            case "Condition" -> argument.text().map(this::ofName).orElse(Alternatives.of(UNDECIDED));
            case "Fn::Equals" -> items.size() == 2 ? equal(items.get(0), items.get(1)) : Alternatives.of(UNDECIDED);
            case "Fn::Not" -> items.size() == 1 ? not(ofTree(items.get(0))) : Alternatives.of(UNDECIDED);
            case "Fn::And" -> all(items, true);
            case "Fn::Or" -> all(items, false);
            default -> Alternatives.of(UNDECIDED);
        };
    }

    private static Alternatives not(Alternatives condition) {
        return condition.map(value ->
                value instanceof Value.Scalar scalar ? new Value.Scalar(Boolean.FALSE.equals(scalar.value())) : value);
    }

    /** That value if all items have it; the opposite if one of them does not have it. */
    private Alternatives all(List<Tree> items, boolean that) {
        Value neutral = new Value.Scalar(that);
        List<Alternative> found = List.of(Alternative.always(items.isEmpty() ? UNDECIDED : neutral));
        for (Tree item : items) {
            Alternatives next = ofTree(item);
            List<Alternative> longer = new ArrayList<>();
            for (Alternative former : found) {
                if (former.value().equals(neutral) || former.value().equals(UNDECIDED)) {
                    next.all().stream()
                            .flatMap(one -> former.and(one).stream())
                            .map(both -> both.value().equals(neutral) ? both.with(former.value()) : both)
                            .forEach(longer::add);
                } else {
                    longer.add(former);
                }
            }
            steps += longer.size();
            if (longer.isEmpty() || longer.size() > Alternatives.MOST) {
                return Alternatives.of(UNDECIDED);
            }
            found = longer;
        }
        return distinct(found);
    }

    private Alternatives equal(Tree one, Tree other) {
        return distinct(Alternatives.combine(
                        List.of(resolver.resolve(one), resolver.resolve(other)),
                        values -> equal(values.get(0).asText(), values.get(1).asText()))
                .all());
    }

    private static Value equal(Optional<String> one, Optional<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return UNDECIDED;
        }
        // The spelling of a boolean (true or True) is lost.
        boolean isOneBoolean = one.get().equalsIgnoreCase(other.get())
                && (one.get().equalsIgnoreCase("true") || one.get().equalsIgnoreCase("false"));
        return isOneBoolean && !one.equals(other) ? UNDECIDED : new Value.Scalar(one.equals(other));
    }

    /** The alternatives, without their dependencies if all values are the same. */
    private static Alternatives distinct(List<Alternative> all) {
        Value first = all.get(0).value();
        return all.stream().allMatch(one -> one.value().equals(first)) ? Alternatives.of(first) : new Alternatives(all);
    }
}
