package io.github.daxguard.cli.scan;

import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Reads the causes of failed calls. */
final class FailureCause {

    /** AWS's error codes for invalid credentials, and for valid ones in a Region that does not accept them. */
    private static final Set<String> REFUSED_CREDENTIALS =
            Set.of("UnrecognizedClientException", "InvalidClientTokenId");

    private FailureCause() {}

    /** The cause without account and Region: AWS's error code, or the name of the SDK's exception. */
    static String of(RuntimeException failure) {
        if (failure.getCause() == null) {
            return failure.getClass().getSimpleName();
        }
        String code = code(failure);
        return code.isEmpty() ? failure.getCause().getClass().getSimpleName() : code;
    }

    /** Whether AWS does not accept the credentials. */
    static boolean refusesCredentials(RuntimeException failure) {
        return REFUSED_CREDENTIALS.contains(code(failure));
    }

    static String message(RuntimeException failure) {
        return String.valueOf(failure.getMessage());
    }

    /** The answer of a proxy has no code. */
    private static String code(RuntimeException failure) {
        return failure.getCause() instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? Objects.requireNonNullElse(answer.awsErrorDetails().errorCode(), "")
                : "";
    }
}
