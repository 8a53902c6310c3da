package io.github.daxguard.handler;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server on loopback that forwards every request to another server, which can change.
 *
 * <p>The endpoint of a process is fixed at its start. With this server, each case can have its own emulator all the same.
 */
final class SwitchedEndpoint implements AutoCloseable {

    /** Headers of the connection, not of the request. */
    private static final Set<String> NOT_FORWARDED =
            caseInsensitive("Connection", "Content-Length", "Expect", "Host", "Upgrade");

    private static final Set<String> NOT_RETURNED =
            caseInsensitive("Connection", "Content-Length", "Date", "Transfer-Encoding");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile URI destination = URI.create("http://unset.invalid");

    private SwitchedEndpoint(HttpServer server) {
        this.server = server;
    }

    static SwitchedEndpoint start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SwitchedEndpoint endpoint = new SwitchedEndpoint(server);
        server.createContext("/", endpoint::forward);
        server.setExecutor(endpoint.threads);
        server.start();
        return endpoint;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Forwards all further requests to this server. */
    void forwardTo(URI other) {
        destination = other;
    }

    private void forward(HttpExchange exchange) throws IOException {
        // Without a response the exchange is closed, so that the client's connection is dropped like this one.
        try (exchange) {
            HttpResponse<byte[]> answer = client.send(request(exchange), HttpResponse.BodyHandlers.ofByteArray());
            answer.headers().map().forEach((name, values) -> {
                if (!NOT_RETURNED.contains(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            byte[] body = answer.body();
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(destination.resolve(exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name)) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static Set<String> caseInsensitive(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Set.of(names));
        return set;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
