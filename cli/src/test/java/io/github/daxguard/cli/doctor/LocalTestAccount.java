package io.github.daxguard.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.daxguard.emulator.AwsError;
import io.github.daxguard.emulator.Call;
import io.github.daxguard.emulator.LocalCluster;
import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import io.github.daxguard.template.HookRequest;
import io.github.daxguard.template.HookResponse;
import io.github.daxguard.template.TemplateHook;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A deployment with near-real-time detection, hook and runbook, in an account with the cluster {@code orders}. */
final class LocalTestAccount {

    static final String STACK = "DaxGuard";
    static final String CLUSTER = "orders";
    static final String CHANGE_LOG = "/aws/lambda/changes";
    static final String RULE_LOG = "/aws/lambda/rule";
    static final String RUNBOOK = "DaxGuard-ReplaceCluster";
    static final String HOOK = "Daxguard::DAX::Encryption";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String INVOCATION = "5b4c6d4e-0000-4000-8000-000000000001";

    /** A line of a log, which CloudWatch Logs returns from this time. */
    private record Line(String group, Instant time, String text) {}

    private final DoctorScenario doctor;
    final Map<String, String> outputs =
            new TreeMap<>(Map.of("ChangeLogGroup", CHANGE_LOG, "LogGroup", RULE_LOG, "ReplacementRunbook", RUNBOOK));
    final ObjectNode template = JSON.objectNode();
    final ObjectNode hook;
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, String> stacks = new LinkedHashMap<>();
    private final Map<String, ObjectNode> executions = new LinkedHashMap<>();
    private final ArrayNode events = JSON.arrayNode();
    private final ObjectNode hookResult = JSON.objectNode();
    private Consumer<ArrayNode> changeOfEvents = all -> {};
    private Consumer<ObjectNode> changeOfHookResult = result -> {};
    private Consumer<ObjectNode> changeOfExecution = execution -> {};
    private List<String> statesOfStack = List.of("CREATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "DELETE_COMPLETE");
    private String stateAfterDeletion = "DELETE_COMPLETE";
    private boolean subnetGroupExists;
    private int readStates;

    LocalTestAccount(DoctorScenario doctor) {
        this.doctor = doctor;
        doctor.state.putCluster(LocalCluster.named(CLUSTER));
        hook = template.putObject("Resources")
                .putObject("HookActivation")
                .put("Type", "AWS::CloudFormation::LambdaHook")
                .putObject("Properties")
                .put("Alias", HOOK)
                .put("FailureMode", "FAIL")
                .put("HookStatus", "ENABLED");
        answer("cloudformation", "DescribeStacks", this::describeStacks);
        answer("cloudformation", "GetTemplate", call -> object().put("TemplateBody", template.toString()));
        answer("cloudformation", "CreateStack", this::createStack);
        answer("cloudformation", "DeleteStack", this::deleteStack);
        answer("cloudformation", "DescribeStackEvents", this::describeEvents);
        answer("cloudformation", "GetHookResult", this::getHookResult);
        answer("dax", "DescribeSubnetGroups", this::describeSubnetGroups);
        answer("logs", "FilterLogEvents", this::filterLogEvents);
        answer("ssm", "StartAutomationExecution", this::startExecution);
        answer("ssm", "GetAutomationExecution", this::getExecution);
        answer("ssm", "StopAutomationExecution", this::stopExecution);
        line(CHANGE_LOG, 90, changeLine("started", "CreateCluster other, TagResource " + arn()));
        line(RULE_LOG, 95, runLine());
    }

    private void answer(String service, String operation, java.util.function.Function<Call, ObjectNode> handler) {
        doctor.aws.answer(service, operation, handler);
    }

    String arn() {
        return arn(CLUSTER);
    }

    static String arn(String cluster) {
        return "arn:aws:dax:eu-west-1:111122223333:cache/" + cluster;
    }

    static String changeLine(String start, String changed) {
        return object().put("outcome", "succeeded")
                .put("start", start)
                .put("changed", changed)
                .toString();
    }

    static String runLine() {
        return object().put("outcome", "succeeded")
                .put("messageType", "ScheduledNotification")
                .put("mode", "report")
                .toString();
    }

    /** The log of this function has no lines. */
    void clearLog(String group) {
        lines.removeIf(line -> line.group().equals(group));
    }

    /** Adds a line, this number of seconds after the start. */
    void line(String group, long second, String text) {
        lines.add(new Line(group, DoctorScenario.START.plusSeconds(second), text));
    }

    /** The status of the test stack at each request; the last one remains. */
    void stackStates(String... states) {
        statesOfStack = List.of(states);
    }

    void stateAfterDeletion(String state) {
        stateAfterDeletion = state;
    }

    /** Changes the events of the test stack. */
    void changeEvents(Consumer<ArrayNode> change) {
        changeOfEvents = change;
    }

    /** The hook does not respond, and the creation of the cluster fails. */
    void silenceHook() {
        changeEvents(all -> {
            all.removeAll();
            all.addObject()
                    .put("LogicalResourceId", "UnencryptedCluster")
                    .put("ResourceStatus", "CREATE_FAILED")
                    .put("ResourceStatusReason", "Subnet group not found");
        });
    }

    void changeHookResult(Consumer<ObjectNode> change) {
        changeOfHookResult = change;
    }

    /** Changes the execution of the runbook, which has failed in the step {@code plan}. */
    void changeExecution(Consumer<ObjectNode> change) {
        changeOfExecution = change;
    }

    void createSubnetGroup() {
        subnetGroupExists = true;
    }

    /** What the tests have created and not removed. */
    List<String> leftovers() {
        List<String> leftovers = new ArrayList<>();
        doctor.state.cluster(CLUSTER).stream()
                .flatMap(cluster -> cluster.tags().keySet().stream())
                .filter(key -> key.startsWith("daxguard"))
                .forEach(leftovers::add);
        leftovers.addAll(stacks.keySet());
        executions.forEach((id, execution) -> {
            if (!List.of("Failed", "Cancelled")
                    .contains(execution.path("AutomationExecutionStatus").asText())) {
                leftovers.add(id);
            }
        });
        return leftovers;
    }

    private ObjectNode describeStacks(Call call) {
        String name = call.body().path("StackName").asText();
        ObjectNode stack = object().put("StackName", name).put("StackId", stackId(name));
        if (name.equals(STACK)) {
            ArrayNode list = stack.put("StackStatus", "CREATE_COMPLETE").putArray("Outputs");
            outputs.forEach(
                    (key, value) -> list.addObject().put("OutputKey", key).put("OutputValue", value));
        } else if (stacks.isEmpty() && !name.startsWith("arn:")) {
            throw AwsError.of("ValidationError", "Stack with id " + name + " does not exist");
        } else {
            stack.put(
                    "StackStatus",
                    stacks.isEmpty()
                            ? stateAfterDeletion
                            : statesOfStack.get(Math.min(readStates++, statesOfStack.size() - 1)));
        }
        return list("Stacks", stack);
    }

    private static String stackId(String name) {
        return name.startsWith("arn:") ? name : "arn:aws:cloudformation:eu-west-1:111122223333:stack/" + name + "/1";
    }

    /** The hook function itself evaluates the cluster, so that a change of its message is noticed. */
    private ObjectNode createStack(Call call) {
        String name = call.body().path("StackName").asText();
        stacks.put(name, name);
        JsonTree resource = JsonTree.read(call.body().path("TemplateBody").asText())
                .object("Resources", "UnencryptedCluster")
                .orElseThrow();
        HookResponse response = new TemplateHook(List.of(Control.values()), RuleParameters.parse(Map.of()))
                .evaluate(
                        new HookRequest(
                                "CREATE_PRE_PROVISION",
                                resource.text("Type").orElseThrow(),
                                "UnencryptedCluster",
                                resource.object("Properties"),
                                Optional.empty(),
                                Optional.empty()),
                        LocalDate.EPOCH);
        hookResult
                .put("HookResultId", INVOCATION)
                .put("TypeName", HOOK)
                .put("FailureMode", "FAIL")
                .put("Status", "HOOK_COMPLETE_FAILED")
                .put("HookStatusReason", "Hook failed with message: " + response.message());
        events.add(event("HOOK_IN_PROGRESS", HOOK));
        events.add(event("HOOK_COMPLETE_SUCCEEDED", "Other::Hook::Type"));
        events.add(event("HOOK_COMPLETE_FAILED", HOOK));
        return object().put("StackId", stackId(name));
    }

    private static ObjectNode event(String status, String type) {
        return object().put("LogicalResourceId", "UnencryptedCluster")
                .put("ResourceStatus", "CREATE_IN_PROGRESS")
                .put("HookType", type)
                .put("HookStatus", status)
                .put("HookInvocationId", INVOCATION);
    }

    private ObjectNode deleteStack(Call call) {
        stacks.remove(call.body().path("StackName").asText());
        return object();
    }

    /** Each event on its own page, after an empty one. */
    private ObjectNode describeEvents(Call call) {
        if (!call.body().path("StackName").asText().startsWith("arn:")) {
            throw AwsError.of("ValidationError", "The events of a deleted stack require its id");
        }
        ArrayNode all = events.deepCopy();
        changeOfEvents.accept(all);
        int page = call.body().path("NextToken").asInt(0);
        ObjectNode result = object();
        ArrayNode list = result.putArray("StackEvents");
        if (page > 0) {
            list.add(all.path(page - 1));
        }
        if (page < all.size()) {
            result.put("NextToken", String.valueOf(page + 1));
        }
        return result;
    }

    private ObjectNode getHookResult(Call call) {
        if (!call.body().path("HookResultId").asText().equals(INVOCATION)) {
            throw AwsError.of("HookResultNotFound", "Unknown");
        }
        ObjectNode result = hookResult.deepCopy();
        changeOfHookResult.accept(result);
        return result;
    }

    private ObjectNode describeSubnetGroups(Call call) {
        if (!subnetGroupExists) {
            throw AwsError.of("SubnetGroupNotFoundFault", "Subnet group not found");
        }
        return list("SubnetGroups", object().put("SubnetGroupName", "daxguard-doctor-does-not-exist"));
    }

    /** Those until now. The first page is empty. */
    private ObjectNode filterLogEvents(Call call) {
        ObjectNode result = object();
        ArrayNode found = result.putArray("events");
        if (call.body().path("nextToken").isMissingNode()) {
            found.addNull();
            return result.put("nextToken", "2");
        }
        long start = call.body().path("startTime").asLong();
        lines.stream()
                .filter(line ->
                        line.group().equals(call.body().path("logGroupName").asText()))
                .filter(line ->
                        line.time().toEpochMilli() >= start && !line.time().isAfter(doctor.clock.instant()))
                .forEach(line -> found.addObject()
                        .put("timestamp", line.time().toEpochMilli())
                        .put("message", line.text()));
        return result;
    }

    private ObjectNode startExecution(Call call) {
        String id = "6c5d7e5f-0000-4000-8000-000000000001";
        String cluster =
                call.body().path("Parameters").path("ClusterName").path(0).asText();
        ObjectNode execution = object().put("AutomationExecutionId", id)
                .put("AutomationExecutionStatus", "InProgress")
                .put("cluster", cluster);
        executions.put(id, execution);
        return object().put("AutomationExecutionId", id);
    }

    /** In progress at the first request, and then ended. */
    private ObjectNode getExecution(Call call) {
        ObjectNode execution =
                executions.get(call.body().path("AutomationExecutionId").asText());
        if (execution == null) {
            throw AwsError.of("AutomationExecutionNotFoundException", "Unknown");
        }
        ObjectNode shown = execution.deepCopy();
        if (doctor.aws.calls("GetAutomationExecution").size() > 1) {
            execution.put("AutomationExecutionStatus", "Failed");
            shown.put("AutomationExecutionStatus", "Failed");
            ArrayNode steps = shown.putArray("StepExecutions");
            steps.addNull();
            steps.addObject().put("StepName", "tagExecution").put("StepStatus", "Success");
            steps.addObject()
                    .put("StepName", "plan")
                    .put("StepStatus", "Failed")
                    .put(
                            "FailureMessage",
                            "The function failed: "
                                    + refusal(execution.path("cluster").asText()));
            steps.addObject().put("StepName", "notifyNothingDeleted").put("StepStatus", "Success");
            changeOfExecution.accept(shown);
            execution.put(
                    "AutomationExecutionStatus",
                    shown.path("AutomationExecutionStatus").asText());
        }
        return object().set("AutomationExecution", shown);
    }

    /** As the replacement function states it. */
    static String refusal(String cluster) {
        return cluster + " cannot be replaced now: There is no DAX cluster " + cluster
                + " in account 111122223333, eu-west-1.";
    }

    private ObjectNode stopExecution(Call call) {
        ObjectNode execution =
                executions.get(call.body().path("AutomationExecutionId").asText());
        if (execution == null || !call.body().path("Type").asText().equals("Cancel")) {
            throw AwsError.of("AutomationExecutionNotFoundException", "Unknown");
        }
        execution.put("AutomationExecutionStatus", "Cancelled");
        return object();
    }

    private static ObjectNode object() {
        return JSON.objectNode();
    }

    private static ObjectNode list(String member, JsonNode element) {
        ObjectNode result = object();
        result.putArray(member).add(element);
        return result;
    }
}
