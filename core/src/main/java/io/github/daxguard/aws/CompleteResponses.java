package io.github.daxguard.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Accepts only responses that are a single complete JSON object. A successful response with an empty body, or with data after the
 * object, is retried and then fails.
 *
 * <p>The SDK would treat an empty body as an object without members, which means an empty listing, or that all evaluations were
 * accepted. It would ignore data after the object.
 */
final class CompleteResponses implements ExecutionInterceptor {

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        Optional<InputStream> body = context.responseBody();
        // The responses of STS are XML, whose parser refuses an incomplete response.
        boolean json = context.httpRequest().firstMatchingHeader("X-Amz-Target").isPresent();
        if (!json || !context.httpResponse().isSuccessful()) {
            return body;
        }
        try (InputStream stream = body.orElseGet(InputStream::nullInputStream)) {
            byte[] response = stream.readAllBytes();
            requireOneObject(response);
            return Optional.of(new ByteArrayInputStream(response));
        } catch (IOException e) {
            throw RetryableException.create("The response could not be read completely: " + e.getMessage(), e);
        }
    }

    /**
     * Refuses a response that is empty, incomplete, or followed by other data.
     *
     * <p>Only counts brackets outside of strings. The SDK's parser refuses invalid JSON inside the object.
     *
     * @throws RetryableException so that the call is retried
     */
    static void requireOneObject(byte[] response) {
        int depth = 0;
        boolean complete = false;
        boolean inString = false;
        boolean escaped = false;
        for (byte character : response) {
            if (inString) {
                inString = escaped || character != '"';
                escaped = !escaped && character == '\\';
                continue;
            }
            if (character == ' ' || character == '\t' || character == '\r' || character == '\n') {
                continue;
            }
            if (complete || (depth == 0 && character != '{')) {
                throw notOneObject();
            }
            switch (character) {
                case '"' -> inString = true;
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    depth--;
                    complete = depth == 0;
                }
                default -> {
                    // The SDK's parser checks values.
                }
            }
        }
        if (!complete) {
            throw notOneObject();
        }
    }

    private static RetryableException notOneObject() {
        return RetryableException.create("The response is not a single complete JSON object");
    }
}
