package io.github.daxguard.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
        // One character for each byte: in UTF-8, the bytes of other characters differ from those of quotes and
        // brackets.
        String text = new String(response, ISO_8859_1);
        int depth = 0;
        boolean complete = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == ' ' || character == '\t' || character == '\r' || character == '\n') {
                continue;
            }
            if (complete || (depth == 0 && character != '{')) {
                throw notOneObject();
            }
            switch (character) {
                case '"' -> i = endOfString(text, i);
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

    /**
     * The position of the closing quote; the length of the text if there is none. A search is faster than the comparison of each
     * character, most of which are in strings: in the first runs of a function, the JVM has not compiled this class yet.
     */
    private static int endOfString(String text, int start) {
        int end = start;
        do {
            end = text.indexOf('"', end + 1);
            if (end < 0) {
                return text.length();
            }
        } while (isEscaped(text, end));
        return end;
    }

    private static boolean isEscaped(String text, int position) {
        boolean escaped = false;
        for (int i = position - 1; text.charAt(i) == '\\'; i--) {
            escaped = !escaped;
        }
        return escaped;
    }

    private static RetryableException notOneObject() {
        return RetryableException.create("The response is not a single complete JSON object");
    }
}
