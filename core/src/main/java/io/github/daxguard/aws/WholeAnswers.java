package io.github.daxguard.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
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
final class WholeAnswers implements ExecutionInterceptor {

    private static final JsonFactory JSON = new JsonFactory();

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
     * Refuses what is not one JSON object and nothing else.
     *
     * @throws RetryableException so that the call is tried again
     */
    static void requireOneObject(byte[] answer) {
        try (JsonParser parser = JSON.createParser(answer)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                parser.skipChildren();
                if (parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null) {
                    return;
                }
            }
        } catch (JsonProcessingException e) {
            // Without Jackson's words on where it read.
            throw RetryableException.create("The answer is not one whole JSON object: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw RetryableException.create("The answer is not one whole JSON object: " + e.getMessage(), e);
        }
        throw RetryableException.create("The answer is not one whole JSON object");
    }
}
