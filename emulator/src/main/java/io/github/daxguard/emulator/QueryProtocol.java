package io.github.daxguard.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The AWS query protocol of CloudWatch and STS: the request is a form, the response is XML.
 *
 * @param version the API's version, which every request contains
 * @param namespace the namespace of the response's XML
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">AWS query</a>
 */
record QueryProtocol(String version, String namespace) implements Protocol {
    static final String REQUEST_CONTENT_TYPE = "application/x-www-form-urlencoded";

    private static final String RESPONSE_CONTENT_TYPE = "text/xml";
    private static final String LIST_MEMBER = "member";
    private static final Pattern LIST_INDEX = Pattern.compile("[1-9]\\d{0,5}");

    /** This protocol's codes and statuses of the errors that all services have in common. */
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

    @Override
    public String contentType() {
        return REQUEST_CONTENT_TYPE;
    }

    /**
     * Reads a form: {@code A.B=x} becomes a member of an object, {@code A.member.1=x} an element of an array, and every
     * value is a string.
     */
    @Override
    public JsonNode read(byte[] body) {
        ObjectNode fields = Json.object();
        for (String field : new String(body, UTF_8).split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                put(fields, decode(field.substring(0, equals)), decode(field.substring(equals + 1)));
            }
        }
        return withLists(fields);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static void put(ObjectNode fields, String key, String value) {
        String[] path = key.split("\\.", -1);
        ObjectNode structure = fields;
        for (int i = 0; i < path.length - 1; i++) {
            JsonNode inner = structure.has(path[i]) ? structure.path(path[i]) : structure.putObject(path[i]);
            if (!(inner instanceof ObjectNode object)) {
                throw malformed();
            }
            structure = object;
        }
        if (structure.path(path[path.length - 1]).isObject()) {
            throw malformed();
        }
        structure.put(path[path.length - 1], value);
    }

    private static AwsError malformed() {
        return AwsError.of("MalformedQueryString", "The query string is malformed");
    }

    private static ObjectNode withLists(ObjectNode structure) {
        ObjectNode copy = Json.object();
        structure.properties().forEach(member -> copy.set(member.getKey(), withLists(member.getValue())));
        return copy;
    }

    private static JsonNode withLists(JsonNode node) {
        if (!(node instanceof ObjectNode structure)) {
            return node;
        }
        if (structure.size() != 1 || !(structure.path(LIST_MEMBER) instanceof ObjectNode members)) {
            return withLists(structure);
        }
        List<Map.Entry<String, JsonNode>> elements = List.copyOf(members.properties());
        if (!elements.stream()
                .allMatch(element -> LIST_INDEX.matcher(element.getKey()).matches())) {
            throw malformed();
        }
        JsonNode list = structure
                .arrayNode()
                .addAll(elements.stream()
                        .sorted(Comparator.comparing(element -> Integer.valueOf(element.getKey())))
                        .map(element -> withLists(element.getValue()))
                        .toList());
        return list;
    }

    /** The response; it has no result element if the result is empty. */
    @Override
    public Answer answer(String operation, ObjectNode result, String requestId) {
        ObjectNode envelope = Json.object();
        if (!result.isEmpty()) {
            envelope.set(operation + "Result", result);
        }
        envelope.putObject("ResponseMetadata").put("RequestId", requestId);
        return Answer.of(200, RESPONSE_CONTENT_TYPE, xml(operation + "Response", namespace, envelope), requestId);
    }

    @Override
    public Answer refusal(AwsError error, String requestId) {
        AwsError own = OWN_CODES.getOrDefault(error.code(), error);
        ObjectNode envelope = Json.object();
        envelope.putObject("Error")
                .put("Type", own.status() < 500 ? "Sender" : "Receiver")
                .put("Code", own.code())
                .put("Message", error.message());
        envelope.put("RequestId", requestId);
        return Answer.of(own.status(), RESPONSE_CONTENT_TYPE, xml("ErrorResponse", namespace, envelope), requestId);
    }

    /** An XML document, without a namespace if it is empty. */
    static byte[] xml(String root, String namespace, ObjectNode content) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            XMLStreamWriter writer = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
            writer.writeStartElement(root);
            if (!namespace.isEmpty()) {
                writer.writeDefaultNamespace(namespace);
            }
            write(writer, content);
            writer.writeEndElement();
            writer.close();
            return out.toByteArray();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("The response could not be written as XML", e);
        }
    }

    private static void write(XMLStreamWriter writer, JsonNode content) throws XMLStreamException {
        if (content.isObject()) {
            for (Map.Entry<String, JsonNode> member : content.properties()) {
                write(writer, member.getKey(), member.getValue());
            }
        } else if (content.isArray()) {
            for (JsonNode element : content) {
                write(writer, LIST_MEMBER, element);
            }
        } else {
            writer.writeCharacters(content.asText());
        }
    }

    private static void write(XMLStreamWriter writer, String element, JsonNode content) throws XMLStreamException {
        writer.writeStartElement(element);
        write(writer, content);
        writer.writeEndElement();
    }
}
