package io.github.daxguard.cli.template;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What parent stacks set the parameters of a nested stack's template to: its own defaults do not count for these.
 *
 * @param isOpen whether there may be others that they set
 * @param values by the parameter's name; empty if the value is not known
 */
record Passed(boolean isOpen, Map<String, Optional<String>> values) {

    /** Of a template that is nobody's nested stack. */
    static final Passed NOTHING = new Passed(false, Map.of());

    /** Any parameter may be set, to anything. */
    static final Passed ANYTHING = new Passed(true, Map.of());

    Passed {
        values = Map.copyOf(values);
    }

    boolean isSet(String parameter) {
        return isOpen || values.containsKey(parameter);
    }

    /** Empty if it is not known, or not set. */
    Optional<String> value(String parameter) {
        return values.getOrDefault(parameter, Optional.empty());
    }

    /** What is so for every nested stack of that template; where they differ, the value is not known. */
    static Passed byAll(List<Passed> stacks) {
        Set<String> names = new HashSet<>();
        stacks.forEach(stack -> names.addAll(stack.values.keySet()));
        Map<String, Optional<String>> common = new HashMap<>();
        for (String name : names) {
            List<Optional<String>> distinct =
                    stacks.stream().map(stack -> stack.value(name)).distinct().toList();
            common.put(name, distinct.size() == 1 ? distinct.get(0) : Optional.empty());
        }
        return new Passed(stacks.stream().anyMatch(Passed::isOpen), common);
    }
}
