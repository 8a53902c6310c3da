package io.github.daxguard.aws;

import io.github.daxguard.rule.ShortText;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** Describes the failure of an AWS call and the next step. */
public final class FailureText {

    private static final int LONGEST_MESSAGE = 600;

    private static final String OMITTED = ", message omitted because it contains a secret";

    /** Error codes for a denied call. */
    private static final Set<String> DENIED = Set.of(
            "AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation", "NotAuthorized");

    private static final Set<String> CREDENTIALS = Set.of(
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException");

    /** The start of the SDK's message if there are no credentials, or if a sign-in to IAM Identity Center has expired. */
    private static final Set<String> NO_CREDENTIALS = Set.of("Unable to load credentials", "Unable to load SSO token");

    /** The start of messages if the settings do not provide credentials. */
    public static final String UNUSABLE_CREDENTIALS = "The credentials could not be loaded: ";

    private static final int LONGEST_SDK_MESSAGE = 240;

    private FailureText() {}

    /**
     * The reason that a call failed, and the next step. The SDK's message is last and shortened, because it can be long.
     *
     * @param isSecret whether the messages of AWS and the SDK must be omitted
     */
    static String of(Operation operation, Caller caller, RuntimeException e, boolean isSecret) {
        if (e instanceof AwsServiceException service) {
            return (isSecret ? error(service) + " " + metadata(service) + OMITTED + "." : described(service)) + " "
                    + nextStep(operation, caller, e);
        }
        String error = e.getClass().getSimpleName();
        return nextStep(operation, caller, e) + " (" + (isSecret ? error + OMITTED : error + ": " + sdkMessage(e))
                + ")";
    }

    private static String described(AwsServiceException e) {
        String message = e.awsErrorDetails() == null
                ? ""
                : Objects.requireNonNullElse(e.awsErrorDetails().errorMessage(), "");
        return ShortText.of(error(e) + (message.isEmpty() ? "" : ": " + message), LONGEST_MESSAGE) + " " + metadata(e)
                + ".";
    }

    private static String sdkMessage(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        // The SDK appends all profiles.
        int dump = message.indexOf(": ProfileFile(");
        // AWS's message, for example for a role that cannot be assumed, ends with a name.
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

    /** A proxy or a load balancer can respond with a status and without an error code. */
    private static String error(AwsServiceException e) {
        return code(e).isEmpty() ? "no error code" : code(e);
    }

    private static String metadata(AwsServiceException e) {
        return "(HTTP " + e.statusCode() + (e.requestId() == null ? "" : ", request id " + e.requestId()) + ")";
    }

    /** The next step for the operator. */
    static String nextStep(Operation operation, Caller caller, RuntimeException e) {
        if (e instanceof ApiCallTimeoutException) {
            return caller.timeout();
        }
        if (NO_CREDENTIALS.stream().anyMatch(String.valueOf(e.getMessage())::contains)) {
            return caller.noCredentials();
        }
        if (String.valueOf(e.getMessage()).startsWith(UNUSABLE_CREDENTIALS)) {
            return isNetwork(e) ? caller.noResponse() : caller.noUsableCredentials();
        }
        if (!(e instanceof AwsServiceException service)) {
            return caller.noResponse();
        }
        String code = code(service);
        if (isDaxRefused(service)) {
            return caller.daxNotOffered();
        }
        if (isDenied(service)) {
            return "Allow " + operation.permissions() + " for the calling principal, and check that no SCP denies it.";
        }
        if (CREDENTIALS.contains(code)) {
            return "AWS did not accept the credentials. " + caller.checkCredentials()
                    + ", and that the account has enabled this Region.";
        }
        if (service.isThrottlingException()) {
            return "AWS throttled the call and its retries. " + caller.reduceRate();
        }
        if (service.statusCode() >= 500) {
            return "The service returned a server error. " + caller.retry();
        }
        return operation.advice(code).orElseGet(() -> switch (code) {
            case "InvalidClusterStateFault" -> "Wait until the cluster is available. " + caller.retry();
            case "InvalidParameterValueException", "InvalidParameterCombinationException", "ValidationException" ->
                operation.refusal();
            default -> "See the AWS documentation of " + operation.action() + " for this error.";
        });
    }

    /** Whether DAX refuses all calls, as in a Region where AWS does not offer it. */
    public static boolean isDaxRefused(@Nullable Throwable failure) {
        return failure instanceof AwsServiceException
                && String.valueOf(failure.getMessage()).contains("Access Denied to API Version");
    }

    /** Whether a policy does not allow the call. */
    public static boolean isDenied(@Nullable Throwable failure) {
        return failure instanceof AwsServiceException service
                && DENIED.contains(code(service))
                && !isDaxRefused(service);
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null
                ? ""
                : Objects.requireNonNullElse(e.awsErrorDetails().errorCode(), "");
    }
}
