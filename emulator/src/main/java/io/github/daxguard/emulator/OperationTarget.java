package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import java.util.Map;
import java.util.Optional;

/**
 * The requested operation, before the caller is authenticated.
 *
 * <p>All services have one endpoint, so the request must identify the service: in REST by method and path, in JSON by
 * {@code X-Amz-Target}, in a form by {@code Version}. They are different for each emulated service.
 *
 * @param api the service, or the one in whose protocol a request to an unknown service is rejected
 * @param known whether the emulator supports the service
 * @param operation the operation's name as sent, which may be unknown
 * @param input the operation's input; a missing node if it cannot be read
 * @param unreadable the error if it cannot be read
 */
record OperationTarget(Api api, boolean known, String operation, JsonNode input, Optional<AwsError> unreadable) {
    static OperationTarget of(String route, Headers headers, byte[] body) {
        for (Api api : Api.values()) {
            Optional<String> operation = api.operationAt(route);
            if (operation.isPresent()) {
                return read(api, true, operation.get(), body).with(api.membersIn(route));
            }
        }
        String header = headers.getFirst("X-Amz-Target");
        String contentType = headers.getFirst("Content-Type");
        if (header == null && contentType != null && contentType.startsWith(QueryProtocol.REQUEST_CONTENT_TYPE)) {
            return ofForm(body);
        }
        // The name of a service can contain dots:
        // com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails.
        String target = header == null ? "" : header;
        int end = target.lastIndexOf('.');
        String operation = target.substring(end + 1);
        return Api.ofTarget(target.substring(0, Math.max(end, 0)))
                .map(api -> read(api, true, operation, body))
                .orElseGet(() -> read(Api.DAX, false, operation, body));
    }

    private OperationTarget with(Map<String, String> members) {
        if (!members.isEmpty() && input instanceof ObjectNode object) {
            members.forEach(object::put);
        }
        return this;
    }

    private static OperationTarget ofForm(byte[] body) {
        OperationTarget form = read(Api.STS, true, "", body);
        Optional<Api> named = Api.ofVersion(form.input.path("Version").asText());
        return new OperationTarget(
                named.orElse(Api.STS),
                named.isPresent() || form.unreadable.isPresent(),
                form.input.path("Action").asText(),
                form.input,
                form.unreadable);
    }

    private static OperationTarget read(Api api, boolean known, String operation, byte[] body) {
        try {
            return new OperationTarget(api, known, operation, api.protocol().read(body), Optional.empty());
        } catch (AwsError e) {
            return new OperationTarget(api, known, operation, MissingNode.getInstance(), Optional.of(e));
        }
    }

    String service() {
        return known ? api.signingName() : "";
    }

    void requireReadable() {
        unreadable.ifPresent(error -> {
            throw error;
        });
    }
}
