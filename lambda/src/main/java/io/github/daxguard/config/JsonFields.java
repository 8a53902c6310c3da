package io.github.daxguard.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.daxguard.rule.InvalidRuleParameterException;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Picks a few fields out of a JSON object and skips the rest unseen.
 *
 * <p>Jackson's streaming parser: a tree or data binding would cost a cold start two to four times as much.
 */
final class JsonFields {

    private static final JsonFactory JSON = new JsonFactory();

    /** A field's value: its text, or how its JSON type is called. */
    private record Value(JsonToken type, String text) {}

    private final String source;
    private final Map<String, Value> values;

    private JsonFields(String source, Map<String, Value> values) {
        this.source = source;
        this.values = values;
    }

    /**
     * Reads an object.
     *
     * @param source how the object is called in messages; empty for the event itself
     * @param wanted fields, those of inner objects by dotted path
     * @throws InvalidEventException if it is no JSON object, or a wanted field stands in it twice
     */
    static JsonFields read(byte[] json, String source, Collection<String> wanted) {
        return read(() -> JSON.createParser(json), source, wanted);
    }

    /** As the other, from a string. */
    static JsonFields read(String json, String source, Collection<String> wanted) {
        return read(() -> JSON.createParser(json), source, wanted);
    }

    private static JsonFields read(Opening opening, String source, Collection<String> wanted) {
        Map<String, Value> values = new LinkedHashMap<>();
        parse(opening, source, parser -> object(parser, source, "", wanted, values));
        return new JsonFields(source, values);
    }

    /**
     * Reads an object whose values are all strings, whatever its fields are called.
     *
     * @throws InvalidEventException if it is no JSON object, or a name stands in it twice
     * @throws InvalidRuleParameterException if a value is no string
     */
    static Map<String, String> readParameters(String json, String source) {
        Map<String, String> values = new LinkedHashMap<>();
        parse(() -> JSON.createParser(json), source, parser -> {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken type = parser.nextToken();
                if (type != JsonToken.VALUE_STRING) {
                    throw InvalidRuleParameterException.ofType(name, describe(type), "a string");
                }
                if (values.put(name, parser.getText()) != null) {
                    throw twice(source, name);
                }
            }
        });
        return values;
    }

    @FunctionalInterface
    private interface ObjectReader {
        void read(JsonParser afterStartOfObject) throws IOException;
    }

    @FunctionalInterface
    private interface Opening {
        JsonParser open() throws IOException;
    }

    private static void parse(Opening opening, String source, ObjectReader reader) {
        try (JsonParser parser = opening.open()) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw notAnObject(source, first == null ? "empty" : describe(first));
            }
            reader.read(parser);
            if (parser.nextToken() != null) {
                throw notAnObject(source, "an object with something behind it");
            }
        } catch (JsonProcessingException e) {
            // Jackson's own message would quote the text around the fault: the result token, perhaps.
            JsonLocation at = e.getLocation();
            throw notAnObject(
                    source,
                    "broken or too deeply nested JSON"
                            + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"));
        } catch (IOException e) {
            throw notAnObject(source, "text in no encoding that JSON allows");
        }
    }

    private static void object(
            JsonParser parser, String source, String prefix, Collection<String> wanted, Map<String, Value> values)
            throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String path = prefix + parser.currentName();
            JsonToken type = parser.nextToken();
            boolean inner = wanted.stream().anyMatch(name -> name.startsWith(path + "."));
            if (type == JsonToken.START_OBJECT && inner) {
                object(parser, source, path + ".", wanted, values);
                continue;
            }
            if (wanted.contains(path) || inner) {
                Value value = new Value(type, type.isScalarValue() ? parser.getText() : "");
                if (values.put(path, value) != null) {
                    throw twice(source, path);
                }
            }
            parser.skipChildren();
        }
    }

    /** A string; empty if the field is missing or null. */
    Optional<String> string(String path, String accepted) {
        Value value = values.get(path);
        if (value == null || value.type() == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        if (value.type() != JsonToken.VALUE_STRING) {
            throw new InvalidEventException(name(source, path), describe(value.type()), accepted);
        }
        return Optional.of(value.text());
    }

    /** A string that must be there and not be empty. */
    String required(String path, String accepted) {
        String value = string(path, accepted)
                .orElseThrow(() -> new InvalidEventException(name(source, path), "missing", accepted));
        if (value.isEmpty()) {
            throw new InvalidEventException(name(source, path), "empty", accepted);
        }
        return value;
    }

    /** A boolean; false if the field is missing or null. */
    boolean flag(String path) {
        Value value = values.get(path);
        if (value == null || value.type() == JsonToken.VALUE_NULL) {
            return false;
        }
        if (!value.type().isBoolean()) {
            throw new InvalidEventException(name(source, path), describe(value.type()), "true or false");
        }
        return value.type() == JsonToken.VALUE_TRUE;
    }

    private static InvalidEventException twice(String source, String path) {
        return new InvalidEventException(name(source, path), "there twice", "one");
    }

    private static InvalidEventException notAnObject(String source, String came) {
        return new InvalidEventException(source.isEmpty() ? "body" : source, came, "a JSON object");
    }

    private static String name(String source, String path) {
        return source.isEmpty() ? path : source + "." + path;
    }

    private static String describe(JsonToken type) {
        return switch (type) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case VALUE_STRING -> "a string";
            default -> "no value";
        };
    }
}
