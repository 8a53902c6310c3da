package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A structure of a request, read with the types that the service model gives its members.
 *
 * <p>A member that is null counts as absent, an unknown one is passed over, and one of another type is refused with
 * {@code SerializationException}: as AWS does.
 */
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

    Optional<Map<String, String>> textMap(String member) {
        return member(member).map(node -> {
            if (!node.isObject()) {
                throw wrongType(node, "Map");
            }
            Map<String, String> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), asText(entry.getValue())));
            return Collections.unmodifiableMap(map);
        });
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
