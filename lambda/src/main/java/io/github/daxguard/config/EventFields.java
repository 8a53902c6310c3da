package io.github.daxguard.config;

import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.InvalidEventException;
import io.github.daxguard.rule.InvalidRuleParameterException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object in an event. A message about a field names its JSON type and never its value, which can be the
 * result token.
 *
 * @param source the name of the object in messages; empty for the event itself
 */
record EventFields(JsonTree tree, String source) {

    /**
     * Reads the event itself.
     *
     * @throws InvalidEventException if it is not a JSON object
     */
    static EventFields read(byte[] json) {
        return new EventFields(read(() -> JsonTree.read(json), "body"), "");
    }

    /**
     * Reads an object that a field contains as a string.
     *
     * @throws InvalidEventException if it is not a JSON object
     */
    static EventFields read(String json, String source) {
        return new EventFields(read(() -> JsonTree.read(json), source), source);
    }

    private static JsonTree read(Supplier<JsonTree> reader, String name) {
        try {
            return reader.get();
        } catch (InvalidJsonException e) {
            throw new InvalidEventException(name, String.valueOf(e.getMessage()), "a JSON object");
        }
    }

    /**
     * All members as rule parameters.
     *
     * @throws InvalidRuleParameterException if a value is not a string
     */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        tree.members().forEach((name, value) -> {
            if (!(value instanceof String text)) {
                throw InvalidRuleParameterException.ofType(String.valueOf(name), type(value), "a string");
            }
            parameters.put(String.valueOf(name), text);
        });
        return parameters;
    }

    /** A string; empty if the field is missing or null. */
    Optional<String> string(String path, String accepted) {
        Object value = value(path);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text)) {
            throw new InvalidEventException(name(path), type(value), accepted);
        }
        return Optional.of(text);
    }

    /** A string that is required and not empty. */
    String required(String path, String accepted) {
        String value = string(path, accepted)
                .orElseThrow(() -> new InvalidEventException(name(path), InvalidEventException.MISSING, accepted));
        if (value.isEmpty()) {
            throw new InvalidEventException(name(path), "empty", accepted);
        }
        return value;
    }

    /** A boolean; false if the field is missing or null. */
    boolean flag(String path) {
        Object value = value(path);
        if (value == null) {
            return false;
        }
        if (!(value instanceof Boolean flag)) {
            throw new InvalidEventException(name(path), type(value), "true or false");
        }
        return flag;
    }

    private @Nullable Object value(String path) {
        return tree.at(path.split("\\.", -1));
    }

    private String name(String path) {
        return source.isEmpty() ? path : source + "." + path;
    }

    private static String type(@Nullable Object value) {
        if (value instanceof Map<?, ?>) {
            return "an object";
        }
        if (value instanceof Iterable<?>) {
            return "a list";
        }
        if (value instanceof Number) {
            return "a number";
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        return value == null ? "null" : "a string";
    }
}
