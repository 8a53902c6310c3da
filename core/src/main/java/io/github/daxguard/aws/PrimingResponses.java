package io.github.daxguard.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** An HTTP client without a network: it knows its answers beforehand. */
final class PrimingResponses implements SdkHttpClient {

    private final Map<String, String> bodies;

    /**
     * A client for services that speak AWS's JSON protocol.
     *
     * @param bodies by the operation's AWS name
     */
    PrimingResponses(Map<String, String> bodies) {
        this.bodies = Map.copyOf(bodies);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        String target =
                request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
        String operation = target.substring(target.indexOf('.') + 1);
        String body = bodies.get(operation);
        if (body == null) {
            throw new IllegalStateException("No answer is prepared for operation \"" + operation + "\"");
        }
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return HttpExecuteResponse.builder()
                        .response(SdkHttpFullResponse.builder()
                                .statusCode(200)
                                .putHeader("Content-Type", "application/x-amz-json-1.1")
                                .build())
                        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body.getBytes(UTF_8))))
                        .build();
            }

            @Override
            public void abort() {
                // There is nothing under way that could be broken off.
            }
        };
    }

    @Override
    public void close() {
        // There is nothing open.
    }
}
