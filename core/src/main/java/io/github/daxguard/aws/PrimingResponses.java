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

/** An HTTP client that does not use the network and returns defined responses. */
final class PrimingResponses implements SdkHttpClient {

    private final Map<String, String> bodies;

    /**
     * A client for services with AWS's JSON protocol.
     *
     * @param bodies by the AWS name of the operation
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
            throw new IllegalStateException("No response is defined for operation \"" + operation + "\"");
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
                // No request is in progress.
            }
        };
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
