package io.github.daxguard.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.github.daxguard.rule.ShortText;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object, whose values are maps, lists, strings, numbers, booleans and null.
 *
 * <p>A value that is missing or has another type is returned as empty. No method throws after the text has been read.
 */
public final class JsonTree {

    /** Refuses duplicate names, because it is not defined which of the values applies. */
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final int LONGEST_VALUE = 60;

    private final Map<?, ?> members;

    private JsonTree(Map<?, ?> members) {
        this.members = members;
    }

    /** The members of an object that was read before. */
    public static JsonTree of(Map<?, ?> members) {
        return new JsonTree(Collections.unmodifiableMap(members));
    }

    /**
     * Reads text in UTF-8, UTF-16 or UTF-32.
     *
     * @throws InvalidJsonException if the text is not exactly one JSON object
     */
    public static JsonTree read(byte[] json) {
        return read(() -> STRICT.createParser(json));
    }

    /** Reads a string. */
    public static JsonTree read(String json) {
        return read(() -> STRICT.createParser(json));
    }

    /** Writes maps, lists, strings, numbers, booleans and null. */
    public static String write(Map<String, ?> members) {
        try {
            return JSON.std.asString(members);
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + members, e);
        }
    }

    @FunctionalInterface
    private interface Opening {
        JsonParser open() throws IOException;
    }

    private static JsonTree read(Opening opening) {
        try (JsonParser parser = opening.open()) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new InvalidJsonException(notAnObject(first));
            }
            Map<String, Object> members = JSON.std.mapFrom(parser);
            if (parser.nextToken() != null) {
                throw new InvalidJsonException("a JSON object followed by other data");
            }
            return of(members);
        } catch (JsonProcessingException e) {
            // Jackson's message quotes the text around the error.
            JsonLocation at = e.getLocation();
            throw new InvalidJsonException("JSON that is invalid, too deeply nested, or has a duplicate name"
                    + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"));
        } catch (IOException e) {
            throw new InvalidJsonException("not in an encoding that JSON allows");
        }
    }

    private static String notAnObject(@Nullable JsonToken first) {
        if (first == null) {
            return "empty";
        }
        return first == JsonToken.START_ARRAY ? "a list, not a JSON object" : "not a JSON object";
    }

    /** The value at the end of the path; null if there is none, or if it is null. */
    public @Nullable Object at(String... path) {
        Object value = members;
        for (String name : path) {
            if (!(value instanceof Map<?, ?> map)) {
                return null;
            }
            value = map.get(name);
        }
        return value;
    }

    /** The string at the end of the path. */
    public Optional<String> text(String... path) {
        return at(path) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The object at the end of the path. */
    public Optional<JsonTree> object(String... path) {
        return at(path) instanceof Map<?, ?> map ? Optional.of(of(map)) : Optional.empty();
    }

    /** The list at the end of the path. */
    public Optional<List<?>> list(String... path) {
        return at(path) instanceof List<?> list ? Optional.of(list) : Optional.empty();
    }

    /** All members. */
    public Map<?, ?> members() {
        return members;
    }

    /** A short description of a value, for a message: {@code "True"}, {@code the number 1}, {@code an object with "Ref"}. */
    public static String describe(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String text) {
            return "\"" + ShortText.of(text, LONGEST_VALUE) + "\"";
        }
        if (value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof Number) {
            return "the number " + ShortText.of(value.toString(), LONGEST_VALUE);
        }
        if (value instanceof Map<?, ?> map) {
            return map.isEmpty()
                    ? "an empty object"
                    : "an object with " + describe(map.keySet().iterator().next());
        }
        return "a list";
    }
}
