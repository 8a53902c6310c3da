package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Amazon S3's {@code GetObject} and {@code PutObject}, with the bucket's name in the path.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject</a>
 */
final class S3Service {
    private final Function<Location, EmulatorState> states;

    S3Service(Function<Location, EmulatorState> states) {
        this.states = states;
    }

    Map<String, ServiceOperation> operations() {
        return Map.of("GetObject", this::getObject, "PutObject", this::putObject);
    }

    private ObjectNode getObject(Request request) {
        byte[] content = bucket(request)
                .content(request.input().path("Key").asText())
                .orElseThrow(() -> new AwsError("NoSuchKey", "The specified key does not exist.", 404));
        return Json.object().put(RestXmlProtocol.BODY, content);
    }

    private ObjectNode putObject(Request request) {
        try {
            byte[] content = request.input().path(RestXmlProtocol.BODY).binaryValue();
            bucket(request).put(request.input().path("Key").asText(), Objects.requireNonNullElse(content, new byte[0]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Json.object();
    }

    private LocalBucket bucket(Request request) {
        return states.apply(request.location())
                .bucket(request.input().path("Bucket").asText())
                .orElseThrow(() -> new AwsError("NoSuchBucket", "The specified bucket does not exist", 404));
    }
}
