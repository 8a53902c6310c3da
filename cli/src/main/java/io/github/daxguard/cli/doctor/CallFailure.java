package io.github.daxguard.cli.doctor;

import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.FailureText;
import io.github.daxguard.aws.Operation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** A call that failed. The check that needs its response is open, unless the check expects the failure. */
final class CallFailure extends RuntimeException {

    private final transient Operation operation;

    CallFailure(Operation operation, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.operation = operation;
    }

    /**
     * A response without a member that the check needs.
     *
     * @param problem a clause without a full stop
     */
    static CallFailure incomplete(Operation operation, AwsCalls calls, String problem) {
        return new CallFailure(operation, calls.failed(operation, problem), null);
    }

    Operation operation() {
        return operation;
    }

    boolean isDenied() {
        return FailureText.isDenied(getCause());
    }

    /** Whether AWS refused the call, so that it had no effect. Otherwise its result is not known. */
    boolean isRefused() {
        // An earlier attempt of a throttled call can have had an effect.
        return getCause() instanceof AwsServiceException refusal
                && refusal.statusCode() < 500
                && !refusal.isThrottlingException();
    }

    /** AWS's error code; empty if there is none. */
    String code() {
        return getCause() instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null
                ? Objects.requireNonNullElse(refusal.awsErrorDetails().errorCode(), "")
                : "";
    }

    /** AWS's message; empty if there is none. */
    String awsMessage() {
        return getCause() instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null
                ? Objects.requireNonNullElse(refusal.awsErrorDetails().errorMessage(), "")
                : "";
    }

    /** The message; in a report for others, its operation and error code. */
    Evidence reason() {
        String code = code().matches("[A-Za-z][A-Za-z.]{0,80}") ? ", " + code() : "";
        return Evidence.of("%s", Evidence.name("error of " + operation.awsName() + code, String.valueOf(getMessage())));
    }
}
