package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The Systems Manager operation {@code GetAutomationExecution}. */
final class SsmService {
    private final Function<Location, EmulatorState> states;

    SsmService(Function<Location, EmulatorState> states) {
        this.states = states;
    }

    Map<String, ServiceOperation> operations() {
        return Map.of("GetAutomationExecution", this::getAutomationExecution);
    }

    private ObjectNode getAutomationExecution(Request request) {
        Violations violations = new Violations();
        Optional<String> id = request.members().text("AutomationExecutionId");
        violations.length(id, "automationExecutionId", 36, 36);
        String executionId = violations.required(id, "automationExecutionId");
        violations.check();
        LocalExecution execution = states.apply(request.location())
                .execution(executionId)
                .orElseThrow(() -> AwsError.of(
                        "AutomationExecutionNotFoundException",
                        "Automation execution with ID " + executionId + " does not exist"));
        ObjectNode result = Json.object();
        result.set("AutomationExecution", execution.json());
        return result;
    }
}
