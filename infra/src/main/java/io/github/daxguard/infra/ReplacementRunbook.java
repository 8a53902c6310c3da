package io.github.daxguard.infra;

import io.github.daxguard.contract.Runbook;
import io.github.daxguard.replacement.Attribute;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The runbook that replaces a cluster: it creates a replacement cluster, waits for an approval, waits until the source cluster
 * is quiet, and deletes it.
 *
 * <p>Who approves, the shortest quiet time and whether metrics are required are settings of the deployment: the principal that
 * starts an execution cannot change them.
 *
 * <p>Whatever fails leaves both clusters as they are, and no way leads on from there; it is told on the topic of approvals,
 * but for what fails inside the loop. Each step can be repeated.
 *
 * @param functionName of the function that does the work
 * @param topicArn where approval is asked for, and where a stop is told
 * @param roleArn of the role that it works with unless who starts it gives another
 * @param approvers who may approve
 * @param endpointParameterPath below it the function may write the new endpoint
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html">Systems Manager
 *     Automation actions reference</a>
 */
record ReplacementRunbook(
        String functionName, String topicArn, String roleArn, List<String> approvers, String endpointParameterPath) {

    static final String NAME = Runbook.NAME;

    static final String CLUSTER_NAME = Runbook.CLUSTER_NAME;
    static final String ENDPOINT_ENCRYPTION = Runbook.ENDPOINT_ENCRYPTION;
    static final String ASSUME_ROLE = "AutomationAssumeRole";

    /** The tag of the runbook's executions; its value is {@link #NAME}. */
    static final String TAG = "daxguard:runbook";

    private static final String TWIN_NAME = Runbook.TWIN_NAME;
    private static final String NODE_TYPE = Runbook.NODE_TYPE;
    private static final String ACCEPT_DIFFERENCES = Runbook.ACCEPT_DIFFERENCES;
    private static final String ENDPOINT_PARAMETER = "EndpointParameter";
    private static final String QUIET_MINUTES = Runbook.QUIET_MINUTES;
    private static final String NODE_QUOTA = "NodeQuota";

    private static final String TAG_EXECUTION = "tagExecution";
    private static final String PLAN = "plan";
    private static final String CREATE = "create";
    private static final String WAIT_FOR_TWIN = "waitForTwin";
    private static final String VERIFY = "verify";
    private static final String ONLY_IF_VERIFIED = "onlyIfVerified";
    private static final String APPROVE = Runbook.APPROVE_STEP;
    private static final String WAIT_UNTIL_QUIET = "waitUntilQuiet";
    private static final String PAUSE = "pause";
    private static final String ASK_WHETHER_QUIET = "askWhetherQuiet";
    private static final String REQUIRE_QUIET = "requireQuiet";
    private static final String ONLY_IF_QUIET = "onlyIfQuiet";
    private static final String DELETE = "delete";
    private static final String TELL_DELETED = "tellDeleted";
    private static final String TELL_NOTHING_DELETED = "tellNothingDeleted";
    private static final String TELL_DELETION_FAILED = "tellDeletionFailed";

    /** Members of the function's answers that are no text. */
    private static final Set<String> FLAGS = Set.of("verified", "ready", "rulesStarted");

    private static final String TWIN = "{{ " + PLAN + ".twin }}";
    private static final String CLUSTER = "{{ " + CLUSTER_NAME + " }}";
    private static final String EXECUTION_ID = "{{ automation:EXECUTION_ID }}";

    /** In lower case, in which DAX keeps names: the deletion is confirmed by repeating the name letter for letter. */
    private static final String NAME_PATTERN = "[a-z][a-z0-9-]{0,19}";

    /** Each step of the function can be repeated, and what failed once may have been AWS throttling a call. */
    private static final int ATTEMPTS = 3;

    /** Above the function's own timeout, and below the 300 that Systems Manager waits for a function. */
    private static final int FUNCTION_SECONDS = 120;

    /** An hour: a creation that takes longer is for a person to look at. */
    private static final int TWIN_SECONDS = 3600;

    /** 30 days: as long as Systems Manager waits for an approval. */
    private static final int APPROVAL_SECONDS = 30 * 24 * 3600;

    /** The most that Systems Manager allows: with the pause 50 hours, over twice the longest time of quiet. */
    private static final int LOOKS = 100;

    private static final int PAUSE_MINUTES = 30;

    /** All looks with their pauses and all attempts. */
    private static final int QUIET_SECONDS = LOOKS * (PAUSE_MINUTES * 60 + ATTEMPTS * FUNCTION_SECONDS);

    ReplacementRunbook {
        approvers = List.copyOf(approvers);
    }

    /** The document, as Systems Manager wants it in JSON; schema 0.3. */
    Map<String, Object> content() {
        return OrderedMap.of(
                "schemaVersion",
                "0.3",
                "description",
                "Replaces a DynamoDB Accelerator (DAX) cluster that is not encrypted. It creates an encrypted replacement"
                        + " cluster, asks for approval while the applications are repointed to it, waits until the source"
                        + " cluster is quiet, and deletes it. If a step fails, is rejected or times out, nothing is"
                        + " deleted. Part of daxguard.",
                "assumeRole",
                reference(ASSUME_ROLE),
                "parameters",
                parameters(),
                "mainSteps",
                steps(),
                "outputs",
                List.of(
                        PLAN + ".message",
                        VERIFY + ".endpoint",
                        VERIFY + ".endpointParameter",
                        APPROVE + ".ApprovalStatus",
                        REQUIRE_QUIET + ".message",
                        DELETE + ".status",
                        DELETE + ".message"));
    }

    /** What is optional is empty where it is not given, and the function takes it so. */
    private Map<String, Object> parameters() {
        return OrderedMap.of(
                CLUSTER_NAME,
                OrderedMap.of(
                        "type", "String",
                        "description", "(Required) The cluster that is not encrypted, in lower case as DAX has it.",
                        "allowedPattern", "^" + NAME_PATTERN + "$"),
                TWIN_NAME,
                optional(
                        "The name of its encrypted twin. Without it the cluster's name with -v2 behind it, or with the next"
                                + " number.",
                        NAME_PATTERN),
                NODE_TYPE,
                optional(
                        "The twin's node type. Without it the cluster's; dax.r3 nodes cannot be encrypted.",
                        "dax\\.[a-z][a-z0-9]*\\.[a-z0-9]+"),
                ENDPOINT_ENCRYPTION,
                OrderedMap.of(
                        "type", "String",
                        "description",
                                "(Optional) TLS: the replacement cluster accepts TLS connections only. keep: the same as the source cluster.",
                        "allowedValues", List.of("keep", "TLS"),
                        "default", "keep"),
                ENDPOINT_PARAMETER,
                optional(
                        "An SSM parameter (String) below " + endpointParameterPath
                                + " to write the twin's endpoint to, for applications that read it there.",
                        endpointParameterPath.replace(".", "\\.") + "(/[a-zA-Z0-9_.-]+)+"),
                QUIET_MINUTES,
                optional(
                        "How many minutes the cluster must have had no requests and no connections before it is deleted:"
                                + " from the deployment setting minQuietMinutes to 1440. Without it minQuietMinutes.",
                        "([1-9][0-9]{1,2}|1[0-3][0-9]{2}|14[0-3][0-9]|1440)"),
                ACCEPT_DIFFERENCES,
                optional(
                        "Attributes in which the replacement cluster may differ from the cluster, separated by commas: "
                                + Attribute.names() + ". The approvers see them.",
                        "[a-zA-Z]+(, ?[a-zA-Z]+)*"),
                NODE_QUOTA,
                optional(
                        "The account's quota of DAX nodes in the Region, 1 to 1000. Without it 50.",
                        "([1-9][0-9]{0,2}|1000)"),
                ASSUME_ROLE,
                OrderedMap.of(
                        "type", "String",
                        "description", "(Optional) The role that the runbook works with.",
                        "allowedPattern", "^arn:aws(-cn|-us-gov)?:iam::[0-9]{12}:role/[a-zA-Z0-9+=,.@_/-]+$",
                        "default", roleArn));
    }

    private static Map<String, Object> optional(String description, String pattern) {
        return OrderedMap.of(
                "type",
                "String",
                "description",
                "(Optional) " + description,
                "allowedPattern",
                "^$|^" + pattern + "$",
                "default",
                "");
    }

    private List<Map<String, Object>> steps() {
        return List.of(
                step(
                        TAG_EXECUTION,
                        "Tags this execution, so that the approver role can read and answer it.",
                        PLAN,
                        OrderedMap.of(
                                "action",
                                "aws:executeAwsApi",
                                "inputs",
                                OrderedMap.of(
                                        "Service",
                                        "ssm",
                                        "Api",
                                        "AddTagsToResource",
                                        "ResourceType",
                                        "Automation",
                                        "ResourceId",
                                        EXECUTION_ID,
                                        "Tags",
                                        List.of(OrderedMap.of("Key", TAG, "Value", NAME))))),
                step(
                        PLAN,
                        "Looks whether the cluster can be replaced, and how; fails with all reasons if it cannot.",
                        CREATE,
                        reading(askFunction("plan", reference(TWIN_NAME), "orFail", "true"), "twin", "message")),
                step(
                        CREATE,
                        "Makes the encrypted twin, unless it is there.",
                        WAIT_FOR_TWIN,
                        reading(askFunction("create", TWIN), "status", "message")),
                step(
                        WAIT_FOR_TWIN,
                        "Waits until DAX has made the twin.",
                        VERIFY,
                        OrderedMap.of(
                                "action",
                                "aws:waitForAwsResourceProperty",
                                "timeoutSeconds",
                                TWIN_SECONDS,
                                "inputs",
                                OrderedMap.of(
                                        "Service",
                                        "dax",
                                        "Api",
                                        "DescribeClusters",
                                        "ClusterNames",
                                        List.of(TWIN),
                                        "PropertySelector",
                                        "$.Clusters[0].Status",
                                        "DesiredValues",
                                        List.of("available")))),
                step(
                        VERIFY,
                        "Compares the replacement cluster with the source cluster, and writes its endpoint to the SSM"
                                + " parameter, if one is named; fails if it is not encrypted, if it is smaller, or if it has"
                                + " a blocking difference that is not accepted.",
                        ONLY_IF_VERIFIED,
                        reading(
                                askFunction("verify", TWIN, "orFail", "true"),
                                "verified",
                                "endpoint",
                                "endpointParameter",
                                "message")),
                onlyIf(
                        ONLY_IF_VERIFIED,
                        "Goes on only with the function's word that the twin is what it should be.",
                        VERIFY + ".verified",
                        APPROVE),
                step(
                        APPROVE,
                        "Waits until people have pointed the applications to the twin, and say so.",
                        WAIT_UNTIL_QUIET,
                        OrderedMap.of(
                                "action",
                                "aws:approve",
                                "timeoutSeconds",
                                APPROVAL_SECONDS,
                                "inputs",
                                OrderedMap.of(
                                        "NotificationArn",
                                        topicArn,
                                        "Message",
                                        "daxguard: the DAX cluster " + TWIN + " is the encrypted replacement of "
                                                + CLUSTER
                                                + ". Point every application that uses " + CLUSTER + " to {{ " + VERIFY
                                                + ".endpoint }} and verify that it works. Then approve: " + CLUSTER
                                                + " is deleted once CloudWatch shows no requests and no connections."
                                                + " Reject to keep both clusters. Without an answer nothing is deleted."
                                                + " {{ " + VERIFY + ".message }} {{ " + PLAN + ".message }}",
                                        "MinRequiredApprovals",
                                        1,
                                        "Approvers",
                                        approvers))),
                step(
                        WAIT_UNTIL_QUIET,
                        "Asks every " + PAUSE_MINUTES + " minutes whether the cluster is quiet, " + LOOKS
                                + " times at most.",
                        REQUIRE_QUIET,
                        OrderedMap.of(
                                "action",
                                "aws:loop",
                                "timeoutSeconds",
                                QUIET_SECONDS,
                                "inputs",
                                OrderedMap.of(
                                        "Steps",
                                        stepsUntilQuiet(),
                                        "LoopCondition",
                                        OrderedMap.of(
                                                "Variable",
                                                reference(ASK_WHETHER_QUIET + ".ready"),
                                                "BooleanEquals",
                                                false),
                                        "MaxIterations",
                                        LOOKS))),
                step(
                        REQUIRE_QUIET,
                        "Asks once more, and fails with what is still using the cluster if it is not quiet.",
                        ONLY_IF_QUIET,
                        reading(askFunction("readiness", TWIN, "orFail", "true"), "ready", "message")),
                onlyIf(
                        ONLY_IF_QUIET,
                        "Goes on only with the function's word that the cluster is quiet.",
                        REQUIRE_QUIET + ".ready",
                        DELETE),
                // Not the end by itself: isEnd would end the automation after a failure, too.
                critical(
                        OrderedMap.of(
                                "name",
                                DELETE,
                                "description",
                                "Deletes the cluster, after the function has looked at everything once more, and starts the"
                                        + " rules.",
                                "nextStep",
                                TELL_DELETED),
                        "step:" + TELL_DELETION_FAILED,
                        reading(
                                askFunction("delete", TWIN, "confirm", CLUSTER, "executionId", EXECUTION_ID),
                                "status",
                                "rulesStarted",
                                "message")),
                tell(
                        TELL_DELETED,
                        "Tells that the cluster is replaced.",
                        "has ended",
                        "has ended: {{ " + DELETE + ".message }} Its encrypted twin " + TWIN + " has taken its place",
                        "Nothing is left to do but to name " + TWIN + " wherever " + CLUSTER + " was named."),
                tell(
                        TELL_NOTHING_DELETED,
                        "Tells that the replacement has stopped, and that nothing was deleted.",
                        "has stopped",
                        "has stopped, and this automation has deleted nothing. The twin of " + CLUSTER
                                + ", if there is one already, stands beside it and costs money",
                        "When that is mended, the runbook can be started again."),
                tell(
                        TELL_DELETION_FAILED,
                        "Tells that the deletion failed.",
                        "has not ended",
                        "came as far as deleting " + CLUSTER + ", and there something failed",
                        "See whether " + CLUSTER
                                + " is still there: if so, the runbook can be started again; if not, nothing"
                                + " is left to do, and the rules show it at their next turn."));
    }

    private List<Map<String, Object>> stepsUntilQuiet() {
        Map<String, Object> pause = OrderedMap.of(
                "name",
                PAUSE,
                "action",
                "aws:sleep",
                "description",
                "Lets time pass: just after the approval the cluster cannot have been quiet for long.",
                "onFailure",
                "Abort",
                "inputs",
                OrderedMap.of("Duration", "PT" + PAUSE_MINUTES + "M"));
        Map<String, Object> ask = OrderedMap.of(
                "name", ASK_WHETHER_QUIET, "description", "Asks whether the cluster is quiet.", "onFailure", "Abort");
        ask.putAll(reading(askFunction("readiness", TWIN), "ready", "message"));
        return List.of(pause, ask);
    }

    /** A step after which comes another one, or the word that nothing was deleted. */
    private static Map<String, Object> step(String name, String description, String next, Map<String, Object> work) {
        Map<String, Object> step = OrderedMap.of("name", name, "description", description, "nextStep", next);
        return critical(step, "step:" + TELL_NOTHING_DELETED, work);
    }

    /** A step after which comes nothing. */
    private static Map<String, Object> last(
            String name, String description, String onFailure, Map<String, Object> work) {
        return critical(OrderedMap.of("name", name, "description", description, "isEnd", true), onFailure, work);
    }

    /** Where the step fails, the automation has failed; Systems Manager looks at that only if it is written. */
    private static Map<String, Object> critical(Map<String, Object> step, String onFailure, Map<String, Object> work) {
        step.put("onFailure", onFailure);
        step.put("isCritical", true);
        step.putAll(work);
        return step;
    }

    /**
     * Goes on only if an answer says so. AWS documents {@code FunctionError} as an output of a step, and not that the step
     * fails with it: without an answer there must be no way on.
     */
    private static Map<String, Object> onlyIf(String name, String description, String answer, String next) {
        return OrderedMap.of(
                "name",
                name,
                "description",
                description,
                "action",
                "aws:branch",
                "onFailure",
                "step:" + TELL_NOTHING_DELETED,
                "isCritical",
                true,
                "inputs",
                OrderedMap.of(
                        "Choices",
                        List.of(OrderedMap.of("NextStep", next, "Variable", reference(answer), "BooleanEquals", true)),
                        "Default",
                        TELL_NOTHING_DELETED));
    }

    private Map<String, Object> tell(String name, String description, String subject, String message, String whatToDo) {
        return last(
                name,
                description,
                "Abort",
                OrderedMap.of(
                        "action",
                        "aws:executeAwsApi",
                        "inputs",
                        OrderedMap.of(
                                "Service",
                                "sns",
                                "Api",
                                "Publish",
                                "TopicArn",
                                topicArn,
                                "Subject",
                                "daxguard: the replacement of " + CLUSTER + " " + subject,
                                "Message",
                                "daxguard: the replacement of the DAX cluster " + CLUSTER + " " + message
                                        + ". The steps of the automation {{ automation:EXECUTION_ID }} in AWS Systems"
                                        + " Manager tell why. " + whatToDo)));
    }

    /**
     * One call of the function. All members go with each call: it takes those that it needs.
     *
     * @param step what the function shall do
     * @param more members, and their values in turn
     * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-lamb.html">
     *     aws:invokeLambdaFunction</a>
     */
    private Map<String, Object> askFunction(String step, String twin, Object... more) {
        Map<String, Object> request = OrderedMap.of(
                "step", step,
                "cluster", CLUSTER,
                "twin", twin,
                "nodeType", reference(NODE_TYPE),
                "endpointEncryption", reference(ENDPOINT_ENCRYPTION),
                "nodeQuota", reference(NODE_QUOTA),
                "endpointParameter", reference(ENDPOINT_PARAMETER),
                "quietMinutes", reference(QUIET_MINUTES),
                "acceptDifferences", reference(ACCEPT_DIFFERENCES));
        request.putAll(OrderedMap.of(more));
        return OrderedMap.of(
                "action",
                "aws:invokeLambdaFunction",
                "maxAttempts",
                ATTEMPTS,
                "timeoutSeconds",
                FUNCTION_SECONDS,
                "inputs",
                OrderedMap.of(
                        "FunctionName", functionName, "InvocationType", "RequestResponse", "InputPayload", request));
    }

    /** What of the function's answer later steps or people read: members that it always has. */
    private static Map<String, Object> reading(Map<String, Object> work, String... members) {
        work.put(
                "outputs",
                Arrays.stream(members)
                        .map(member -> OrderedMap.of(
                                "Name",
                                member,
                                "Selector",
                                "$.Payload." + member,
                                "Type",
                                FLAGS.contains(member) ? "Boolean" : "String"))
                        .toList());
        return work;
    }

    private static String reference(String name) {
        return "{{ " + name + " }}";
    }
}
