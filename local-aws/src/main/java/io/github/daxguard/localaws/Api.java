package io.github.daxguard.localaws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;

/**
 * The services served, each with its protocol: how a request is read and an answer or a refusal written.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">AWS JSON 1.1</a>
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">AWS query</a>
 */
enum Api {
    DAX("AmazonDAXV3"),
    CONFIG("StarlingDoveService"),
    STS("") {
        @Override
        JsonNode read(byte[] body) {
            return QueryProtocol.read(body);
        }

        @Override
        Answer answer(String operation, ObjectNode result, String requestId) {
            return QueryProtocol.answer(operation, result, requestId);
        }

        @Override
        Answer refusal(AwsError error, String requestId) {
            return QueryProtocol.refusal(error, requestId);
        }

        @Override
        String contentType() {
            return QueryProtocol.REQUEST_CONTENT_TYPE;
        }
    };

    private static final String JSON_CONTENT_TYPE = "application/x-amz-json-1.1";

    private final String targetPrefix;

    Api(String targetPrefix) {
        this.targetPrefix = targetPrefix;
    }

    /** The name that a credential scope carries, and that IAM actions start with. */
    String signingName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What stands before the dot in {@code X-Amz-Target}; {@code ""} for a service that has no targets. */
    String targetPrefix() {
        return targetPrefix;
    }

    /** The content type that a request must have. */
    String contentType() {
        return JSON_CONTENT_TYPE;
    }

    /**
     * Reads a request's body.
     *
     * @throws AwsError if it is not what the protocol asks for
     */
    JsonNode read(byte[] body) {
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

    Answer answer(String operation, ObjectNode result, String requestId) {
        return Answer.of(200, JSON_CONTENT_TYPE, Json.bytes(result), requestId);
    }

    Answer refusal(AwsError error, String requestId) {
        ObjectNode body = Json.object().put("__type", error.code()).put("message", error.message());
        return Answer.of(error.status(), JSON_CONTENT_TYPE, Json.bytes(body), requestId)
                .withHeader("x-amzn-ErrorType", error.code());
    }
}
