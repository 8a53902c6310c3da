package io.github.daxguard.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A synthesised template for assertions. References are text, such as {@code ${RuleLog.Arn}}, and logical ids are without the
 * hashes that the CDK adds.
 */
final class StackTemplate {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A hash after a word. Names that end with digits are not changed. */
    private static final Pattern HASH = Pattern.compile("(?<=[a-z])[0-9A-F]{8}([0-9a-f]{32})?$");

    private final Map<String, JsonNode> resources = new LinkedHashMap<>();

    private StackTemplate(JsonNode template) {
        template.required("Resources").properties().forEach(entry -> {
            ObjectNode resource = (ObjectNode) readable(entry.getValue());
            if (resource.has("DependsOn")) {
                resource.set("DependsOn", withoutHashes(resource.get("DependsOn")));
            }
            if (resources.put(withoutHash(entry.getKey()), resource) != null) {
                throw new IllegalStateException(entry.getKey() + " is not unique without its hash");
            }
        });
    }

    /** The template that the app synthesises from {@code cdk.json}, overridden by these values. */
    static StackTemplate of(Map<String, String> context) {
        return new StackTemplate(Synthesis.template(context));
    }

    /** A template that the CDK has not written. */
    static StackTemplate of(JsonNode template) {
        return new StackTemplate(template);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not valid JSON: " + text, e);
        }
    }

    Map<String, JsonNode> resources() {
        return resources;
    }

    Map<String, JsonNode> resources(String type) {
        Map<String, JsonNode> ofType = new LinkedHashMap<>(resources);
        ofType.values().removeIf(resource -> !resource.required("Type").asText().equals(type));
        return ofType;
    }

    JsonNode resource(String id) {
        JsonNode resource = resources.get(id);
        if (resource == null) {
            throw new AssertionError("No resource " + id + " in " + resources.keySet());
        }
        return resource;
    }

    JsonNode properties(String id) {
        return resource(id).required("Properties");
    }

    private static String withoutHash(String id) {
        return HASH.matcher(id).replaceFirst("");
    }

    private static JsonNode readable(JsonNode node) {
        if (node.isObject() && node.size() == 1) {
            if (node.has("Ref")) {
                return text("${" + withoutHash(node.get("Ref").asText()) + "}");
            }
            if (node.has("Fn::Sub")) {
                return text(node.get("Fn::Sub").asText());
            }
            if (node.has("Fn::GetAtt")) {
                JsonNode path = node.get("Fn::GetAtt");
                return text("${" + withoutHash(path.get(0).asText()) + "."
                        + path.get(1).asText() + "}");
            }
            if (node.has("Fn::Join")) {
                StringBuilder joined = new StringBuilder();
                node.get("Fn::Join")
                        .get(1)
                        .forEach(part -> joined.append(readable(part).asText()));
                return text(joined.toString());
            }
        }
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> copy.set(field.getKey(), readable(field.getValue())));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> copy.add(readable(element)));
            return copy;
        }
        return node;
    }

    private static ArrayNode withoutHashes(JsonNode ids) {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        if (ids.isTextual()) {
            return copy.add(withoutHash(ids.asText()));
        }
        ids.forEach(id -> copy.add(withoutHash(id.asText())));
        return copy;
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }
}
