package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.Operation;
import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.json.JsonTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsResponse;
import software.amazon.awssdk.services.cloudformation.model.GetHookResultResponse;
import software.amazon.awssdk.services.cloudformation.model.HookFailureMode;
import software.amazon.awssdk.services.cloudformation.model.HookStatus;
import software.amazon.awssdk.services.cloudformation.model.OnFailure;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/**
 * Creates a stack with an unencrypted cluster, which the hook must refuse, and deletes the stack. The subnet group of the cluster
 * does not exist, so that no cluster is created if the hook does not respond.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/hooks-view-invocations.html">View
 *     invocation summaries for Hooks</a>
 */
final class HookTest implements TemporaryChange.Definition {

    static final String SUBNET_GROUP = "daxguard-doctor-does-not-exist";
    static final String LOGICAL_ID = "UnencryptedCluster";

    private static final String STACK_PREFIX = "daxguard-doctor-hook-test-";
    private static final String HOOK_TYPE = "AWS::CloudFormation::LambdaHook";
    private static final int STACK_TIMEOUT_MINUTES = 10;

    /** Longer than the stack's own time-out, after which CloudFormation deletes it. */
    private static final Duration LIMIT = Duration.ofMinutes(STACK_TIMEOUT_MINUTES + 2);

    private static final Duration DELETION_LIMIT = Duration.ofMinutes(5);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Operation DESCRIBE_SUBNET_GROUPS = Operation.of("dax", "DescribeSubnetGroups");
    private static final Operation CREATE_STACK = Operation.of("cloudformation", "CreateStack");
    private static final Operation DELETE_STACK = Operation.of("cloudformation", "DeleteStack");
    private static final Operation DESCRIBE_STACKS = Operation.of("cloudformation", "DescribeStacks");
    private static final Operation DESCRIBE_EVENTS = Operation.of("cloudformation", "DescribeStackEvents");
    private static final Operation GET_HOOK_RESULT = Operation.of("cloudformation", "GetHookResult");

    private static final String DELETED = "DELETE_COMPLETE";

    private final CheckContext context;
    private final DeployedStack deployed;
    private final RunControl control;
    private final String stackName;
    private String hookType = "";

    /** Also identifies the stack after its deletion; the name, if CloudFormation has not returned the id. */
    private String stackId;

    /** Whether CloudFormation has confirmed the creation. */
    private boolean isAnswered;

    HookTest(CheckContext context, DeployedStack deployed, RunControl control) {
        this.context = context;
        this.deployed = deployed;
        this.control = control;
        this.stackName = TestName.of(STACK_PREFIX, context, control);
        this.stackId = stackName;
    }

    Finding run() {
        Optional<JsonTree> hook = hook();
        if (hook.isEmpty()) {
            return Finding.notChecked(
                    Evidence.of("Not checked: the template of the stack has no hook."),
                    Evidence.of("Deploy with -c hook=fail."));
        }
        String mode = hook.get().text("Properties", "FailureMode").orElse("");
        String status = hook.get().text("Properties", "HookStatus").orElse("");
        if (!mode.equals("FAIL") || !status.equals("ENABLED")) {
            return Finding.notChecked(
                    Evidence.of(
                            "Not checked: the hook's FailureMode is \"%s\" and its HookStatus is \"%s\" in the template of the stack. The test requires FAIL and ENABLED.",
                            Drift.value(mode), Drift.value(status)),
                    Evidence.of("Deploy with -c hook=fail."));
        }
        hookType = hook.get().text("Properties", "Alias").orElse("");
        if (subnetGroupExists()) {
            return Finding.notChecked(
                    Evidence.of(
                            "Not checked: DAX does not report that the subnet group %s does not exist. The test requires that.",
                            SUBNET_GROUP),
                    Evidence.of("Delete this subnet group."));
        }
        return new TemporaryChange(control, this).run();
    }

    private Optional<JsonTree> hook() {
        return deployed.template().object("Resources").stream()
                .flatMap(resources -> resources.members().keySet().stream()
                        .flatMap(id -> resources.object(String.valueOf(id)).stream()))
                .filter(resource -> resource.text("Type").equals(Optional.of(HOOK_TYPE)))
                .findFirst();
    }

