package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A wire protocol of AWS: how a request is read and an answer or a refusal written. */
sealed interface Protocol permits JsonProtocol, QueryProtocol, RestJsonProtocol {
    String contentType();

    /** Whether requests are sent there; the route is method and path, such as {@code POST /}. */
    default boolean isServedAt(String route) {
        return route.equals("POST /");
    }

    JsonNode read(byte[] body);

    Answer answer(String operation, ObjectNode result, String requestId);

    Answer refusal(AwsError error, String requestId);
}
