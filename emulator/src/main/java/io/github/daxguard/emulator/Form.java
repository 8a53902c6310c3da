package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A structure of a request in the query protocol, with the types of the service model; {@link Input} is that of JSON. */
final class Form {
    private final String path;
    private final JsonNode fields;

    private Form(String path, JsonNode fields) {
        this.path = path;
        this.fields = fields;
    }

    static Form of(JsonNode fields) {
        return new Form("", fields);
    }

    /** The full name of a member in the request, such as {@code MetricData.member.1.Value}. */
    String path(String member) {
        return path + member;
    }

    boolean has(String member) {
        return fields.has(member);
    }

    Optional<String> text(String member) {
        return fields.optional(member).map(node -> text(path(member), node));
    }

    Optional<Integer> integer(String member) {
        return text(member).map(text -> {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException e) {
                throw malformed(path(member) + " is not an integer: " + text);
            }
        });
    }

    Optional<Instant> timestamp(String member) {
        return text(member).map(text -> {
            try {
                return Instant.from(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text));
            } catch (DateTimeException e) {
                throw malformed(path(member) + ": timestamp must follow ISO8601");
            }
        });
    }

    Optional<Form> structure(String member) {
        return fields.optional(member).map(node -> structure(path(member), node));
    }

    /** The structures of a list; an empty list is sent as an empty string. */
    List<Form> structures(String member) {
        JsonNode list = fields.path(member);
        if (!list.isArray() && !list.asText("").isEmpty()) {
            throw malformed(path(member) + " is not a list");
        }
        List<Form> elements = new ArrayList<>(list.size());
        for (JsonNode each : list) {
            elements.add(structure(path(member) + ".member." + (elements.size() + 1), each));
        }
        return List.copyOf(elements);
    }

    private static String text(String name, JsonNode node) {
        if (!node.isTextual()) {
            throw malformed(name + " is not a single value");
        }
        return node.textValue();
    }

    private static Form structure(String name, JsonNode node) {
        if (!node.isObject()) {
            throw malformed(name + " is not a structure");
        }
        return new Form(name + ".", node);
    }

    private static AwsError malformed(String message) {
        return AwsError.of("MalformedInput", message);
    }
}
