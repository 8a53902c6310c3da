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
 * Lets only answers through that are one whole JSON object: a successful answer with no body, or with something behind the
 * object, is tried again and then fails.
 *
 * <p>The SDK takes both for an object, and one without members means an empty listing, or that all evaluations were
 * accepted.
 */
final class CompleteResponses implements ExecutionInterceptor {

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        Optional<InputStream> body = context.responseBody();
        // STS answers in XML, which has to be whole to be parsed.
        boolean json = context.httpRequest().firstMatchingHeader("X-Amz-Target").isPresent();
        if (!json || !context.httpResponse().isSuccessful()) {
            return body;
        }
        try (InputStream stream = body.orElseGet(InputStream::nullInputStream)) {
            byte[] answer = stream.readAllBytes();
            requireOneObject(answer);
            return Optional.of(new ByteArrayInputStream(answer));
        } catch (IOException e) {
            throw RetryableException.create("The answer could not be read to its end: " + e.getMessage(), e);
        }
    }

    /**
     * Refuses an answer that is not one JSON object: empty, incomplete, or followed by other data.
     *
     * <p>Only counts brackets outside of strings. The SDK's parser, which reads the answer after this, refuses invalid JSON
     * inside the object.
     *
     * @throws RetryableException so that the call is tried again
     */
    static void requireOneObject(byte[] answer) {
        int depth = 0;
        boolean complete = false;
        boolean inString = false;
        boolean escaped = false;
        for (byte character : answer) {
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
                    // Part of a value, which the SDK's parser checks.
                }
            }
        }
        if (!complete) {
            throw notOneObject();
        }
    }

    private static RetryableException notOneObject() {
        return RetryableException.create("The answer is not one whole JSON object");
    }
}
