package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An execution of a Systems Manager runbook in the response of {@code GetAutomationExecution}. It does not run.
 *
 * @param id 36 characters
 * @param document the runbook's name
 * @param status {@code InProgress}, {@code Waiting}, {@code Success}, ...
 * @param parameters the values by parameter name
 * @param steps those that have started, in order
 * @param truncated whether Systems Manager returns only a part of the steps
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecution.html">
 *     AutomationExecution</a>
 */
public record LocalExecution(
        String id,
        String document,
        String status,
        Map<String, List<String>> parameters,
        List<Step> steps,
        boolean truncated) {

    /**
     * A step that has started.
     *
     * @param action such as {@code aws:approve}
     * @param status {@code InProgress}, {@code Success}, {@code Failed}, ...
     * @param inputs the inputs as strings; a list as JSON; can be null
     */
    public record Step(
            String name,
            String action,
            String status,
            @Nullable Map<String, String> inputs) {}

    public LocalExecution {
        parameters = Map.copyOf(parameters);
        steps = List.copyOf(steps);
    }

    /** An execution that is in progress and has not started a step. */
    public static LocalExecution inProgress(String id, String document, Map<String, List<String>> parameters) {
        return new LocalExecution(id, document, "InProgress", parameters, List.of(), false);
    }

    /** With this step in addition. */
    public LocalExecution step(String name, String action, String stepStatus) {
        return step(name, action, stepStatus, Map.of());
    }

    /** With this step in addition. */
    public LocalExecution step(String name, String action, String stepStatus, Map<String, String> inputs) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(name, action, stepStatus, inputs));
        return new LocalExecution(id, document, status, parameters, more, truncated);
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("AutomationExecutionId", id)
                .put("DocumentName", document)
                .put("DocumentVersion", "1")
                .put("AutomationExecutionStatus", status)
                .put("StepExecutionsTruncated", truncated)
                .put("Mode", "Auto");
        ObjectNode values = json.putObject("Parameters");
        parameters.forEach((name, list) -> list.forEach(values.putArray(name)::add));
        ArrayNode started = json.putArray("StepExecutions");
        for (Step step : steps) {
            ObjectNode one = started.addObject()
                    .put("StepName", step.name())
                    .put("Action", step.action())
                    .put("StepStatus", step.status());
            ObjectNode inputs = one.putObject("Inputs");
            Objects.requireNonNullElse(step.inputs(), Map.<String, String>of()).forEach(inputs::put);
        }
        return json;
    }
}
