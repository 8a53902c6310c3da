package io.github.daxguard.cli.access;

import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Reads the causes of failed calls. */
public final class FailureCause {

    /** AWS's error codes for invalid credentials, and for valid ones in a Region that does not accept them. */
    private static final Set<String> REFUSED_CREDENTIALS =
            Set.of("UnrecognizedClientException", "InvalidClientTokenId");

    private FailureCause() {}

    /**
     * The cause without account and Region: AWS's error code, or the innermost exception of the SDK. A failure without either
     * has its own message, and so a cause of its own.
     */
    public static String of(RuntimeException failure) {
        if (failure.getCause() == null) {
            return message(failure);
        }
        String code = code(failure);
        return failure.getClass().getSimpleName() + " " + (code.isEmpty() ? innermost(failure) : code);
    }

    private static String innermost(Throwable failure) {
        Throwable inner = failure;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner.getClass().getSimpleName();
    }

    /** Whether AWS does not accept the credentials. */
    public static boolean refusesCredentials(RuntimeException failure) {
        return REFUSED_CREDENTIALS.contains(code(failure));
    }

    public static String message(RuntimeException failure) {
        return String.valueOf(failure.getMessage());
    }

    /** AWS's error code; empty if there is none, as in the response of a proxy. */
    private static String code(RuntimeException failure) {
        return failure.getCause() instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? Objects.requireNonNullElse(answer.awsErrorDetails().errorCode(), "")
                : "";
    }
}
