package io.github.daxguard.handler;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One case of the folder {@code test-events}: an event, the estate that it meets, and what must come of it.
 *
 * <p>The records below are the form of an expected file, which {@code test-events/README.md} tells member by member. What
 * may be left out has its default here.
 *
 * @param name what both files are called, up to their endings
 * @param event the event's text as it stands in the file, broken or not
 */
record TestEvent(String name, String event, Scenario scenario) {

    static final String EVENT_ENDING = ".event.json";
    static final String EXPECTED_ENDING = ".expected.json";

    /** Strict, so that a mistyped member is an error and no expectation that nobody checks. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Reads both files of a case. */
    static TestEvent read(Path folder, String name) throws IOException {
        return new TestEvent(
                name,
                Files.readString(folder.resolve(name + EVENT_ENDING)),
                STRICT.readValue(folder.resolve(name + EXPECTED_ENDING).toFile(), Scenario.class));
    }

    @Override
    public String toString() {
        return name;
    }

    /** An expected file. */
    record Scenario(String description, Function function, Given estate, List<Fault> faults, Outcome expect) {
        Scenario {
            requireNonNull(description, "description");
            function = requireNonNullElse(function, new Function("", ""));
            estate = requireNonNullElse(estate, new Given("", List.of(), List.of(), List.of(), false));
            faults = List.copyOf(requireNonNullElse(faults, List.of()));
            requireNonNull(expect, "expect");
        }

        /** The account that has the clusters and the rule. */
        String estateAccount() {
            return estate.account().isEmpty() ? function.account() : estate.account();
        }
    }

    /** Where the function is deployed. */
    record Function(String account, String region) {
        Function {
            account = orElse(account, "111122223333");
            region = orElse(region, "eu-west-1");
        }
    }

    /** What is there when the event comes. */
    record Given(
            String account,
            List<JsonNode> clusters,
            List<OldResult> results,
            List<String> roles,
            boolean serviceLinkedRoleMissing) {
        Given {
            account = orElse(account, "");
            clusters = List.copyOf(requireNonNullElse(clusters, List.of()));
            results = List.copyOf(requireNonNullElse(results, List.of()));
            roles = List.copyOf(requireNonNullElse(roles, List.of()));
        }
    }

    /** A result that AWS Config has of a former run. */
    record OldResult(String resourceType, String resourceId, String complianceType, String orderingTimestamp) {}

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
            resourceIds = List.copyOf(requireNonNullElse(resourceIds, List.of()));
        }
    }

    /** What must come of the event. */
    record Outcome(
            List<Reported> evaluations,
            boolean testMode,
            Map<String, Integer> calls,
            @Nullable ExpectedError error) {
        Outcome {
            evaluations = List.copyOf(requireNonNullElse(evaluations, List.of()));
            calls = Map.copyOf(requireNonNullElse(calls, Map.of()));
        }
    }

    /** An evaluation as PutEvaluations received it; its time in ISO 8601. */
    record Reported(
            String resourceType,
            String resourceId,
            String complianceType,
            String annotation,
            String orderingTimestamp) {}

    /** How the invocation fails. */
    record ExpectedError(String type, List<String> messageContains) {
        ExpectedError {
            requireNonNull(type, "type");
            messageContains = List.copyOf(messageContains);
        }
    }

    private static String orElse(@Nullable String value, String otherwise) {
        return value == null || value.isEmpty() ? otherwise : value;
    }
}
