package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * AWS REST JSON 1.1, the protocol of Security Hub, Account Management and Lambda: method and path identify the operation,
 * request and response are JSON objects, and errors have different statuses.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html">AWS restJson1</a>
 */
record RestJsonProtocol(Routes routes) implements Protocol {
    private static final String CONTENT_TYPE = "application/json";

    /** A member of a result of Lambda's Invoke that is a header of the response: the function failed. */
    private static final String FUNCTION_ERROR = "X-Amz-Function-Error";

    /** This protocol's codes and statuses of the errors that all services have in common. */
    private static final Map<String, AwsError> OWN_CODES = Map.of(
            "AccessDeniedException", new AwsError("AccessDeniedException", "", 403),
            "ExpiredTokenException", new AwsError("ExpiredTokenException", "", 403),
            "IncompleteSignatureException", new AwsError("IncompleteSignatureException", "", 403),
            "InternalFailure", new AwsError("InternalException", "", 500),
            "InvalidSignatureException", new AwsError("InvalidSignatureException", "", 403),
            "MissingAuthenticationTokenException", new AwsError("MissingAuthenticationTokenException", "", 403),
            "ThrottlingException", new AwsError("TooManyRequestsException", "", 429),
            "UnrecognizedClientException", new AwsError("UnrecognizedClientException", "", 403));

    RestJsonProtocol(Map<String, String> operations) {
        this(new Routes(operations));
    }

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    /** A GET request has no body. */
    @Override
    public JsonNode read(byte[] body) {
        return body.length == 0 ? Json.object() : JsonProtocol.object(body);
    }

    @Override
    public Answer answer(String operation, ObjectNode result, String requestId) {
        ObjectNode body = result.deepCopy();
        JsonNode error = body.remove(FUNCTION_ERROR);
        Answer answer = Answer.of(200, CONTENT_TYPE, Json.bytes(body), requestId);
        return error == null ? answer : answer.withHeader(FUNCTION_ERROR, error.asText());
    }

    @Override
    public Answer refusal(AwsError error, String requestId) {
        AwsError own = OWN_CODES.getOrDefault(error.code(), error);
        ObjectNode body = Json.object().put("Message", error.message()).put("Code", own.code());
        return Answer.of(own.status(), CONTENT_TYPE, Json.bytes(body), requestId)
                .withHeader("x-amzn-ErrorType", own.code());
    }
}
