package io.github.daxguard.replacement;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.JsonService;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Executions of the runbook, each of which proves that the deletion of one cluster was approved.
 *
 * <p>Whoever may invoke the function can send any request. So the function deletes a cluster only within an execution of
 * which Systems Manager itself reports that it is in progress, runs the runbook, is about this cluster, and was approved.
 *
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetAutomationExecution.html">
 *     GetAutomationExecution</a>
 */
public final class ApprovedExecutions {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final JsonService ssm;

    /** The executions that this client reads. */
    public ApprovedExecutions(JsonService ssm) {
        this.ssm = ssm;
    }

    /**
     * Requires that the request is part of an approved execution. Costs one GetAutomationExecution.
     *
     * @throws InvalidStepRequestException if the request has no valid execution id
     * @throws RefusedStepException if the execution does not prove the approval
     * @throws ReplacementException if Systems Manager does not answer, or its answer cannot be used
     */
    void require(StepRequest request, AwsCalls calls) {
        String id = request.executionId();
        if (!ID.matcher(id).matches()) {
            throw InvalidStepRequestException.of(
                    "executionId",
                    id.isEmpty() ? "missing, which" : JsonTree.describe(id),
                    "the id of the execution of the runbook " + Runbook.NAME
                            + " which sends the request, such as 4105a4fc-f944-11e6-9d32-0a1b2c3d495e");
        }
        List<String> blockers = read(id, calls)
                .map(execution -> blockers(execution, request.replacement()))
                .orElseGet(() -> List.of("there is no such execution"));
        if (!blockers.isEmpty()) {
            throw new RefusedStepException(request.replacement().cluster() + " was not deleted: execution " + id
                    + " does not prove an approval: " + String.join("; ", blockers) + ". Start the runbook "
                    + Runbook.NAME + ", and have its step " + Runbook.APPROVE_STEP + " approved.");
        }
    }

    /** Empty if Systems Manager does not know it. */
    private Optional<JsonTree> read(String id, AwsCalls calls) {
        String input = JsonTree.write(Map.of("AutomationExecutionId", id));
        Optional<String> answer =
                calls.call(Operation.GET_AUTOMATION_EXECUTION, ReplacementException::new, configuration -> {
                    try {
                        return Optional.of(
                                ssm.call(Operation.GET_AUTOMATION_EXECUTION.awsName(), input, configuration));
                    } catch (AwsServiceException e) {
                        if ("AutomationExecutionNotFoundException"
                                .equals(e.awsErrorDetails().errorCode())) {
                            return Optional.empty();
                        }
                        throw e;
                    }
                });
        return answer.map(json -> execution(json, id, calls));
    }

    private static JsonTree execution(String json, String id, AwsCalls calls) {
        try {
            Optional<JsonTree> execution = JsonTree.read(json).object("AutomationExecution");
            if (execution
                    .flatMap(found -> found.text("AutomationExecutionId"))
                    .filter(id::equals)
                    .isPresent()) {
                return execution.get();
            }
        } catch (InvalidJsonException e) {
            throw unusable(calls, e);
        }
        throw unusable(calls, null);
    }

    private static ReplacementException unusable(AwsCalls calls, @Nullable InvalidJsonException cause) {
        return new ReplacementException(
                calls.failed(
                        Operation.GET_AUTOMATION_EXECUTION,
                        "the answer does not hold the execution that was asked for"),
                cause);
    }

    private static List<String> blockers(JsonTree execution, ReplacementRequest request) {
        List<String> blockers = new ArrayList<>();
        require(
                blockers,
                "it runs",
                Runbook.NAME,
                execution.text("DocumentName").orElse(""));
        require(
                blockers,
                "its status is",
                "InProgress",
                execution.text("AutomationExecutionStatus").orElse(""));
        require(blockers, "it replaces", request.cluster(), parameter(execution, Runbook.CLUSTER_NAME));
        String twin = parameter(execution, Runbook.TWIN_NAME);
        require(
                blockers,
                "its replacement cluster is",
                request.twin(),
                twin.isEmpty() ? ReplacementRequest.defaultTwin(request.cluster()) : twin);
        require(blockers, "its node type is", request.nodeType().orElse(""), parameter(execution, Runbook.NODE_TYPE));
        Set<String> accepted = ReplacementRequest.listed(parameter(execution, Runbook.ACCEPT_DIFFERENCES)).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        request.acceptDifferences().stream()
                .map(Attribute::jsonName)
                .filter(name -> !accepted.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(name -> blockers.add("it does not accept the difference " + name));
        if (!isApproved(execution)) {
            blockers.add("its step " + Runbook.APPROVE_STEP + " has not succeeded");
        }
        return blockers;
    }

    private static void require(List<String> blockers, String what, String expected, String received) {
        if (!received.equalsIgnoreCase(expected)) {
            blockers.add(what + " " + shown(received) + ", not " + shown(expected));
        }
    }

    private static String shown(String value) {
        return value.isEmpty() ? "none" : JsonTree.describe(value);
    }

    /** A parameter's only value; Systems Manager reports a list of values for each. */
    private static String parameter(JsonTree execution, String name) {
        return execution
                .list("Parameters", name)
                .map(values -> values.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .orElse("");
    }

    /** Whether there is an approval, and none that did not succeed. */
    private static boolean isApproved(JsonTree execution) {
        List<JsonTree> approvals = execution.list("StepExecutions").orElse(List.of()).stream()
                .filter(Map.class::isInstance)
                .map(step -> JsonTree.of((Map<?, ?>) step))
                .filter(step -> step.text("StepName")
                        .filter(Runbook.APPROVE_STEP::equals)
                        .isPresent())
                .toList();
        return !approvals.isEmpty()
                && approvals.stream()
                        .allMatch(step -> step.text("Action")
                                        .filter("aws:approve"::equals)
                                        .isPresent()
                                && step.text("StepStatus")
                                        .filter("Success"::equals)
                                        .isPresent());
    }
}
