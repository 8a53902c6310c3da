package io.github.daxguard.emulator;

/**
 * A refusal, as AWS words it.
 *
 * <p>Codes and statuses are those of the JSON protocol; {@link QueryProtocol} knows what CloudWatch and STS call them,
 * {@link RestJsonProtocol} what Security Hub does.
 */
public final class AwsError extends RuntimeException {
    private final String code;
    private final int status;

    /** A refusal with this code, message and HTTP status. */
    public AwsError(String code, String message, int status) {
        // No stack trace: a refusal is an answer, no defect of this program.
        super(message, null, false, false);
        this.code = code;
        this.status = status;
    }

    /** A refusal with this code and message, and HTTP status 400. */
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
