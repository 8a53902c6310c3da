package io.github.daxguard.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The statements of a policy as text for comparison: {@code dax:DescribeClusters on *}, with a condition
 * {@code iam:PassRole on * if {"StringEquals": ...}}.
 */
final class PolicyText {

    private static final String CONDITION = "Condition";
    private static final Set<String> KNOWN = Set.of("Sid", "Effect", "Action", "Resource", CONDITION);

    private PolicyText() {}

    /** The statements of a policy that contains only plain permissions; otherwise an {@code AssertionError}. */
    static List<String> of(JsonNode policyDocument) {
        List<String> statements = new ArrayList<>();
        for (JsonNode statement : policyDocument.required("Statement")) {
            Set<String> other = new TreeSet<>();
            statement.fieldNames().forEachRemaining(other::add);
            other.removeAll(KNOWN);
            if (!other.isEmpty() || !statement.required("Effect").asText().equals("Allow")) {
                throw new AssertionError("Not a plain permission: " + statement);
            }
            String condition = statement.has(CONDITION) ? " if " + statement.get(CONDITION) : "";
            statements.add(
                    parts(statement.required("Action")) + " on " + parts(statement.required("Resource")) + condition);
        }
        return statements;
    }

    private static String parts(JsonNode oneOrMore) {
        if (oneOrMore.isTextual()) {
            return oneOrMore.asText();
        }
        Set<String> parts = new TreeSet<>();
        oneOrMore.forEach(part -> parts.add(part.asText()));
        return parts.stream().collect(Collectors.joining(", "));
    }
}
