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
 * One case of the folder {@code test-events}: an event, what is there when it comes, and what must come of it.
 *
 * <p>Here and in the {@link Scenario}s is the form of an expected file, which {@code test-events/README.md} tells
 * member by member. What may be left out has its default here.
 *
 * @param name what both files are called, up to their endings
 * @param event the event's text as it stands in the file, broken or not
 */
record TestEvent(String name, String event, Scenario scenario) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Override
    public String toString() {
        return name;
    }

    /** The event as JSON; a missing node if it is none. */
    JsonNode json() {
        return readable(event);
    }

    /** The text as JSON; a missing node if it is none. */
    static JsonNode readable(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /** Where the function is deployed. */
    record Function(String account, String region) {

        static final Function DEFAULT = new Function("", "");

        Function {
            account = orElse(account, LocalFunction.ACCOUNT);
            region = orElse(region, LocalFunction.REGION);
        }
    }

    /** What goes wrong: of one operation the call of that number, or those from a number on, or every one. */
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

    /** How the invocation fails. */
    record ExpectedError(String type, List<String> messageContains) {
        ExpectedError {
            requireNonNull(type, "type");
            messageContains = List.copyOf(messageContains);
        }
    }

    /** What a file may leave out. */
    static String orElse(@Nullable String value, String otherwise) {
        return value == null || value.isEmpty() ? otherwise : value;
    }

    /** A list that a file may leave out. */
    static <T> List<T> orNone(@Nullable List<T> values) {
        return List.copyOf(requireNonNullElse(values, List.of()));
    }
}
