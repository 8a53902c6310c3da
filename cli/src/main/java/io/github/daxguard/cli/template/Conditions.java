package io.github.daxguard.cli.template;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Decides a template's conditions, as far as constants and given parameters do; a default decides none. */
final class Conditions {

    /** Of one condition inside another, by name or not. */
    private static final int DEEPEST = 600;

    /** In all, so that many that depend on many are not looked at for ever. */
    private static final int MOST_STEPS = 1_000_000;

    /** What a condition comes to. */
    enum Decision {
        TRUE,
        FALSE,
        /** It depends on the deployment, or is not there. */
        OPEN,
        /** It refers to itself. */
        CIRCULAR;

        private Decision negated() {
            return switch (this) {
                case TRUE -> FALSE;
                case FALSE -> TRUE;
                case OPEN, CIRCULAR -> this;
            };
        }
    }

    private final Map<String, Tree.Member> declared;
    private final Function<Tree, Alternatives> resolver;
    private final IdentityHashMap<Tree, Optional<String>> singles = new IdentityHashMap<>();
    private int steps;

    /**
     * The conditions of one template.
     *
     * @param resolver looks at given parameters alone, and at no condition
     */
    Conditions(Map<String, Tree.Member> declared, Function<Tree, Alternatives> resolver) {
        this.declared = declared;
        this.resolver = resolver;
    }

    /** @param assumed conditions of which it is known what they are */
    Decision decide(String name, Map<String, Boolean> assumed) {
        return new Run(assumed).ofName(name, 0);
    }

    /** One decision, which looks at each condition once, however often others name it. */
    private final class Run {
        private final Map<String, Decision> decided = new HashMap<>();
        private final Set<String> open = new HashSet<>();

        private Run(Map<String, Boolean> assumed) {
            assumed.forEach((name, is) -> decided.put(name, of(is)));
        }

        private Decision ofName(String name, int depth) {
            Decision known = decided.get(name);
            if (known != null) {
                return known;
            }
            Tree.Member member = declared.get(name);
            if (member == null) {
                return Decision.OPEN;
            }
            if (!open.add(name)) {
                return Decision.CIRCULAR;
            }
            Decision decision = ofTree(member.value(), depth + 1);
            open.remove(name);
            decided.put(name, decision);
            return decision;
        }

        private Decision ofTree(Tree tree, int depth) {
            steps++;
            if (steps > MOST_STEPS || depth > DEEPEST || tree.members().size() != 1) {
                return Decision.OPEN;
            }
            Map.Entry<String, Tree.Member> only =
                    tree.members().entrySet().iterator().next();
            Tree argument = only.getValue().value();
            List<Tree> items = argument.list().orElse(List.of());
            return switch (only.getKey()) {
                case "Condition" ->
                    argument.text().map(name -> ofName(name, depth + 1)).orElse(Decision.OPEN);
                case "Fn::Equals" -> items.size() == 2 ? equal(items.get(0), items.get(1)) : Decision.OPEN;
                case "Fn::Not" ->
                    items.size() == 1 ? ofTree(items.get(0), depth + 1).negated() : Decision.OPEN;
                case "Fn::And" -> all(items, Decision.TRUE, depth);
                case "Fn::Or" -> all(items, Decision.FALSE, depth);
                default -> Decision.OPEN;
            };
        }

        /** That, if all are that; the opposite, if one is. */
        private Decision all(List<Tree> items, Decision that, int depth) {
            Decision whole = items.isEmpty() ? Decision.OPEN : that;
            for (Tree item : items) {
                Decision one = ofTree(item, depth + 1);
                if (one == Decision.CIRCULAR || one == that.negated()) {
                    return one;
                }
                if (one == Decision.OPEN) {
                    whole = Decision.OPEN;
                }
            }
            return whole;
        }

        private Decision equal(Tree one, Tree other) {
            Optional<String> a = single(one);
            Optional<String> b = single(other);
            if (a.isEmpty() || b.isEmpty()) {
                return Decision.OPEN;
            }
            if (a.get().equals(b.get())) {
                return Decision.TRUE;
            }
            // A boolean has lost by now whether it was written true or True.
            return a.get().equalsIgnoreCase(b.get()) && isBoolean(a.get()) ? Decision.OPEN : Decision.FALSE;
        }

        private Optional<String> single(Tree tree) {
            Optional<String> single = singles.get(tree);
            if (single == null) {
                List<Alternative> all = resolver.apply(tree).all();
                single = all.size() == 1 ? all.get(0).value().asText() : Optional.empty();
                singles.put(tree, single);
            }
            return single;
        }
    }

    private static Decision of(boolean is) {
        return is ? Decision.TRUE : Decision.FALSE;
    }

    private static boolean isBoolean(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }
}
