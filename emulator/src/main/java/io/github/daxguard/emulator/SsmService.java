package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Three of Systems Manager's operations.
 *
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html">PutParameter</a>
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html">GetParameter</a>
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetAutomationExecution.html">
 *     GetAutomationExecution</a>
 */
final class SsmService {
    /** What {@code PutParameter} knows in AWS and nothing here stands for. */
    private static final List<String> NOT_SERVED = List.of("AllowedPattern", "KeyId", "Policies", "Tags");

    private final Function<Location, Estate> estates;

    SsmService(Function<Location, Estate> estates) {
        this.estates = estates;
    }

    Map<String, ServiceOperation> operations() {
        return Map.of(
                "PutParameter", this::putParameter,
                "GetParameter", this::getParameter,
                "GetAutomationExecution", this::getAutomationExecution);
    }

    private ObjectNode putParameter(Request request) {
        Input input = request.members();
        for (String member : NOT_SERVED) {
            if (request.input().hasNonNull(member)) {
                throw invalid("the emulator does not serve " + member);
            }
        }
        Violations violations = new Violations();
        violations.length(input.text("Description"), "description", 0, 1024);
        violations.oneOf(input.text("Tier"), "tier", List.of("Standard", "Advanced", "Intelligent-Tiering"));
        violations.check();
        if (input.text("Tier").filter("Advanced"::equals).isPresent()) {
            throw invalid("the emulator serves the standard tier only");
        }
        input.text("DataType").filter(type -> !type.equals("text")).ifPresent(type -> {
            throw invalid(
                    "The following data type is not supported: " + type + " (Data type names are all lowercase.)");
        });
        LocalParameter parameter = estates.apply(request.place())
                .parameters()
                .put(
                        input.text("Name"),
                        input.text("Type"),
                        input.text("Value"),
                        input.bool("Overwrite").orElse(false));
        return Json.object().put("Version", parameter.version()).put("Tier", "Standard");
    }

    private ObjectNode getParameter(Request request) {
        Input input = request.members();
        Violations violations = new Violations();
        Optional<String> name = input.text("Name");
        violations.length(name, "name", 1, 2048);
        String asked = violations.required(name, "name");
        violations.check();
        if (asked.contains(":")) {
            throw invalid("the emulator serves a parameter's latest version only, by its name: " + asked);
        }
        StoredParameters store = estates.apply(request.place()).parameters();
        StoredParameters.Stored stored = store.get(asked)
                // AWS says nothing more either.
                .orElseThrow(() -> AwsError.of("ParameterNotFound", ""));
        LocalParameter parameter = stored.parameter();
        boolean readable = !parameter.type().equals("SecureString")
                || input.bool("WithDecryption").orElse(false);
        ObjectNode result = Json.object();
        result.putObject("Parameter")
                .put("Name", parameter.name())
                .put("Type", parameter.type())
                .put("Value", readable ? parameter.value() : encrypted(parameter.value()))
                .put("Version", parameter.version())
                .put("LastModifiedDate", Json.epochSeconds(stored.modified()))
                .put("ARN", store.arn(parameter.name()))
                .put("DataType", "text");
        return result;
    }

    private ObjectNode getAutomationExecution(Request request) {
        Violations violations = new Violations();
        Optional<String> id = request.members().text("AutomationExecutionId");
        violations.length(id, "automationExecutionId", 36, 36);
        String asked = violations.required(id, "automationExecutionId");
        violations.check();
        LocalExecution execution = estates.apply(request.place())
                .execution(asked)
                .orElseThrow(() -> AwsError.of(
                        "AutomationExecutionNotFoundException",
                        "Automation execution with ID " + asked + " does not exist"));
        ObjectNode result = Json.object();
        result.set("AutomationExecution", execution.json());
        return result;
    }

    /** Stands for what KMS makes of a value: nothing that a client could take for the value. */
    private static String encrypted(String value) {
        return Base64.getEncoder().encodeToString(("local-kms:" + value).getBytes(UTF_8));
    }

    private static AwsError invalid(String message) {
        return AwsError.of("ValidationException", message);
    }
}
