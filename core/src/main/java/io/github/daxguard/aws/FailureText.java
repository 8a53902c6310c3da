package io.github.daxguard.aws;

import io.github.daxguard.rule.ShortText;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** Says in words how an AWS call failed and what a person can do about it. */
final class FailureText {

    private static final int LONGEST_MESSAGE = 600;

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

    /** How the SDK speaks of settings that lead to no credentials. */
    private static final Set<String> NO_USABLE_CREDENTIALS = Set.of(
            "process-based credentials",
            "Invalid profile file",
            "Profile file contained no credentials",
            "/sso/cache/");

    private FailureText() {}

    /** AWS's error code and message, or what the SDK says where AWS said nothing; ends with a full stop. */
    static String whatHappened(RuntimeException e) {
        if (e instanceof AwsServiceException service) {
            String message = service.awsErrorDetails() == null
                    ? ""
                    : Objects.requireNonNullElse(service.awsErrorDetails().errorMessage(), "");
            return ShortText.of(error(service) + (message.isEmpty() ? "" : ": " + message), LONGEST_MESSAGE) + " "
                    + answer(service) + ".";
        }
        String message = String.valueOf(e.getMessage());
        // Behind it the SDK lists all profiles there are.
        int dump = message.indexOf(": ProfileFile(");
        String own = (dump < 0 ? message : message.substring(0, dump)).replaceAll("\\.+$", "");
        return ShortText.of(e.getClass().getSimpleName() + ": " + own, LONGEST_MESSAGE) + ".";
    }

    /** As {@link #whatHappened}, without any text that AWS or the SDK wrote. */
    static String whatHappenedInShort(RuntimeException e) {
        String error = e instanceof AwsServiceException service
                ? error(service) + " " + answer(service)
                : e.getClass().getSimpleName();
        return error + ", with a message that repeats a secret and is left out.";
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
        if (NO_USABLE_CREDENTIALS.stream().anyMatch(String.valueOf(e.getMessage())::contains)) {
            return caller.noUsableCredentials();
        }
        if (!(e instanceof AwsServiceException service)) {
            return caller.noAnswer();
        }
        String code = code(service);
        if (String.valueOf(service.getMessage()).contains("Access Denied to API Version")) {
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

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null
                ? ""
                : Objects.requireNonNullElse(e.awsErrorDetails().errorCode(), "");
    }
}
