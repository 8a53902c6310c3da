package io.github.daxguard.infra.integration;

import static io.github.daxguard.packaged.PackagedFunction.REGION;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** A CloudFormation template, resolved for an account and Region. */
record Template(JsonNode json, String account) {

    /** The resources of a type, in the order of the template, with resolved intrinsic functions. */
    List<JsonNode> resources(String type) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode resource : json.path("Resources")) {
            if (resource.path("Type").asText().equals(type)) {
                found.add(resolve(resource));
            }
        }
        return found;
    }

    JsonNode resource(String type) {
        List<JsonNode> found = resources(type);
        if (found.size() != 1) {
            throw new AssertionError("The template has " + found.size() + " resources of type " + type);
        }
        return found.get(0);
    }

    JsonNode function(Class<?> handler) {
        return resources("AWS::Lambda::Function").stream()
                .map(function -> function.path("Properties"))
                .filter(function -> function.path("Handler").asText().equals(handler.getName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The template has no function for " + handler));
    }

    JsonNode resourceOf(String logicalId) {
        return resolve(json.path("Resources").required(logicalId));
    }

    /** Resolves intrinsic functions. A reference to a resource becomes its logical id. */
    private JsonNode resolve(JsonNode node) {
        if (node.isArray()) {
            var list = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> list.add(resolve(element)));
            return list;
        }
        if (!node.isObject()) {
            return node;
        }
        if (node.size() == 1) {
            Map.Entry<String, JsonNode> only = node.properties().iterator().next();
            Optional<String> text = call(only.getKey(), only.getValue());
            if (text.isPresent()) {
                return JsonNodeFactory.instance.textNode(text.get());
            }
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(property -> object.set(property.getKey(), resolve(property.getValue())));
        return object;
    }

    /** The result of an intrinsic function; empty if the name is not that of an intrinsic function. */
    private Optional<String> call(String function, JsonNode argument) {
        return switch (function) {
            case "Ref" -> Optional.of(reference(argument.asText()));
            case "Fn::GetAtt" -> Optional.of(argument.get(0).asText());
            case "Fn::Sub" -> Optional.of(argument.asText().replace("${AWS::Region}", REGION));
            case "Fn::Join" -> {
                StringJoiner joined = new StringJoiner(argument.get(0).asText());
                argument.get(1).forEach(part -> joined.add(resolve(part).asText()));
                yield Optional.of(joined.toString());
            }
            default -> Optional.empty();
        };
    }

    private String reference(String name) {
        return switch (name) {
            case "AWS::Partition" -> "aws";
            case "AWS::Region" -> REGION;
            case "AWS::AccountId" -> account;
            default -> name;
        };
    }
}
