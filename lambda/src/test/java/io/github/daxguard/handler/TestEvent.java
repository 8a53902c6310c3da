package io.github.daxguard.handler;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One case of the folder {@code test-events}: an event, the state of the emulator, and the expected results.
 *
 * <p>This class and the {@link Scenario}s define the structure of an expected file and the defaults of its optional members.
 * {@code test-events/README.md} documents each member.
 *
 * @param name the name of both files, without their suffixes
 * @param event the event's text, exactly as in the file
 */
record TestEvent(String name, String event, Scenario scenario) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Override
    public String toString() {
        return name;
    }

    /** The event as JSON; a missing node if it is not valid JSON. */
    JsonNode json() {
        return readable(event);
    }

    /** The text as JSON; a missing node if it is not valid JSON. */
    static JsonNode readable(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /** The account and Region of the function. */
    record Function(String account, String region) {

        static final Function DEFAULT = new Function("", "");

        Function {
            account = orElse(account, LocalFunction.ACCOUNT);
            region = orElse(region, LocalFunction.REGION);
        }
    }

    /** An injected fault of one operation: of one call, of all calls from a number on, or of every call. */
    record Fault(
            String operation,
            int call,
            int fromCall,
            String fault,
            String code,
            String message,
            int status,
            List<String> resourceIds) {
        Fault {
            requireNonNull(operation, "operation");
            requireNonNull(fault, "fault");
            code = orElse(code, "");
            message = orElse(message, "");
            resourceIds = orNone(resourceIds);
        }
    }

    /** The expected exception. */
    record ExpectedError(String type, List<String> messageContains) {
        ExpectedError {
            requireNonNull(type, "type");
            messageContains = List.copyOf(messageContains);
        }
    }

    /** The value of an optional member, or its default. */
    static String orElse(@Nullable String value, String defaultValue) {
        return value == null || value.isEmpty() ? defaultValue : value;
    }

    /** The value of an optional list, or an empty list. */
    static <T> List<T> orNone(@Nullable List<T> values) {
        return List.copyOf(requireNonNullElse(values, List.of()));
    }
}
