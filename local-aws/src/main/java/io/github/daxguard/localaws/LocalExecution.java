package io.github.daxguard.localaws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An execution of a Systems Manager runbook, as {@code GetAutomationExecution} shows it. It does nothing.
 *
 * @param id 36 characters
 * @param document the runbook's name
 * @param status {@code InProgress}, {@code Waiting}, {@code Success}, ...
 * @param parameters each with its values
 * @param steps those that have started, in order
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecution.html">
 *     AutomationExecution</a>
 */
public record LocalExecution(
        String id, String document, String status, Map<String, List<String>> parameters, List<Step> steps) {

    /**
     * A step that has started.
     *
     * @param action such as {@code aws:approve}
     * @param status {@code InProgress}, {@code Success}, {@code Failed}, ...
     */
    public record Step(String name, String action, String status) {}

    public LocalExecution {
        parameters = Map.copyOf(parameters);
        steps = List.copyOf(steps);
    }

    /** An execution that is in progress, and of which no step has started yet. */
    public static LocalExecution inProgress(String id, String document, Map<String, List<String>> parameters) {
        return new LocalExecution(id, document, "InProgress", parameters, List.of());
    }

    /** With this step in addition. */
    public LocalExecution step(String name, String action, String stepStatus) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(name, action, stepStatus));
        return new LocalExecution(id, document, status, parameters, more);
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("AutomationExecutionId", id)
                .put("DocumentName", document)
                .put("DocumentVersion", "1")
                .put("AutomationExecutionStatus", status)
                .put("StepExecutionsTruncated", false)
                .put("Mode", "Auto");
        ObjectNode values = json.putObject("Parameters");
        parameters.forEach((name, list) -> list.forEach(values.putArray(name)::add));
        ArrayNode started = json.putArray("StepExecutions");
        for (Step step : steps) {
            started.addObject()
                    .put("StepName", step.name())
                    .put("Action", step.action())
                    .put("StepStatus", step.status());
        }
        return json;
    }
}
