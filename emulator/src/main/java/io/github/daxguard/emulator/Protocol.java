package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** An AWS wire protocol, which reads requests and writes responses and errors. */
sealed interface Protocol permits JsonProtocol, QueryProtocol, RestJsonProtocol, RestXmlProtocol {
    String contentType();

    /** Whether a request with a body can have this content type. */
    default boolean accepts(String requestContentType) {
        return requestContentType.toLowerCase(Locale.ROOT).startsWith(contentType());
    }

    /** The routes by which requests identify the operation; none if another part of the request identifies it. */
    default Routes routes() {
        return Routes.NONE;
    }

    /** Whether the protocol has this route: method and path, such as {@code POST /}. */
    default boolean isServedAt(String route) {
        return routes().equals(Routes.NONE)
                ? route.equals("POST /")
                : routes().operationAt(route).isPresent();
    }

    JsonNode read(byte[] body);

    Answer answer(String operation, ObjectNode result, String requestId);

    Answer refusal(AwsError error, String requestId);
}
