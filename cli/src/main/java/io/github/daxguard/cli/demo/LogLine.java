package io.github.daxguard.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One line that the function logged.
 *
 * @param level as Lambda names it; {@code ""} if the line is no JSON object
 * @param message the message, or the whole line if it is no JSON object
 * @param fields all fields, in the line's order
 */
record LogLine(String level, String message, Map<String, String> fields) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static LogLine read(String line) {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return new LogLine("", line, Map.of());
        }
        if (!json.isObject()) {
            return new LogLine("", line, Map.of());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        json.properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        return new LogLine(json.path("level").asText(), json.path("message").asText(), fields);
    }

    /** The line without the fields that are not wanted. */
    LogLine keeping(Predicate<String> wanted) {
        Map<String, String> kept = new LinkedHashMap<>(fields);
        kept.keySet().removeIf(wanted.negate());
        return new LogLine(level, message, kept);
    }
}
