package io.github.daxguard.cli.template;

import io.github.daxguard.cli.template.Alternatives.Alternative;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides a template's conditions from constants and given parameters. A default decides no condition. */
final class Conditions {

    /** Of one condition inside another, by name or not. */
    private static final int DEEPEST = 600;

    /** In all, so that many conditions that depend on many do not run indefinitely. */
    private static final int MOST_STEPS = 1_000_000;

    /** The value of a condition. */
    enum Decision {
        TRUE,
        FALSE,
        /** It depends on the deployment, or the template does not declare it. */
        OPEN,
        /** It refers to itself. */
        CIRCULAR;

        private static Decision of(boolean is) {
            return is ? TRUE : FALSE;
        }

        private Decision negated() {
            return switch (this) {
                case TRUE -> FALSE;
                case FALSE -> TRUE;
                case OPEN, CIRCULAR -> this;
            };
        }
    }

    private final Map<String, Tree.Member> declared;
    private final Resolver resolver;
    private final IdentityHashMap<Tree, Optional<String>> singles = new IdentityHashMap<>();
    private int steps;

    /**
     * The conditions of one template.
     *
     * @param resolver for which only given parameters count, and no condition
     */
    Conditions(Map<String, Tree.Member> declared, Resolver resolver) {
        this.declared = declared;
        this.resolver = resolver;
    }

    /** @param assumed conditions whose values are known */
    Decision decide(String name, Map<String, Boolean> assumed) {
        return new Run(assumed).ofName(name, 0);
    }

    /** One decision, which evaluates each condition once, however often others name it. */
    private final class Run {
        private final Map<String, Decision> decided = new HashMap<>();
        private final Set<String> open = new HashSet<>();

        private Run(Map<String, Boolean> assumed) {
            assumed.forEach((name, is) -> decided.put(name, Decision.of(is)));
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
            List<Tree> items = argument.items();
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

        /** That value if all items have it; the opposite if one has. */
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
            // A boolean no longer shows whether it was written true or True.
            boolean isOneBoolean = a.get().equalsIgnoreCase(b.get())
                    && (a.get().equalsIgnoreCase("true") || a.get().equalsIgnoreCase("false"));
            return isOneBoolean && !a.equals(b) ? Decision.OPEN : Decision.of(a.equals(b));
        }

        private Optional<String> single(Tree tree) {
            Optional<String> single = singles.get(tree);
            if (single == null) {
                List<Alternative> all = resolver.resolve(tree).all();
                single = all.size() == 1 ? all.get(0).value().asText() : Optional.empty();
                singles.put(tree, single);
            }
            return single;
        }
    }
}
