package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A structure of a request in the query protocol, read with the types that the service model gives its members: what
 * {@link Input} is for JSON.
 *
 * <p>An unknown member is passed over; one that is not of its type is refused with {@code MalformedInput}.
 */
final class Form {
    private final String path;
    private final JsonNode fields;

    private Form(String path, JsonNode fields) {
        this.path = path;
        this.fields = fields;
    }

    /** The whole form, as {@link QueryProtocol#read} makes it. */
    static Form of(JsonNode fields) {
        return new Form("", fields);
    }

    /** The name of a member here as the request spells it, such as {@code MetricData.member.1.Value}. */
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
        return scalar(member, "an integer", Integer::valueOf);
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

    /** The structures of a list; an empty list comes as an empty text. */
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

    private <T> Optional<T> scalar(String member, String kind, Function<String, T> reader) {
        return text(member).map(text -> {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException e) {
                throw malformed(path(member) + " is not " + kind + ": " + text);
            }
        });
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
