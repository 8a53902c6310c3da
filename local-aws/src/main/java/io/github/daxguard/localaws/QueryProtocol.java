package io.github.daxguard.localaws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The AWS query protocol, which STS speaks: a form goes in, XML comes out. */
final class QueryProtocol {
    static final String REQUEST_CONTENT_TYPE = "application/x-www-form-urlencoded";

    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
    private static final String ANSWER_CONTENT_TYPE = "text/xml";

    /** What STS calls the errors that every service knows, and the status it gives them. */
    private static final Map<String, AwsError> OWN_CODES = Map.of(
            "AccessDeniedException", new AwsError("AccessDenied", "", 403),
            "ExpiredTokenException", new AwsError("ExpiredToken", "", 403),
            "IncompleteSignatureException", new AwsError("IncompleteSignature", "", 403),
            "InvalidSignatureException", new AwsError("SignatureDoesNotMatch", "", 403),
            "MissingAuthenticationTokenException", new AwsError("MissingAuthenticationToken", "", 403),
            "ServiceUnavailableException", new AwsError("ServiceUnavailable", "", 503),
            "ThrottlingException", new AwsError("Throttling", "", 400),
            "UnknownOperationException", new AwsError("InvalidAction", "", 400),
            "UnrecognizedClientException", new AwsError("InvalidClientTokenId", "", 403),
            "ValidationException", new AwsError("ValidationError", "", 400));

    private QueryProtocol() {}

    /** The fields of a form, as an object of strings. */
    static JsonNode read(byte[] body) {
        ObjectNode fields = Json.object();
        for (String field : new String(body, UTF_8).split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(decode(field.substring(0, equals)), decode(field.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw AwsError.of("MalformedQueryString", "The query string is malformed");
        }
    }

    static Answer answer(String operation, ObjectNode result, String requestId) {
        ObjectNode envelope = Json.object();
        envelope.set(operation + "Result", result);
        envelope.putObject("ResponseMetadata").put("RequestId", requestId);
        return Answer.of(200, ANSWER_CONTENT_TYPE, xml(operation + "Response", envelope), requestId);
    }

    static Answer refusal(AwsError error, String requestId) {
        AwsError own = OWN_CODES.getOrDefault(error.code(), error);
        ObjectNode envelope = Json.object();
        envelope.putObject("Error")
                .put("Type", own.status() < 500 ? "Sender" : "Receiver")
                .put("Code", own.code())
                .put("Message", error.message());
        envelope.put("RequestId", requestId);
        return Answer.of(own.status(), ANSWER_CONTENT_TYPE, xml("ErrorResponse", envelope), requestId);
    }

    private static byte[] xml(String root, ObjectNode content) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            XMLStreamWriter writer = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
            writer.writeStartElement(root);
            writer.writeDefaultNamespace(NAMESPACE);
            write(writer, content);
            writer.writeEndElement();
            writer.close();
            return out.toByteArray();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("The answer could not be written as XML", e);
        }
    }

    private static void write(XMLStreamWriter writer, JsonNode content) throws XMLStreamException {
        for (Map.Entry<String, JsonNode> member : content.properties()) {
            writer.writeStartElement(member.getKey());
            if (member.getValue().isObject()) {
                write(writer, member.getValue());
            } else {
                writer.writeCharacters(member.getValue().asText());
            }
            writer.writeEndElement();
        }
    }
}
