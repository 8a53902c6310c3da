package io.github.daxguard.aws;

import io.github.daxguard.rule.ShortText;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** Says in words how an AWS call failed and what a person can do about it. */
public final class FailureText {

    private static final int LONGEST_MESSAGE = 600;

    private static final String SECRET = ", with a message that repeats a secret and is left out.";

    /** Names that services give to one and the same refusal. */
    private static final Set<String> DENIED =
            Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized");

    private static final Set<String> CREDENTIALS = Set.of(
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException");

    /** How the SDK begins when it finds none, or only a sign-in to IAM Identity Center that has run out. */
    private static final Set<String> NO_CREDENTIALS = Set.of("Unable to load credentials", "Unable to load SSO token");

    /** How messages begin if the settings do not give credentials. */
    public static final String UNUSABLE_CREDENTIALS = "The credentials could not be loaded: ";

    private static final int LONGEST_SDK_MESSAGE = 240;

    private FailureText() {}

    /**
     * Why a call failed, with the next step. The text of the SDK comes last and is shortened: it can have hundreds of
     * characters that only a developer understands.
     *
     * @param isSecret whether the texts of AWS and the SDK must be left out
     */
    static String of(Operation operation, Caller caller, RuntimeException e, boolean isSecret) {
        if (e instanceof AwsServiceException service) {
            return (isSecret ? error(service) + " " + answer(service) + SECRET : answered(service)) + " "
                    + whatToDo(operation, caller, e);
        }
        String error = e.getClass().getSimpleName();
        return whatToDo(operation, caller, e) + " (" + (isSecret ? error + SECRET : error + ": " + sdkMessage(e)) + ")";
    }

    private static String answered(AwsServiceException e) {
        String message = e.awsErrorDetails() == null
                ? ""
                : Objects.requireNonNullElse(e.awsErrorDetails().errorMessage(), "");
        return ShortText.of(error(e) + (message.isEmpty() ? "" : ": " + message), LONGEST_MESSAGE) + " " + answer(e)
                + ".";
    }

    private static String sdkMessage(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        // Behind it the SDK lists all profiles there are.
        int dump = message.indexOf(": ProfileFile(");
        // AWS's own text, such as why a profile's role cannot be assumed, has a name at its end.
        int limit = e.getCause() instanceof AwsServiceException ? LONGEST_MESSAGE : LONGEST_SDK_MESSAGE;
        return ShortText.of(dump < 0 ? message : message.substring(0, dump), limit);
    }

    private static boolean isNetwork(Throwable e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /** A proxy or a load balancer in between can answer with a status and no code. */
    private static String error(AwsServiceException e) {
        return code(e).isEmpty() ? "no error code" : code(e);
    }

    private static String answer(AwsServiceException e) {
        return "(HTTP " + e.statusCode() + (e.requestId() == null ? "" : ", request id " + e.requestId()) + ")";
    }

    /** The next step for a person, or that there is none but to wait. */
    static String whatToDo(Operation operation, Caller caller, RuntimeException e) {
        if (e instanceof ApiCallTimeoutException) {
            return caller.timeout();
        }
        if (NO_CREDENTIALS.stream().anyMatch(String.valueOf(e.getMessage())::contains)) {
            return caller.noCredentials();
        }
        if (String.valueOf(e.getMessage()).startsWith(UNUSABLE_CREDENTIALS)) {
            return isNetwork(e) ? caller.noAnswer() : caller.noUsableCredentials();
        }
        if (!(e instanceof AwsServiceException service)) {
            return caller.noAnswer();
        }
        String code = code(service);
        if (isDaxRefused(service)) {
            return caller.noDax();
        }
        if (DENIED.contains(code)) {
            return "Allow " + operation.permissions()
                    + " to the role that made the call, and check that no SCP denies it.";
        }
        if (CREDENTIALS.contains(code)) {
            return "The credentials were not accepted: " + caller.checkCredentials()
                    + ", and that the account has enabled this Region.";
        }
        if (service.isThrottlingException()) {
            return "AWS limits the rate and did not relent: " + caller.lessOften();
        }
        if (service.statusCode() >= 500) {
            return "The service is at fault. " + caller.again();
        }
        return operation.advice(code).orElseGet(() -> switch (code) {
            case "InvalidClusterStateFault" -> "Wait until the cluster is available. " + caller.again();
            case "InvalidParameterValueException", "InvalidParameterCombinationException", "ValidationException" ->
                operation.refusal();
            default -> "See the AWS documentation of " + operation.action() + " for this error.";
        });
    }

    /** Whether DAX refuses every call in this Region, as it does where AWS does not offer it. */
    public static boolean isDaxRefused(@Nullable Throwable failure) {
        return failure instanceof AwsServiceException
                && String.valueOf(failure.getMessage()).contains("Access Denied to API Version");
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null
                ? ""
                : Objects.requireNonNullElse(e.awsErrorDetails().errorCode(), "");
    }
}
