package io.github.daxguard.cli.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One of the values that something in a template can come to.
 *
 * @param when what must be so for that: {@code condition Prod} is {@code false}
 * @param defaults the parameters whose defaults it rests on
 */
record Alternative(Value value, Map<String, String> when, Set<String> defaults) {

    /** How what must be so begins, with the name behind it: {@code condition Prod}. */
    static final String CONDITION = "condition ";

    static final String PARAMETER = "parameter ";
    static final String LOOP_VARIABLE = "loop variable ";

    Alternative {
        when = Collections.unmodifiableMap(new LinkedHashMap<>(when));
        defaults = Collections.unmodifiableSet(new TreeSet<>(defaults));
    }

    static Alternative always(Value value) {
        return new Alternative(value, Map.of(), Set.of());
    }

    Alternative with(Value other) {
        return new Alternative(other, when, defaults);
    }

    Alternative when(String what, String is) {
        Map<String, String> both = new LinkedHashMap<>();
        both.put(what, is);
        both.putAll(when);
        return new Alternative(value, both, defaults);
    }

    /** The other one's value, if both can be at once. */
    Optional<Alternative> and(Alternative other) {
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
