package io.github.daxguard.replacement;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.Operation;
import io.github.daxguard.aws.SystemsManager;
import io.github.daxguard.contract.Runbook;
import io.github.daxguard.contract.StepMembers;
import io.github.daxguard.json.InvalidJsonException;
import io.github.daxguard.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Executions of the runbook, each of which proves that the deletion of one cluster was approved.
 *
 * <p>Any principal with {@code lambda:InvokeFunction} can send any request. So the function deletes a cluster only within an
 * execution of which Systems Manager itself reports that it is in progress, runs the runbook, names this cluster, and was
 * approved; and only if the request is not weaker than what was approved.
 *
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetAutomationExecution.html">
 *     GetAutomationExecution</a>
 */
public final class ApprovedExecutions {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final String APPROVAL = "aws:approve";

    private final SystemsManager ssm;
    private final List<String> approvers;

    /**
     * The executions that this client reads.
     *
     * @param approvers those of the deployment; if there are none, an execution's approvers are not checked
     */
    public ApprovedExecutions(SystemsManager ssm, List<String> approvers) {
        this.ssm = ssm;
        this.approvers = List.copyOf(approvers);
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
            String accepted = "the id of the execution of the runbook " + Runbook.NAME
                    + " which sends the request, such as 4105a4fc-f944-11e6-9d32-0a1b2c3d495e";
            throw id.isEmpty()
                    ? InvalidStepRequestException.missing(StepMembers.EXECUTION_ID, accepted)
                    : InvalidStepRequestException.of(StepMembers.EXECUTION_ID, JsonTree.describe(id), accepted);
        }
        List<String> blockers = read(id, calls)
                .map(execution -> blockers(execution, request.replacement()))
                .orElseGet(() -> List.of("the execution does not exist"));
        if (!blockers.isEmpty()) {
            throw new RefusedStepException(
                    Blocker.of(request.replacement().cluster() + " was not deleted: execution " + id
                            + " does not prove an approval: " + String.join("; ", blockers) + ". Start the runbook "
                            + Runbook.NAME + ", and have its step " + Runbook.APPROVE_STEP + " approved."));
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
        @Nullable InvalidJsonException cause = null;
        try {
            Optional<JsonTree> execution = JsonTree.read(json).object("AutomationExecution");
            if (execution.isPresent()
                    && execution.get().text("AutomationExecutionId").orElse(id).equals(id)) {
                return execution.get();
            }
        } catch (InvalidJsonException e) {
            cause = e;
        }
        throw new ReplacementException(
                calls.failed(
                        Operation.GET_AUTOMATION_EXECUTION, "the response does not contain the requested execution"),
                cause);
    }

    private List<String> blockers(JsonTree execution, ReplacementRequest request) {
        List<String> blockers = new ArrayList<>();
        String document = execution.text("DocumentName").orElse("");
        String status = execution.text("AutomationExecutionStatus").orElse("");
        compare(blockers, "it runs", Runbook.NAME, document);
        compare(blockers, "its status is", "InProgress", status);
        compare(blockers, "it replaces", request.cluster(), parameter(execution, Runbook.CLUSTER_NAME));
        compare(
                blockers,
                "its replacement cluster is",
                request.replacementCluster(),
                orElse(
                        parameter(execution, Runbook.REPLACEMENT_CLUSTER_NAME),
                        ReplacementRequest.defaultReplacement(request.cluster())));
        compare(blockers, "its node type is", request.nodeType().orElse(""), parameter(execution, Runbook.NODE_TYPE));
        compare(
                blockers,
                "its endpoint encryption is",
                request.endpointEncryption().jsonName(),
                orElse(parameter(execution, Runbook.ENDPOINT_ENCRYPTION), EndpointEncryption.KEEP.jsonName()));
        String quiet = parameter(execution, Runbook.QUIET_MINUTES);
        if (!quiet.isEmpty()
                && ReplacementPolicy.quietMinutes(quiet)
                        .filter(approved -> request.quiet().compareTo(approved) >= 0)
                        .isEmpty()) {
            blockers.add("its quiet time is " + shown(quiet) + " minutes, and the requested one is "
                    + request.quiet().toMinutes());
        }
        Set<Attribute> unaccepted = new TreeSet<>(request.acceptDifferences());
        unaccepted.removeAll(accepted(execution));
        unaccepted.forEach(attribute -> blockers.add("it does not accept the difference " + attribute.jsonName()));
        approvalBlocker(execution).ifPresent(blockers::add);
        return blockers;
    }

    /** A list that cannot be read accepts nothing. */
    private static Set<Attribute> accepted(JsonTree execution) {
        try {
            return Attribute.ofList(parameter(execution, Runbook.ACCEPT_DIFFERENCES));
        } catch (InvalidStepRequestException e) {
            return Set.of();
        }
    }

    private static void compare(List<String> blockers, String what, String expected, String received) {
        if (!received.equalsIgnoreCase(expected)) {
            blockers.add(what + " " + shown(received) + ", not " + shown(expected));
        }
    }

    private static String orElse(String value, String other) {
        return value.isEmpty() ? other : value;
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

    /** Every step of the approval's name must have succeeded, and there must be one. */
    private Optional<String> approvalBlocker(JsonTree execution) {
        List<JsonTree> approvals = execution.list("StepExecutions").orElse(List.of()).stream()
                .filter(Map.class::isInstance)
                .map(step -> JsonTree.of((Map<?, ?>) step))
                .filter(step -> step.text("StepName")
                        .filter(Runbook.APPROVE_STEP::equals)
                        .isPresent())
                .toList();
        if (approvals.isEmpty() && Boolean.TRUE.equals(execution.at("StepExecutionsTruncated"))) {
            return Optional.of("Systems Manager returned only a part of its steps, without " + Runbook.APPROVE_STEP);
        }
        boolean approved = !approvals.isEmpty()
                && approvals.stream()
                        .allMatch(step -> step.text("Action").orElse(APPROVAL).equals(APPROVAL)
                                && step.text("StepStatus")
                                        .filter("Success"::equals)
                                        .isPresent());
        if (!approved) {
            return Optional.of("its step " + Runbook.APPROVE_STEP + " has not succeeded");
        }
        // An older version of the runbook can still be started.
        return approvers.isEmpty() || approvals.stream().allMatch(this::isAskedOfTheApprovers)
                ? Optional.empty()
                : Optional.of("its approvers are not those of the deployment, as in an older version of the runbook");
    }

    /** Systems Manager reports the inputs of a step as text; a list as JSON. */
    private boolean isAskedOfTheApprovers(JsonTree step) {
        Set<String> asked = Stream.of(
                        step.text("Inputs", "Approvers").orElse("").split("[\\[\\]\",\\s]+"))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        return asked.equals(Set.copyOf(approvers));
    }
}
