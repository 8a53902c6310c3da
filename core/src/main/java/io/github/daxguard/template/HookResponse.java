package io.github.daxguard.template;

import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.ShortText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The response of a Lambda hook.
 *
 * @param outcome whether the operation may continue; the hook's failure mode determines the effect of the other outcomes
 * @param message for the operator. ListHookResults and GetHookResult return it as {@code HookStatusReason}; the stack event
 *     shows only that a hook failed
 * @param annotations one for each evaluated control, as CloudFormation defines them
 * @see <a href="https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html">
 *     Create Lambda functions to evaluate resources for Lambda Hooks</a>
 */
public record HookResponse(Outcome outcome, String message, List<Map<String, String>> annotations) {

    /**
     * The maximum length of {@code HookStatusReason}, in characters.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_HookResultSummary.html">
     *     HookResultSummary</a>
     */
    static final int MAX_MESSAGE_LENGTH = 1024;

    /** The result of the evaluation. */
    public enum Outcome {
        /** The operation may continue. */
        PASSED("SUCCESS", Optional.empty()),
        /** The cluster is not known to be encrypted after the operation. */
        REFUSED("FAILED", Optional.of("NonCompliant")),
        /** The request could not be evaluated. */
        NOT_EVALUATED("FAILED", Optional.of("InternalFailure"));

        private final String hookStatus;
        private final Optional<String> errorCode;

        Outcome(String hookStatus, Optional<String> errorCode) {
            this.hookStatus = hookStatus;
            this.errorCode = errorCode;
        }

        /** AWS's name: {@code SUCCESS} or {@code FAILED}. */
        public String hookStatus() {
            return hookStatus;
        }
    }

    public HookResponse {
        message = ShortText.of(message, MAX_MESSAGE_LENGTH);
        annotations = List.copyOf(annotations);
    }

    static HookResponse passed(String message) {
        return new HookResponse(Outcome.PASSED, message, List.of());
    }

    /** A request that could not be evaluated, with the reason as a sentence. */
    public static HookResponse notEvaluated(String reason) {
        return new HookResponse(Outcome.NOT_EVALUATED, reason, List.of());
    }

    /**
     * The response as JSON.
     *
     * @param clientRequestToken the request's; CloudFormation requires it in the response
     */
    public String toJson(Optional<String> clientRequestToken) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("hookStatus", outcome.hookStatus);
        outcome.errorCode.ifPresent(code -> json.put("errorCode", code));
        json.put("message", message);
        clientRequestToken.ifPresent(token -> json.put("clientRequestToken", token));
        if (!annotations.isEmpty()) {
            json.put("annotations", annotations);
        }
        return JsonTree.write(json);
    }
}
