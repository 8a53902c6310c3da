package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Emulates the creation of a DAX cluster by CloudFormation: it invokes the hook, if there is one, checks the properties and
 * calls {@code CreateCluster}.
 *
 * <p>The properties are those of {@code AWS::DAX::Cluster} after CloudFormation has resolved all functions; an unresolved
 * function is rejected. There are no stacks, updates and deletions.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html">Create
 *     Lambda functions to evaluate resources for Lambda Hooks</a>
 */
public final class CloudFormation {
    private static final String RESOURCE_TYPE = "AWS::DAX::Cluster";
    private static final String SESSION = "AWSCloudFormation";
    private static final String STACK = "stack/local/5f0c3b5e-93a4-4d7e-8a43-0d4c6b1f2e9a";

    private final EmulatorState state;
    private final Optional<Hook> hook;
    private final FailureMode mode;
    private final DaxService dax;

    /** The effect of a hook's failure. */
    public enum FailureMode {
        /** It is reported, and the operation continues. */
        WARN,
        /** The operation ends. */
        FAIL
    }

    /** A Lambda hook that is activated for the stack. */
    @FunctionalInterface
    public interface Hook {
        /**
         * Evaluates one operation.
         *
         * @param request the JSON that {@link #hookRequest} returns
         * @return JSON with {@code hookStatus}, {@code SUCCESS} or {@code FAILED}; any other response counts as
         *     {@code FAILED}
         * @throws Exception if the evaluation fails, which counts as {@code FAILED}, too
         */
        byte @Nullable [] invoke(byte[] request) throws Exception;
    }

    /**
     * The result of an operation.
     *
     * @param created whether a cluster was created
     * @param hookStatus {@code SUCCESS} or {@code FAILED}; empty if there is no hook
     * @param message the reason why no cluster was created, or the hook's message; {@code ""} if neither
     */
    public record Outcome(boolean created, Optional<String> hookStatus, String message) {}

    /** CloudFormation in this account and Region, without a hook. */
    public CloudFormation(EmulatorState state) {
        this(state, Optional.empty(), FailureMode.FAIL);
    }

    /** CloudFormation in this account and Region, with a hook. */
    public CloudFormation(EmulatorState state, Hook hook, FailureMode mode) {
        this(state, Optional.of(hook), mode);
    }

    private CloudFormation(EmulatorState state, Optional<Hook> hook, FailureMode mode) {
        this.state = state;
        this.hook = hook;
        this.mode = mode;
        this.dax = new DaxService(location -> state);
    }

    /** Creates a cluster: invokes the hook at {@code CREATE_PRE_PROVISION}, then calls {@code CreateCluster}. */
    public Outcome create(String logicalId, JsonNode properties) {
        byte[] request = hookRequest(state, "CREATE_PRE_PROVISION", logicalId, RESOURCE_TYPE, properties, null);
        Optional<HookResponse> answer = hook.map(each -> HookResponse.of(each, request));
        boolean stopped = mode == FailureMode.FAIL
                && answer.filter(given -> !given.success()).isPresent();
        return stopped ? outcome(false, answer) : provision(logicalId, properties, answer);
    }

    /**
     * The request that a Lambda hook receives.
     *
     * @param actionInvocationPoint such as {@code CREATE_PRE_PROVISION}
     * @param targetName the resource's type, such as {@code AWS::DAX::Cluster}
     * @param previousResourceProperties null unless a resource is updated
     */
    public static byte[] hookRequest(
            EmulatorState state,
            String actionInvocationPoint,
            String logicalId,
            String targetName,
            JsonNode resourceProperties,
            @Nullable JsonNode previousResourceProperties) {
        Location location = state.location();
        ObjectNode request = Json.object()
                .put("awsAccountId", location.account())
                .put("stackId", location.arn("cloudformation", STACK))
                .putNull("changeSetId")
                .put("hookTypeName", "Daxguard::DAX::Encryption")
                .put("hookTypeVersion", "00000001");
        request.putObject("hookModel").put("LambdaFunction", location.arn("lambda", "function:daxguard-hook"));
        request.put("actionInvocationPoint", actionInvocationPoint);
        ObjectNode model = request.putObject("requestData")
                .put("targetName", targetName)
                .put("targetType", targetName)
                .put("targetLogicalId", logicalId)
                .putObject("targetModel");
        model.set("resourceProperties", resourceProperties);
        model.set(
                "previousResourceProperties",
                Objects.requireNonNullElse(previousResourceProperties, NullNode.getInstance()));
        request.putObject("requestContext").put("invocation", 1).putNull("callbackContext");
        request.put("clientRequestToken", UUID.randomUUID().toString());
        return Json.bytes(request);
    }

    private Outcome provision(String logicalId, JsonNode properties, Optional<HookResponse> answer) {
        ObjectNode input;
        try {
            input = ClusterProperties.createClusterInput(properties, generatedName(logicalId));
        } catch (AwsError refusal) {
            return outcome(
                    false, answer, "Properties validation failed for resource " + logicalId + ": " + refusal.message());
        }
        Principal caller = Principal.session(state.location(), "deploy", SESSION);
        Request request = new Request(
                Api.DAX, "CreateCluster", UUID.randomUUID().toString(), caller, "cloudformation.amazonaws.com", input);
        try {
            dax.create(request);
        } catch (AwsError refusal) {
            return outcome(
                    false,
                    answer,
                    "Resource handler returned message: \"" + refusal.message() + " (Service: AmazonDAX; Status Code: "
                            + refusal.status() + "; Error Code: " + refusal.code() + "; Request ID: " + request.id()
                            + ")\"");
        }
        return outcome(true, answer);
    }

    /** A name of at most 20 characters: the valid characters of the logical id, and eight that make it unique. */
    private static String generatedName(String logicalId) {
        String start =
                logicalId.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "").replaceAll("^[0-9]+", "");
        String unique = UUID.randomUUID().toString().substring(0, 8);
        return (start.isEmpty() ? "dax" : start.substring(0, Math.min(11, start.length()))) + "-" + unique;
    }

    private static Outcome outcome(boolean created, Optional<HookResponse> answer) {
        return outcome(created, answer, answer.map(HookResponse::message).orElse(""));
    }

    private static Outcome outcome(boolean created, Optional<HookResponse> answer, String message) {
        return new Outcome(created, answer.map(given -> given.success() ? "SUCCESS" : "FAILED"), message);
    }

    private record HookResponse(boolean success, String message) {
        static HookResponse of(Hook hook, byte[] request) {
            try {
                byte[] bytes = hook.invoke(request);
                JsonNode answer = bytes == null ? MissingNode.getInstance() : Json.read(bytes);
                String message = answer.path("message").asText("");
                return switch (answer.path("hookStatus").asText("")) {
                    case "SUCCESS" -> new HookResponse(true, message);
                    case "FAILED" -> new HookResponse(false, message);
                    default -> internalFailure("the hook's response has no hookStatus SUCCESS or FAILED");
                };
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return internalFailure("the hook was interrupted");
            } catch (Exception e) {
                return internalFailure("the hook failed with " + e);
            }
        }

        private static HookResponse internalFailure(String reason) {
            return new HookResponse(false, "InternalFailure: " + reason);
        }
    }
}
