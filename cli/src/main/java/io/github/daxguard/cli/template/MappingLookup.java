package io.github.daxguard.cli.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks a value up in a mapping: {@code Fn::FindInMap}. Where a key is left to a parameter, or to the Region, every key counts.
 *
 * @param name the mapping's
 * @param standard what it comes to if there is no such key
 */
record MappingLookup(Resolver resolver, String name, Optional<Tree> standard) {

    Alternatives find(Tree mapping, Tree first, Tree second) {
        return at(mapping, first, section -> at(section, second, value -> Alternatives.of(literal(value))));
    }

    private Alternatives at(Tree tree, Tree key, Function<Tree, Alternatives> next) {
        return resolver.resolve(key).then(value -> {
            Optional<String> text = value.asText();
            if (text.isPresent()) {
                return Optional.ofNullable(tree.members().get(text.get()))
                        .map(member -> next.apply(member.value()))
                        .orElseGet(this::missing);
            }
            return value instanceof Value.NotKnown unknown
                            && unknown.parameter().isPresent()
                    ? each(tree, unknown.parameter().get(), next)
                    : Alternatives.notKnown("in the mapping " + Value.shown(name) + " at a key that is not known");
        });
    }

    /** A mapping holds no functions. */
    private static Value literal(Tree tree) {
        return tree instanceof Tree.Items list
                ? new Value.Items(list.items().stream().map(Value::of).toList())
                : Value.of(tree);
    }

    private Alternatives each(Tree tree, String parameter, Function<Tree, Alternatives> next) {
        List<Alternative> found = new ArrayList<>();
        for (Map.Entry<String, Tree.Member> member : tree.members().entrySet()) {
            if (!resolver.budget().step(1)) {
                return Alternatives.of(Resolver.tooMuch());
            }
            next.apply(member.getValue().value()).all().stream()
                    .map(one -> one.when(Alternative.PARAMETER + parameter, Value.quoted(member.getKey())))
                    .forEach(found::add);
        }
        if (found.isEmpty() || standard.isPresent()) {
            found.addAll(missing().all());
        }
        return new Alternatives(found);
    }

    private Alternatives missing() {
        return standard.map(resolver::resolve)
                .orElseGet(() -> Alternatives.notKnown(
                        "in the mapping " + Value.shown(name) + " at a key that it does not have"));
    }
}
