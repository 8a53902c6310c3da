package io.github.daxguard.localaws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.Headers;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a request asks for, before it is known who asks.
 *
 * @param api the service, or the one in whose protocol a request to an unknown service is refused
 * @param known whether the service is one of ours
 * @param operation the operation's name as sent, which may be none of the service's
 * @param input the operation's input; a missing node if it cannot be read
 * @param unreadable why it cannot be read
 */
record Target(Api api, boolean known, String operation, JsonNode input, Optional<AwsError> unreadable) {
    static Target of(Headers headers, byte[] body) {
        String header = headers.getFirst("X-Amz-Target");
        String contentType = headers.getFirst("Content-Type");
        if (header == null && contentType != null && contentType.startsWith(QueryProtocol.REQUEST_CONTENT_TYPE)) {
            Target target = read(Api.STS, true, "", body);
            return new Target(Api.STS, true, target.input.path("Action").asText(), target.input, target.unreadable);
        }
        String[] parts = header == null ? new String[] {"", ""} : header.split("\\.", 2);
        String operation = parts[parts.length - 1];
        return Arrays.stream(Api.values())
                .filter(api ->
                        !api.targetPrefix().isEmpty() && api.targetPrefix().equals(parts[0]))
                .findFirst()
                .map(api -> read(api, true, operation, body))
                .orElseGet(() -> read(Api.DAX, false, operation, body));
    }

    private static Target read(Api api, boolean known, String operation, byte[] body) {
        try {
            return new Target(api, known, operation, api.read(body), Optional.empty());
        } catch (AwsError e) {
            return new Target(api, known, operation, MissingNode.getInstance(), Optional.of(e));
        }
    }

    /** The service's signing name; {@code ""} if the service is none of ours. */
    String service() {
        return known ? api.signingName() : "";
    }

    void requireReadable() {
        unreadable.ifPresent(error -> {
            throw error;
        });
    }
}
