package io.github.daxguard.cli.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * All values that something in a template can come to, at least one.
 *
 * @param all not more than {@value #MOST}: of more it is not known what they come to
 */
record Alternatives(List<Alternative> all) {

    static final int MOST = 64;

    Alternatives {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("There is always one");
        }
        all = all.size() > MOST ? List.of(tooMany()) : List.copyOf(all);
    }

    static Alternatives of(Value value) {
        return new Alternatives(List.of(Alternative.always(value)));
    }

    static Alternatives notKnown(String what) {
        return of(Value.notKnown(what));
    }

    private static Alternative tooMany() {
        return Alternative.always(Value.notKnown("one of more than " + MOST + " values, too many to look at each"));
    }

    Alternatives map(Function<Value, Value> change) {
        return new Alternatives(
                all.stream().map(one -> one.with(change.apply(one.value()))).toList());
    }

    /** What comes of each value. */
    Alternatives then(Function<Value, Alternatives> next) {
        List<Alternative> found = new ArrayList<>();
        for (Alternative one : all) {
            for (Alternative other : next.apply(one.value()).all()) {
                one.and(other).ifPresent(found::add);
            }
        }
        return found.isEmpty() ? notKnown("something that contradicts itself") : new Alternatives(found);
    }

    /** One of each part, and what must be so for all of them. */
    private record Combination(List<Value> values, Alternative so) {

        private static Combination empty() {
            return new Combination(new ArrayList<>(), Alternative.always(new Value.Left()));
        }

        /** Those with one more value each; the last takes over the list of this one, so that long lists are not copied. */
        private List<Combination> plus(Alternatives part) {
            List<Alternative> fitting =
                    part.all().stream().map(so::and).flatMap(Optional::stream).toList();
            List<Combination> longer = new ArrayList<>();
            for (int i = 0; i < fitting.size(); i++) {
                longer.add(new Combination(i == fitting.size() - 1 ? values : new ArrayList<>(values), fitting.get(i)));
            }
            longer.forEach(one -> one.values.add(one.so.value()));
            return longer;
        }
    }

    /**
     * Every combination of the parts that can be at once.
     *
     * @param whole makes one value of one of each part, in their order
     */
    static Alternatives combine(List<Alternatives> parts, Function<List<Value>, Value> whole) {
        List<Combination> combinations = List.of(Combination.empty());
        for (Alternatives part : parts) {
            List<Combination> longer = new ArrayList<>();
            for (Combination one : combinations) {
                longer.addAll(one.plus(part));
            }
            if (longer.isEmpty() || longer.size() > MOST) {
                return new Alternatives(List.of(tooMany()));
            }
            combinations = longer;
        }
        return new Alternatives(combinations.stream()
                .map(one -> one.so().with(whole.apply(one.values())))
                .toList());
    }
}