    private boolean subnetGroupExists() {
        try {
            context.call(
                    DESCRIBE_SUBNET_GROUPS,
                    configuration -> context.clients()
                            .dax()
                            .describeSubnetGroups(request ->
                                    request.subnetGroupNames(SUBNET_GROUP).overrideConfiguration(configuration)));
            return true;
        } catch (CallFailure e) {
            if (e.code().equals("SubnetGroupNotFoundFault")) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Evidence question() {
        return Evidence.of(
                "Create the CloudFormation stack %s in %s, whose unencrypted cluster the hook must refuse, and delete the stack? The subnet group of the cluster does not exist, so that no cluster is created.",
                Evidence.name("stack", stackName), context.region());
    }

    @Override
    public Evidence created() {
        return Evidence.of("the stack %s", Evidence.name("stack", stackName));
    }

    @Override
    public Evidence removalCommand() {
        return Evidence.of(
                "aws cloudformation delete-stack --region %s --stack-name %s",
                context.region(), Evidence.argument("stack", stackName));
    }

    /** CloudFormation deletes the stack after its failure, also if this process is killed. Its events can be read by its id. */
    @Override
    public void create() {
        try (CloudFormationClient client = newClient()) {
            String id = context.call(
                            CREATE_STACK,
                            TemporaryChange.TIME_LIMIT,
                            configuration -> client.createStack(request -> request.stackName(stackName)
                                    .templateBody(template())
                                    .onFailure(OnFailure.DELETE)
                                    .timeoutInMinutes(STACK_TIMEOUT_MINUTES)
                                    .clientRequestToken(stackName)
                                    .overrideConfiguration(configuration)))
                    .stackId();
            stackId = Objects.requireNonNullElse(id, stackName);
            isAnswered = true;
        }
    }

    private String template() {
        Map<String, ?> properties = Map.of(
                "IAMRoleARN",
                "arn:" + context.partition() + ":iam::" + context.account() + ":role/" + SUBNET_GROUP,
                "NodeType",
                "dax.t3.small",
                "ReplicationFactor",
                1,
                "SubnetGroupName",
                SUBNET_GROUP);
        return JsonTree.write(Map.of(
                "Description",
                "daxguard doctor: a test of the hook. Its cluster cannot be created.",
                "Resources",
                Map.of(LOGICAL_ID, Map.of("Type", ResourceType.DAX_CLUSTER, "Properties", properties))));
    }

    @Override
    public Finding observe() {
        try (CloudFormationClient client = newClient()) {
            String[] last = {""};
            boolean hasEnded = control.waitUntil("waiting for the end of the test stack", LIMIT, INTERVAL, () -> {
                last[0] = status(client);
                return !last[0].isEmpty() && !last[0].endsWith("_IN_PROGRESS");
            });
            if (last[0].isEmpty()) {
                return Finding.undecided(
                        Evidence.of("The responses of DescribeStacks do not have the status of the test stack."),
                        Evidence.of("Run the command again."));
            }
            if (!hasEnded) {
                return Finding.problem(
                        Evidence.of(
                                "The creation of the test stack has not ended within %s s. Its last status is \"%s\".",
                                LIMIT.toSeconds(), last[0]),
                        Evidence.of("Check the events of the stack %s.", Evidence.name("stack", stackName)));
            }
            List<StackEvent> events = events(client);
            Optional<StackEvent> response = events.stream()
                    .filter(event -> hookType.equals(event.hookType()) && !hookType.isEmpty())
                    .filter(event -> event.hookStatus() != HookStatus.HOOK_IN_PROGRESS)
                    .findFirst();
            if (events.isEmpty()) {
                return Finding.undecided(
                        Evidence.of("The response of DescribeStackEvents has no event of the test stack."),
                        Evidence.of("Run the command again."));
            }
            if (response.isEmpty()) {
                return noResponse(events);
            }
            String id = response.get().hookInvocationId();
            Evidence.Identifier hook = Evidence.name("hook", hookType);
            return id == null
                    ? Finding.undecided(
                            Evidence.of(
                                    "The hook %s responded with %s. The event of the stack has no HookInvocationId, so that the message cannot be read.",
                                    hook, orEmpty(response.get().hookStatusAsString())),
                            Evidence.of("Read the message in the CloudFormation console, under Hooks."))
                    : finding(client, id);
        }
    }

    private Finding noResponse(List<StackEvent> events) {
        Evidence reasons = events.stream()
                .filter(event -> LOGICAL_ID.equals(event.logicalResourceId()))
                .filter(event -> orEmpty(event.resourceStatusAsString()).endsWith("_FAILED"))
                .map(event -> Evidence.of(
                        "The cluster failed for another reason: %s",
                        Evidence.name("message", orEmpty(event.resourceStatusReason()))))
                .findFirst()
                .orElse(Evidence.NONE);
        return Finding.problem(
                Evidence.of(
                                "The hook %s did not respond: no event of the stack names it.",
                                Evidence.name("hook", hookType))
                        .and(reasons),
                Evidence.of("Check in the CloudFormation console, under Hooks, that it exists and is enabled."));
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetHookResult.html">GetHookResult</a> */
    private Finding finding(CloudFormationClient client, String id) {
        GetHookResultResponse result = context.call(
                GET_HOOK_RESULT,
                configuration ->
                        client.getHookResult(request -> request.hookResultId(id).overrideConfiguration(configuration)));
        Evidence.Identifier hook = Evidence.name("hook", hookType);
        Object message = Evidence.name("message", orEmpty(result.hookStatusReason()));
        if (result.status() != HookStatus.HOOK_COMPLETE_FAILED) {
            Evidence evidence = Evidence.of(
                    "The hook %s did not refuse an unencrypted cluster. Status: %s. Message: %s",
                    hook, orEmpty(result.statusAsString()), message);
            return result.status() == HookStatus.HOOK_COMPLETE_SUCCEEDED || result.status() == HookStatus.HOOK_FAILED
                    ? Finding.problem(evidence, Evidence.of("Check the log of the hook function, and its exemptions."))
                    : Finding.undecided(evidence, Evidence.of("Run the command again."));
        }
        if (result.failureMode() == null
                || result.failureMode() == HookFailureMode.UNKNOWN_TO_SDK_VERSION
                || result.hookStatusReason() == null) {
            return Finding.undecided(
                    Evidence.of("The response of GetHookResult does not have the failure mode and the message."),
                    Evidence.of("Run the command again."));
        }
        if (result.failureMode() != HookFailureMode.FAIL) {
            return Finding.problem(
                    Evidence.of(
                            "The hook %s refused an unencrypted cluster, but its failure mode was \"%s\", so that CloudFormation continued. Message: %s",
                            hook, orEmpty(result.failureModeAsString()), message),
                    Evidence.of("Deploy with -c hook=fail."));
        }
        if (!orEmpty(result.hookStatusReason()).contains(LOGICAL_ID + " (" + ResourceType.DAX_CLUSTER + "): ")) {
            return Finding.problem(
                    Evidence.of(
                            "The hook %s failed without daxguard's refusal of the cluster. Message: %s", hook, message),
                    Evidence.of("Check the log of the hook function."));
        }
        return Finding.ok(Evidence.of(
                "The hook %s refused an unencrypted cluster before CloudFormation created it. Message: %s",
                hook, message));
    }

    private List<StackEvent> events(CloudFormationClient client) {
        List<StackEvent> events = new ArrayList<>();
        context.readPages(DESCRIBE_EVENTS, token -> {
            DescribeStackEventsResponse page = context.call(
                    DESCRIBE_EVENTS,
                    configuration -> client.describeStackEvents(request ->
                            request.stackName(stackId).nextToken(token).overrideConfiguration(configuration)));
            page.stackEvents().stream().filter(Objects::nonNull).forEach(events::add);
            return page.nextToken();
        });
        return events;
    }

    /** The status of the stack; empty if the response does not contain it. */
    private String status(CloudFormationClient client) {
        return context
                .call(
                        DESCRIBE_STACKS,
                        configuration -> client.describeStacks(
                                request -> request.stackName(stackId).overrideConfiguration(configuration)))
                .stacks()
                .stream()
                .flatMap(stack -> stack == null ? Stream.empty() : Stream.ofNullable(stack.stackStatusAsString()))
                .findFirst()
                .orElse("");
    }

    @Override
    public void remove() {
        try (CloudFormationClient client = newClient()) {
            context.call(
                    DELETE_STACK,
                    TemporaryChange.TIME_LIMIT,
                    configuration -> client.deleteStack(
                            request -> request.stackName(stackName).overrideConfiguration(configuration)));
        }
    }

    @Override
    public boolean isRemoved() {
        try (CloudFormationClient client = newClient()) {
            String[] last = {""};
            control.waitUntil("waiting for the deletion of the test stack", DELETION_LIMIT, INTERVAL, () -> {
                last[0] = status(client);
                return last[0].equals(DELETED) || last[0].equals("DELETE_FAILED");
            });
            return last[0].equals(DELETED);
        } catch (CallFailure e) {
            if (isUnknownStack(e)) {
                // If the result of the creation is not known, the stack can be created later.
                return isAnswered;
            }
            throw e;
        }
    }

    /** By its name, a deleted stack does not exist. CloudFormation has no error code of its own for that. */
    private static boolean isUnknownStack(CallFailure e) {
        return e.code().equals("ValidationError") && e.awsMessage().endsWith("does not exist");
    }

    private CloudFormationClient newClient() {
        return context.clients().newClient(CloudFormationClient.builder());
    }

    private static String orEmpty(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
