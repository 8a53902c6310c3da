package io.github.daxguard.emulator;

/**
 * An AWS error response.
 *
 * <p>Codes and statuses are those of the JSON protocol. {@link QueryProtocol} maps them to those of CloudWatch and STS,
 * {@link RestJsonProtocol} to those of Security Hub.
 */
public final class AwsError extends RuntimeException {
    private final String code;
    private final int status;

    /** An error with this code, message and HTTP status. */
    public AwsError(String code, String message, int status) {
        // No stack trace: the error is a response, not a defect of the emulator.
        super(message, null, false, false);
        this.code = code;
        this.status = status;
    }

    /** An error with this code and message, and HTTP status 400. */
    public static AwsError of(String code, String message) {
        return new AwsError(code, message, 400);
    }

    static AwsError internal(String message) {
        return new AwsError("InternalFailure", message, 500);
    }

    static AwsError serialization(String message) {
        return of("SerializationException", message);
    }

    String code() {
        return code;
    }

    String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    int status() {
        return status;
    }
}
