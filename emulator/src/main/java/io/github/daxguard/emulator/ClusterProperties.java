package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks the properties of an {@code AWS::DAX::Cluster} against its schema, and converts them to the input of
 * {@code CreateCluster}.
 *
 * <p>The error messages are those of CloudFormation, one at a time.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dax-cluster.html">AWS::DAX::Cluster</a>
 */
final class ClusterProperties {
    private static final List<String> REQUIRED = List.of("IAMRoleARN", "NodeType", "ReplicationFactor");
    private static final Set<String> TEXTS = Set.of(
            "IAMRoleARN",
            "ClusterEndpointEncryptionType",
            "NetworkType",
            "ClusterName",
            "NodeType",
            "SubnetGroupName",
            "Description",
            "NotificationTopicARN",
            "ParameterGroupName",
            "PreferredMaintenanceWindow");
    private static final Set<String> LISTS = Set.of("AvailabilityZones", "SecurityGroupIds");
    private static final Map<String, String> INPUT_NAMES =
            Map.of("IAMRoleARN", "IamRoleArn", "NotificationTopicARN", "NotificationTopicArn");

    private ClusterProperties() {}

    /** The input of {@code CreateCluster} for these properties, with the generated name if they have none. */
    static ObjectNode createClusterInput(JsonNode properties, String generatedName) {
        if (!properties.isObject()) {
            throw wrongType("#", "JSONObject", properties);
        }
        for (String name : REQUIRED) {
            if (!properties.has(name)) {
                throw refusal("#: required key [" + name + "] not found");
            }
        }
        ObjectNode input = Json.object().put("ClusterName", generatedName);
        properties.properties().forEach(property -> set(input, property.getKey(), property.getValue()));
        return input;
    }

    private static void set(ObjectNode input, String name, JsonNode value) {
        String path = "#/" + name;
        if (TEXTS.contains(name)) {
            input.put(INPUT_NAMES.getOrDefault(name, name), text(path, value));
        } else if (LISTS.contains(name)) {
            if (!value.isArray()) {
                throw wrongType(path, "JSONArray", value);
            }
            ArrayNode list = input.putArray(name);
            for (int i = 0; i < value.size(); i++) {
                list.add(text(path + "/" + i, value.path(i)));
            }
        } else {
            switch (name) {
                case "ReplicationFactor" -> input.set(name, integer(path, value));
                case "SSESpecification" -> encryption(input, path, value);
                case "Tags" -> tags(input.putArray(name), path, value);
                default -> throw refusal("#: extraneous key [" + name + "] is not permitted");
            }
        }
    }

    private static String text(String path, JsonNode value) {
        if (!value.isTextual()) {
            throw wrongType(path, "String", value);
        }
        return value.textValue();
    }

    /** A number, or a string of digits, as template parameters have them. */
    private static JsonNode integer(String path, JsonNode value) {
        if (value.isTextual() && value.textValue().matches("\\d{1,9}")) {
            return IntNode.valueOf(Integer.parseInt(value.textValue()));
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrongType(path, "Integer", value);
        }
        return value;
    }

    private static void encryption(ObjectNode input, String path, JsonNode value) {
        if (!value.isObject()) {
            throw wrongType(path, "JSONObject", value);
        }
        value.properties().forEach(member -> {
            if (!member.getKey().equals("SSEEnabled")) {
                throw refusal(path + ": extraneous key [" + member.getKey() + "] is not permitted");
            }
            JsonNode enabled = member.getValue();
            if (!enabled.isBoolean() && !(enabled.isTextual() && isBoolean(enabled.textValue()))) {
                throw wrongType(path + "/SSEEnabled", "Boolean", enabled);
            }
            input.putObject("SSESpecification").put("Enabled", Boolean.parseBoolean(enabled.asText()));
        });
    }

    private static boolean isBoolean(String text) {
        return text.equals("true") || text.equals("false");
    }

    private static void tags(ArrayNode tags, String path, JsonNode value) {
        JsonNode object = value.isTextual() ? json(path, value) : value;
        if (!object.isObject()) {
            throw wrongType(path, "JSONObject", value);
        }
        object.properties()
                .forEach(tag -> tags.addObject()
                        .put("Key", tag.getKey())
                        .put("Value", text(path + "/" + tag.getKey(), tag.getValue())));
    }

    private static JsonNode json(String path, JsonNode text) {
        try {
            return Json.read(text.textValue().getBytes(UTF_8));
        } catch (IOException e) {
            throw wrongType(path, "JSONObject", text);
        }
    }

    private static AwsError wrongType(String path, String wanted, JsonNode found) {
        return refusal(path + ": expected type: " + wanted + ", found: " + found.getNodeType() + " " + found);
    }

    private static AwsError refusal(String message) {
        return AwsError.of("InvalidRequest", message);
    }
}
