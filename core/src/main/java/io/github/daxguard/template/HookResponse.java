package io.github.daxguard.template;

import io.github.daxguard.json.JsonTree;
import io.github.daxguard.rule.ShortText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a Lambda hook answers.
 *
 * @param outcome whether the operation may go on; what CloudFormation makes of the others, the hook's failure mode says
 * @param message for the person who deploys, who reads it in the member {@code HookStatusReason} of ListHookResults and
 *     GetHookResult: the stack event shows only that a hook failed
 * @param annotations one for each control that was judged, in AWS's own form
 * @see <a href="https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html">
 *     Create Lambda functions to evaluate resources for Lambda Hooks</a>
 */
public record HookResponse(Outcome outcome, String message, List<Map<String, String>> annotations) {

    /**
     * What {@code HookStatusReason} can contain, in characters.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_HookResultSummary.html">
     *     HookResultSummary</a>
     */
    static final int MAX_MESSAGE_LENGTH = 1024;

    /** How it ended. */
    public enum Outcome {
        /** The operation may go on. */
        PASSED("SUCCESS", Optional.empty()),
        /** The cluster would not be encrypted, or it is not known whether it would. */
        REFUSED("FAILED", Optional.of("NonCompliant")),
        /** The request could not be judged. */
        NOT_JUDGED("FAILED", Optional.of("InternalFailure"));

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

    /** The request could not be judged: the reason as a sentence. */
    public static HookResponse notJudged(String reason) {
        return new HookResponse(Outcome.NOT_JUDGED, reason, List.of());
    }

    /**
     * The answer as CloudFormation wants it.
     *
     * @param clientRequestToken the request's; CloudFormation wants it back
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
