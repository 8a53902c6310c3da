package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An AWS wire protocol, which reads requests and writes responses and errors. */
sealed interface Protocol permits JsonProtocol, QueryProtocol, RestJsonProtocol {
    String contentType();

    /** Whether the protocol has this route: method and path, such as {@code POST /}. */
    default boolean isServedAt(String route) {
        return route.equals("POST /");
    }

    JsonNode read(byte[] body);

    Answer answer(String operation, ObjectNode result, String requestId);

    Answer refusal(AwsError error, String requestId);
}
