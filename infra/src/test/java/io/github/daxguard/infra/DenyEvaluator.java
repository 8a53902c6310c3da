package io.github.daxguard.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * Evaluates a policy as IAM documents it, because the emulators do not evaluate service control policies. It supports the
 * elements and operators of {@link CreationPolicy} and refuses all others.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Condition
 *     operators</a>
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html">
 *     Set operators for multivalued context keys</a>
 */
final class DenyEvaluator {

    private static final String FOR_ALL = "ForAllValues:";
    private static final String FOR_ANY = "ForAnyValue:";

    private DenyEvaluator() {}

    /**
     * Whether a statement denies the action.
     *
     * @param context the values of each condition key of the request; a key without values is absent
     */
    static boolean denies(JsonNode policy, String action, Map<String, List<String>> context) {
        boolean denied = false;
        for (JsonNode statement : policy.required("Statement")) {
            if (!statement.required("Effect").asText().equals("Deny")
                    || !statement.required("Resource").asText().equals("*")) {
                throw new IllegalArgumentException("Not supported: " + statement);
            }
            denied |= matchesAction(statement.required("Action"), action)
                    && allConditionsHold(statement.required("Condition"), context);
        }
        return denied;
    }

    private static boolean matchesAction(JsonNode actions, String action) {
        for (JsonNode pattern : actions) {
            if (pattern.asText().equalsIgnoreCase(action)) {
                return true;
            }
        }
        return false;
    }

    /** Several operators, and several keys of an operator, must all hold. */
    private static boolean allConditionsHold(JsonNode conditions, Map<String, List<String>> context) {
        boolean all = true;
        for (Map.Entry<String, JsonNode> operator : conditions.properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                List<String> expected = new ArrayList<>();
                key.getValue().forEach(value -> expected.add(value.asText()));
                all &= holds(operator.getKey(), expected, context.getOrDefault(key.getKey(), List.of()));
            }
        }
        return all;
    }

    private static boolean holds(String operator, List<String> expected, List<String> values) {
        if (operator.startsWith(FOR_ALL)) {
            // True for an absent key.
            return values.stream().allMatch(value -> holds(operator.substring(FOR_ALL.length()), expected, value));
        }
        if (operator.startsWith(FOR_ANY)) {
            // False for an absent key.
            return values.stream().anyMatch(value -> holds(operator.substring(FOR_ANY.length()), expected, value));
        }
        if (values.size() > 1) {
            throw new IllegalArgumentException(operator + " requires a set operator for " + values);
        }
        return values.isEmpty() ? isNegated(operator) : holds(operator, expected, values.get(0));
    }

    /** A negated operator holds if the value matches no expected value, and if the key is absent. */
    private static boolean holds(String operator, List<String> expected, String value) {
        boolean matches =
                expected.stream().anyMatch(pattern -> comparison(operator).test(pattern, value));
        return isNegated(operator) != matches;
    }

    private static BiPredicate<String, String> comparison(String operator) {
        return switch (operator) {
            case "StringEquals", "StringNotEquals" -> String::equals;
            case "ArnLike", "ArnNotLike" -> DenyEvaluator::matchesArn;
            default -> throw new IllegalArgumentException("Not supported: " + operator);
        };
    }

    private static boolean isNegated(String operator) {
        return operator.contains("Not");
    }

    /** IAM compares each of the six components of an ARN separately. A wildcard in the last one also matches a slash. */
    private static boolean matchesArn(String pattern, String arn) {
        String[] patterns = pattern.split(":", 6);
        String[] components = arn.split(":", 6);
        if (patterns.length != 6 || components.length != 6) {
            throw new IllegalArgumentException("Not an ARN: " + pattern + " or " + arn);
        }
        for (int i = 0; i < patterns.length; i++) {
            String expression = Pattern.quote(patterns[i]).replace("*", "\\E.*\\Q");
            if (!components[i].matches(expression)) {
                return false;
            }
        }
        return true;
    }
}
