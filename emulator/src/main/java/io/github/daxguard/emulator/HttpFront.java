package io.github.daxguard.emulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/** The HTTP server: identifies the operation and the caller of a request, and sends the response. */
final class HttpFront implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    static {
        // Without this property the JDK's server sends headers and body as two packets, and the second waits for the
        // acknowledgement of the first: 40 ms per request on Linux. The server reads it once, when its classes are
        // loaded.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final Map<Api, Map<String, ServiceOperation>> operations;
    private final CredentialStore credentials;
    private final Faults faults;
    private final CallLog calls;
    private final ExecutorService threads;
    private final HttpServer server;

    HttpFront(
            Map<Api, Map<String, ServiceOperation>> operations,
            CredentialStore credentials,
            Faults faults,
            CallLog calls) {
        this.operations = operations;
        this.credentials = credentials;
        this.faults = faults;
        this.calls = calls;
        this.threads = DaemonThreads.pool("emulator-http");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not open an HTTP server on loopback", e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Stops immediately: open connections are closed. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        byte[] body = AwsChunks.decoded(headers, exchange.getRequestBody().readAllBytes());
        String route =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        OperationTarget target = OperationTarget.of(route, headers, body);
        String requestId = UUID.randomUUID().toString();
        Call call = new Call(target.service(), target.operation(), "", "", "", target.input(), 0);
        Request request;
        try {
            // AWS checks in this order: the operation, then the caller, then the rest of the body.
            if (target.api().isQuery()) {
                // The operation is in the body.
                target.requireReadable();
            }
            requireServed(route, headers, target);
            Principal caller = credentials.caller(headers, target.api());
            call = call.by(caller);
            target.requireReadable();
            String userAgent = Objects.requireNonNullElse(headers.getFirst("User-Agent"), "unknown");
            request = new Request(target.api(), target.operation(), requestId, caller, userAgent, target.input());
        } catch (AwsError refusal) {
            Answer answer = target.api().protocol().refusal(refusal, requestId);
            calls.received(call).answered(answer.status());
            return answer;
        }
        // Before the call is logged, so that a test that waits for the call and then ends a fault ends one that has
        // applied.
        Function<Request, Answer> service = faults.around(this::perform, request);
        CallLog.Entry entry = calls.received(call);
        Answer answer = service.apply(request);
        // Before the response is sent, so that the call is complete when the client has its response.
        entry.answered(answer.status());
        return answer;
    }

    private void requireServed(String route, Headers headers, OperationTarget target) {
        if (!target.api().protocol().isServedAt(route)) {
            throw new AwsError("UnknownOperationException", "No operation at " + route, 404);
        }
        if (!target.known() || !supportedOperations(target.api()).containsKey(target.operation())) {
            throw AwsError.of(
                    "UnknownOperationException",
                    "The operation \"" + target.operation() + "\" is not supported by the emulator");
        }
        String contentType = headers.getFirst("Content-Type");
        if (!route.startsWith("GET ")
                && (contentType == null || !target.api().protocol().accepts(contentType))) {
            throw AwsError.of(
                    "UnknownOperationException",
                    "The content type must be " + target.api().protocol().contentType());
        }
    }

    private Map<String, ServiceOperation> supportedOperations(Api api) {
        return operations.getOrDefault(api, Map.of());
    }

    private Answer perform(Request request) {
        ServiceOperation operation = supportedOperations(request.api()).get(request.operation());
        if (operation == null) {
            throw new IllegalStateException(request.operation() + " is not supported");
        }
        try {
            return request.answer(operation.perform(request));
        } catch (AwsError refusal) {
            return request.refusal(refusal);
        } catch (RuntimeException e) {
            // A defect of the emulator, sent as a response, because an exception on a server thread would not be
            // visible.
            return request.refusal(AwsError.internal("the emulator failed: " + e));
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        if (answer.equals(Answer.NONE)) {
            return;
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = answer.body();
        if (body.length == 0) {
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), body.length);
        OutputStream out = exchange.getResponseBody();
        out.write(body, 0, answer.bytesSent());
        out.flush();
    }
}
