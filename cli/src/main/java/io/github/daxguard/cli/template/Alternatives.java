package io.github.daxguard.cli.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All possible values of a node in a template, at least one.
 *
 * @param all at most {@value #MOST}; if there are more, the value is not known
 */
record Alternatives(List<Alternative> all) {

    static final int MOST = 64;

    /** The prefixes of dependencies: {@code condition Prod}. */
    static final String CONDITION = "condition ";

    static final String PARAMETER = "parameter ";
    static final String LOOP_VARIABLE = "loop variable ";

    /** The suffix of a parameter or condition that the parent stack declares. */
    static final String OF_PARENT = " of the parent stack";

    Alternatives {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("No alternatives");
        }
        all = all.size() > MOST ? List.of(tooMany()) : List.copyOf(all);
    }

    /**
     * One possible value.
     *
     * @param when the dependencies of the value, each with its state: {@code condition Prod}, {@code false}
     * @param defaults the parameters whose defaults the value uses
     */
    record Alternative(Value value, Map<String, String> when, Set<String> defaults) {

        Alternative {
            // Most alternatives have at most one dependency, and do not require a copy.
            when = when.size() > 1 ? Collections.unmodifiableMap(new LinkedHashMap<>(when)) : Map.copyOf(when);
            defaults =
                    defaults.size() > 1 ? Collections.unmodifiableSet(new TreeSet<>(defaults)) : Set.copyOf(defaults);
        }

        static Alternative always(Value value) {
            return new Alternative(value, Map.of(), Set.of());
        }

        private boolean isAlways() {
            return when.isEmpty() && defaults.isEmpty();
        }

        Alternative with(Value other) {
            return new Alternative(other, when, defaults);
        }

        /** The same value with this dependency only. */
        Alternative when(String what, String is) {
            return new Alternative(value, Map.of(what, is), defaults);
        }

        /** The value of the other alternative with the dependencies of both; empty if they contradict each other. */
        Optional<Alternative> and(Alternative other) {
            if (isAlways()) {
                return Optional.of(other);
            }
            if (other.isAlways()) {
                return Optional.of(with(other.value));
            }
            Map<String, String> both = new LinkedHashMap<>(when);
            for (Map.Entry<String, String> one : other.when.entrySet()) {
                String mine = both.putIfAbsent(one.getKey(), one.getValue());
                if (mine != null && !mine.equals(one.getValue())) {
                    return Optional.empty();
                }
            }
            Set<String> all = new TreeSet<>(defaults);
            all.addAll(other.defaults);
            return Optional.of(new Alternative(other.value, both, all));
        }
    }

    static Alternatives of(Value value) {
        return new Alternatives(List.of(Alternative.always(value)));
    }

    static Alternatives notKnown(String what) {
        return of(Value.notKnown(what));
    }

    private static Alternative tooMany() {
        return Alternative.always(Value.notKnown("one of more than " + MOST + " possible values"));
    }

    /** The alternatives that are consistent with one of the others; all alternatives if there are too many combinations. */
    Alternatives where(Alternatives presence) {
        Alternatives possible = all.size() == 1 ? this : presence.then(present -> this);
        return possible.all.equals(List.of(tooMany())) ? this : possible;
    }

    /** The same values for a nested stack, with dependencies that are distinct from those of the nested template. */
    Alternatives inNestedStack() {
        return new Alternatives(all.stream()
                .map(one -> new Alternative(
                        one.value(),
                        one.when().entrySet().stream()
                                .collect(Collectors.toMap(
                                        entry -> entry.getKey() + OF_PARENT,
                                        Map.Entry::getValue,
                                        (former, latter) -> former,
                                        LinkedHashMap::new)),
                        one.defaults().stream().map(name -> name + OF_PARENT).collect(Collectors.toSet())))
                .toList());
    }

    Alternatives map(Function<Value, Value> change) {
        return new Alternatives(
                all.stream().map(one -> one.with(change.apply(one.value()))).toList());
    }

    /** The alternatives that the predicate does not match; all alternatives if it matches all. */
    Alternatives without(Predicate<Value> which) {
        List<Alternative> others =
                all.stream().filter(one -> !which.test(one.value())).toList();
        return others.isEmpty() ? this : new Alternatives(others);
    }

    /** The alternatives that result from each value. */
    Alternatives then(Function<Value, Alternatives> next) {
        Map<Value, Alternatives> following = new HashMap<>();
        all.forEach(one -> following.computeIfAbsent(one.value(), next));
        List<Alternative> found = new ArrayList<>();
        for (Alternative one : all) {
            Optional.ofNullable(following.get(one.value())).stream()
                    .flatMap(others -> others.all().stream())
                    .forEach(other -> one.and(other).ifPresent(found::add));
        }
        return found.isEmpty() ? notKnown("a value with contradictory conditions") : new Alternatives(found);
    }

    /**
     * The last of the parts chosen so far, with the dependencies of all. A linked list, so that long lists are not copied for each
     * part.
     */
    private record Chosen(@Nullable Chosen former, Alternative last) {

        private List<Value> values() {
            List<Value> values = new ArrayList<>();
            for (Chosen one = this; one.former() != null; one = one.former()) {
                values.add(one.last().value());
            }
            Collections.reverse(values);
            return values;
        }
    }

    /**
     * Every consistent combination of the parts.
     *
     * @param whole combines one value of each part, in the order of the parts
     */
    static Alternatives combine(List<Alternatives> parts, Function<List<Value>, Value> whole) {
        List<Chosen> combinations = List.of(new Chosen(null, Alternative.always(new Value.NoValue())));
        for (Alternatives part : parts) {
            List<Chosen> longer = new ArrayList<>();
            for (Chosen former : combinations) {
                part.all()
                        .forEach(one -> former.last().and(one).ifPresent(both -> longer.add(new Chosen(former, both))));
            }
            if (longer.isEmpty() || longer.size() > MOST) {
                return new Alternatives(List.of(tooMany()));
            }
            combinations = longer;
        }
        return new Alternatives(combinations.stream()
                .map(one -> one.last().with(whole.apply(one.values())))
                .toList());
    }
}
