package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A structure of a request, with the types of the service model. As in AWS, a null member counts as absent. */
final class Input {
    private final JsonNode structure;

    Input(JsonNode structure) {
        if (!structure.isObject()) {
            throw wrongType(structure, "Structure");
        }
        this.structure = structure;
    }

    Optional<String> text(String member) {
        return member(member).map(Input::asText);
    }

    Optional<Integer> integer(String member) {
        return member(member).map(node -> {
            if (!node.isIntegralNumber() || !node.canConvertToInt()) {
                throw wrongType(node, "Integer");
            }
            return node.intValue();
        });
    }

    Optional<Boolean> bool(String member) {
        return member(member).map(node -> {
            if (!node.isBoolean()) {
                throw wrongType(node, "Boolean");
            }
            return node.booleanValue();
        });
    }

    Optional<Instant> timestamp(String member) {
        return member(member).map(node -> {
            if (!node.isNumber()) {
                throw wrongType(node, "Timestamp");
            }
            BigDecimal epochSeconds = node.decimalValue();
            try {
                return Json.instant(epochSeconds);
            } catch (ArithmeticException e) {
                throw wrongType(node, "Timestamp");
            }
        });
    }

    Optional<Input> structure(String member) {
        return member(member).map(Input::new);
    }

    Optional<List<String>> texts(String member) {
        return list(member, Input::asText);
    }

    Optional<List<Input>> structures(String member) {
        return list(member, Input::new);
    }

    private <T> Optional<List<T>> list(String member, Function<JsonNode, T> element) {
        return member(member).map(node -> {
            if (!node.isArray()) {
                throw wrongType(node, "List");
            }
            List<T> elements = new ArrayList<>(node.size());
            for (JsonNode each : node) {
                elements.add(element.apply(each));
            }
            return List.copyOf(elements);
        });
    }

    private Optional<JsonNode> member(String name) {
        return structure.optional(name).filter(node -> !node.isNull());
    }

    private static String asText(JsonNode node) {
        if (!node.isTextual()) {
            throw wrongType(node, "String");
        }
        return node.textValue();
    }

    private static AwsError wrongType(JsonNode node, String wanted) {
        return AwsError.serialization(node.getNodeType() + "_VALUE can not be converted to a " + wanted);
    }
}
