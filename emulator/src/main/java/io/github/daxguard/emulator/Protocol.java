package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A wire protocol of AWS: how a request is read and an answer or a refusal written. */
sealed interface Protocol permits JsonProtocol, QueryProtocol, RestJsonProtocol {
    /** The content type that a request must have. */
    String contentType();

    /**
     * Whether requests are sent there.
     *
     * @param route method and path: {@code POST /}
     */
    default boolean isServedAt(String route) {
        return route.equals("POST /");
    }

    /**
     * Reads a request's body.
     *
     * @throws AwsError if it is not what the protocol asks for
     */
    JsonNode read(byte[] body);

    Answer answer(String operation, ObjectNode result, String requestId);

    Answer refusal(AwsError error, String requestId);
}
