package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * AWS JSON 1.0 and 1.1: request and response are JSON objects, and a header names the operation.
 *
 * @param targetPrefix the part before the last dot in {@code X-Amz-Target}
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">AWS JSON 1.1</a>
 */
record JsonProtocol(String targetPrefix) implements Protocol {
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

    /** Requests to SQS have version 1.0, which differs in the names of error codes only. */
    @Override
    public String contentType() {
        return "application/x-amz-json-1.";
    }

    @Override
    public JsonNode read(byte[] body) {
        return object(body);
    }

    static JsonNode object(byte[] body) {
        try {
            JsonNode input = Json.read(body);
            if (input.isObject()) {
                return input;
            }
        } catch (IOException e) {
            throw AwsError.serialization("The request's body is not JSON");
        }
        throw AwsError.serialization("The request's body is not a JSON object");
    }

    @Override
    public Answer answer(String operation, ObjectNode result, String requestId) {
        return Answer.of(200, CONTENT_TYPE, Json.bytes(result), requestId);
    }

    @Override
    public Answer refusal(AwsError error, String requestId) {
        ObjectNode body = Json.object().put("__type", error.code()).put("message", error.message());
        return Answer.of(error.status(), CONTENT_TYPE, Json.bytes(body), requestId)
                .withHeader("x-amzn-ErrorType", error.code());
    }
}
