package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/**
 * AWS REST XML, the protocol of S3, for objects: method and path identify the operation, the body is the object, and errors are
 * XML.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html">AWS restXml</a>
 */
record RestXmlProtocol(Routes routes) implements Protocol {
    /** The member of a request or a result that is the object, as binary data. */
    static final String BODY = "Body";

    /** This protocol's codes and statuses of the errors that all services have in common. */
    private static final Map<String, AwsError> OWN_CODES = Map.of(
            "AccessDeniedException", new AwsError("AccessDenied", "", 403),
            "ExpiredTokenException", new AwsError("ExpiredToken", "", 400),
            "IncompleteSignatureException", new AwsError("AuthorizationHeaderMalformed", "", 400),
            "InternalFailure", new AwsError("InternalError", "", 500),
            "InvalidSignatureException", new AwsError("SignatureDoesNotMatch", "", 403),
            "MissingAuthenticationTokenException", new AwsError("AccessDenied", "", 403),
            "ServiceUnavailableException", new AwsError("ServiceUnavailable", "", 503),
            "ThrottlingException", new AwsError("SlowDown", "", 503),
            "UnrecognizedClientException", new AwsError("InvalidAccessKeyId", "", 403));

    @Override
    public String contentType() {
        return "application/xml";
    }

    /** An object can have any content type. */
    @Override
    public boolean accepts(String requestContentType) {
        return true;
    }

    @Override
    public JsonNode read(byte[] body) {
        return body.length == 0 ? Json.object() : Json.object().put(BODY, body);
    }

    @Override
    public Answer answer(String operation, ObjectNode result, String requestId) {
        try {
            return Answer.of(
                    200,
                    "binary/octet-stream",
                    Objects.requireNonNullElse(result.path(BODY).binaryValue(), new byte[0]),
                    requestId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Answer refusal(AwsError error, String requestId) {
        AwsError own = OWN_CODES.getOrDefault(error.code(), error);
        ObjectNode content = Json.object()
                .put("Code", own.code())
                .put("Message", error.message())
                .put("RequestId", requestId);
        return Answer.of(own.status(), contentType(), QueryProtocol.xml("Error", "", content), requestId);
    }
}
