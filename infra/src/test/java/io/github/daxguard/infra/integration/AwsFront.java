package io.github.daxguard.infra.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.daxguard.emulator.LocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The single endpoint of a test: forwards each request to the emulator of its service, and records it.
 *
 * <p>The in-JVM emulator serves operations that an external emulator does not implement: {@code GetComplianceDetailsByConfigRule},
 * {@code StartConfigRulesEvaluation}, {@code DescribeConformancePackCompliance}, {@code GetAutomationExecution}, and
 * {@code PutEvaluations} outside of test mode. Each request is sent to the external emulator first, which checks signature and
 * permissions, and only a "not implemented" response is replaced.
 *
 * <p>Creation times of nodes are shown a day earlier, because a test cannot wait until a cluster is old enough to be deleted.
 *
 * <p>Two differences to AWS are corrected. moto returns access denied errors in EC2's format, which clients of other services
 * cannot read. moto does not know access keys that LocalStack has issued, so a header names their account.
 */
final class AwsFront implements AutoCloseable {

    static {
        // Signatures cover the host that the client called, so it must be forwarded. The JDK reads the property once.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private static final Pattern AUTHORIZATION =
            Pattern.compile(".*Credential=(?<key>[^/]+)/\\d+/[^/]+/(?<service>[^/]+)/aws4_request.*");
    private static final Pattern ROLE_ACCOUNT = Pattern.compile("arn:aws:iam::(\\d{12}):role/.+");
    private static final Pattern NEW_KEY = Pattern.compile("<AccessKeyId>([^<]+)</AccessKeyId>");
    private static final Pattern XML_ERROR =
            Pattern.compile("<Code>(?<code>[^<]+)</Code>\\s*<Message>(?<message>[^<]+)</Message>");

    private static final Set<String> PARTLY_IMPLEMENTED = Set.of(
            "GetComplianceDetailsByConfigRule",
            "StartConfigRulesEvaluation",
            "DescribeConformancePackCompliance",
            "GetAutomationExecution",
            "PutEvaluations");
    private static final Set<String> NOT_FORWARDED =
            Set.of("connection", "content-length", "upgrade", "http2-settings");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One request; {@code account} is empty if unknown, {@code byEmulator} is false if the in-JVM emulator responded. */
    record Call(String service, String operation, String account, JsonNode input, int status, boolean byEmulator) {

        String action() {
            return (service.equals("monitoring") ? "cloudwatch" : service) + ":" + operation;
        }
    }

    private static final class Response {
        private final int status;
        private final Optional<String> contentType;
        private final byte[] body;

        Response(int status, Optional<String> contentType, byte[] body) {
            this.status = status;
            this.contentType = contentType;
            this.body = body;
        }

        boolean isNotImplemented() {
            return status == 500 || status == 501;
        }
    }

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> accounts = new ConcurrentHashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final HttpServer server;
    private final LocalAws localAws;
    private final Function<String, Optional<URI>> emulators;

    /** {@code emulators} finds a service's emulator by its signing name; empty for the in-JVM emulator. */
    AwsFront(LocalAws localAws, Function<String, Optional<URI>> emulators) {
        this.localAws = localAws;
        this.emulators = emulators;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Call> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    void forgetCalls() {
        synchronized (calls) {
            calls.clear();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Response response = respond(new Request(exchange, body));
            response.contentType.ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            exchange.sendResponseHeaders(response.status, response.body.length == 0 ? -1 : response.body.length);
            exchange.getResponseBody().write(response.body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Response respond(Request request) throws IOException, InterruptedException {
        String account = accounts.getOrDefault(request.key, "");
        Optional<URI> emulator = emulators.apply(request.service);
        boolean byEmulator = emulator.isPresent();
        HttpRequest.Builder forwarded = request.to(emulator.orElse(localAws.endpoint()));
        if (!account.isEmpty()) {
            forwarded.setHeader("X-Moto-Account-Id", account);
        }
        Response response = send(forwarded);
        if (byEmulator && response.isNotImplemented() && PARTLY_IMPLEMENTED.contains(request.operation)) {
            byEmulator = false;
            response = send(request.to(localAws, account));
        }
        if (request.operation.equals("AssumeRole")) {
            rememberAccount(request.input.path("RoleArn").asText(), new String(response.body, UTF_8));
        }
        if (request.operation.equals("DescribeClusters") && response.status == 200) {
            response = new Response(response.status, response.contentType, withNodesADayOlder(response.body));
        }
        response = withErrorFormatOfAws(response, request.isJson);
        // Unsigned requests are for the emulator's own API.
        if (!request.service.isEmpty()) {
            Call call =
                    new Call(request.service, request.operation, account, request.input, response.status, byEmulator);
            synchronized (calls) {
                calls.add(call);
            }
        }
        return response;
    }

    private void rememberAccount(String roleArn, String response) {
        Matcher account = ROLE_ACCOUNT.matcher(roleArn);
        Matcher key = NEW_KEY.matcher(response);
        if (account.matches() && key.find()) {
            accounts.put(key.group(1), account.group(1));
        }
    }

    private Response send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Response(response.statusCode(), response.headers().firstValue("Content-Type"), response.body());
    }

    private static byte[] withNodesADayOlder(byte[] clusters) throws IOException {
        JsonNode json = JSON.readTree(clusters);
        for (JsonNode node : json.findParents("NodeCreateTime")) {
            double created = node.path("NodeCreateTime").asDouble();
            ((ObjectNode) node)
                    .put("NodeCreateTime", created - Duration.ofDays(1).toSeconds());
        }
        return JSON.writeValueAsBytes(json);
    }

    private static Response withErrorFormatOfAws(Response response, boolean isJson) throws IOException {
        Matcher error = XML_ERROR.matcher(new String(response.body, UTF_8));
        if (response.status != 403 || !error.find()) {
            return response;
        }
        if (isJson) {
            ObjectNode json = JSON.createObjectNode()
                    .put("__type", error.group("code") + "Exception")
                    .put("Message", error.group("message"));
            return new Response(400, Optional.of("application/x-amz-json-1.1"), JSON.writeValueAsBytes(json));
        }
        String xml = "<ErrorResponse><Error><Type>Sender</Type>" + error.group() + "</Error></ErrorResponse>";
        return new Response(403, Optional.of("text/xml"), xml.getBytes(UTF_8));
    }

    /** The parts of a request that are needed to forward and record it. */
    private static final class Request {
        private final HttpExchange exchange;
        private final byte[] body;
        private final boolean isJson;
        private final String key;
        private final String service;
        private final String operation;
        private final JsonNode input;

        Request(HttpExchange exchange, byte[] body) throws IOException {
            this.exchange = exchange;
            this.body = body;
            Matcher authorization = AUTHORIZATION.matcher(
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            boolean signed = authorization.matches();
            key = signed ? authorization.group("key") : "";
            service = signed ? authorization.group("service") : "";
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            isJson = target != null;
            if (target != null) {
                input = JSON.readTree(body);
                operation = target.substring(target.lastIndexOf('.') + 1);
            } else {
                String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
                input = type.startsWith("application/x-www-form-urlencoded")
                        ? form(new String(body, UTF_8))
                        : JSON.createObjectNode();
                operation = input.path("Action").asText();
            }
        }

        private static ObjectNode form(String text) {
            ObjectNode json = JSON.createObjectNode();
            for (String pair : text.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                if (parts.length == 2) {
                    json.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
                }
            }
            return json;
        }

        HttpRequest.Builder to(URI server) {
            HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
                    .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            return request;
        }

        /** The request with the access key of the account at the in-JVM emulator, which does not check signatures. */
        HttpRequest.Builder to(LocalAws server, String account) {
            HttpRequest request = to(server.endpoint()).build();
            String authorization = request.headers().firstValue("Authorization").orElseThrow();
            return HttpRequest.newBuilder(request, (name, value) -> !name.equalsIgnoreCase("X-Amz-Security-Token"))
                    .setHeader(
                            "Authorization",
                            authorization.replace(
                                    "Credential=" + key + "/",
                                    "Credential=" + server.accessKey(account).id() + "/"));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
