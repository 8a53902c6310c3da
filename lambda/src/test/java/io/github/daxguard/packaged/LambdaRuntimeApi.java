package io.github.daxguard.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The server of the Lambda Runtime API: passes events to a runtime client and receives the results.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime API</a>
 */
public final class LambdaRuntimeApi implements AutoCloseable {

    private static final String PREFIX = "/2018-06-01/runtime/";

    /** The function's response, or its error report as JSON. */
    public record Result(boolean isError, String body) {}

    private static final class Invocation {
        private final String id = UUID.randomUUID().toString();
        private final byte[] event;
        private final Duration timeout;

        Invocation(byte[] event, Duration timeout) {
            this.event = event.clone();
            this.timeout = timeout;
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<Result>> results = new ConcurrentHashMap<>();

    /** The reported results of invocations that have not ended. */
    private final Map<String, Result> reported = new ConcurrentHashMap<>();

    /** Completed if the runtime client reports that the function could not be initialized. */
    private final CompletableFuture<Result> initError = new CompletableFuture<>();

    /** Completed with {@link System#nanoTime} when the runtime client first requests an event. */
    private final CompletableFuture<Long> initialized = new CompletableFuture<>();

    private final String functionArn;

    private LambdaRuntimeApi(HttpServer server, String functionArn) {
        this.server = server;
        this.functionArn = functionArn;
    }

    /**
     * Starts to serve one function.
     *
     * @param functionArn the ARN that the function receives as invoked
     */
    static LambdaRuntimeApi start(String functionArn) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        LambdaRuntimeApi api = new LambdaRuntimeApi(server, functionArn);
        server.createContext(PREFIX, api::answer);
        server.setExecutor(api.threads);
        server.start();
        return api;
    }

    /** {@code host:port}, for the variable AWS_LAMBDA_RUNTIME_API. */
    String address() {
        return server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    /** Completes with {@link System#nanoTime} at the end of the initialization, also if it failed. */
    CompletableFuture<Long> initialized() {
        return initialized;
    }

    /**
     * Queues an event; the future completes with the function's response or error, or with its failure to start.
     *
     * <p>It completes when the runtime client requests the next event, because the client logs an error after reporting it.
     */
    CompletableFuture<Result> invoke(byte[] event, Duration timeout) {
        Invocation invocation = new Invocation(event, timeout);
        CompletableFuture<Result> result = new CompletableFuture<>();
        results.put(invocation.id, result);
        waiting.add(invocation);
        return result.applyToEither(initError, either -> either);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(PREFIX.length());
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (path.equals("invocation/next")) {
                next(exchange);
                return;
            }
            if (path.equals("init/error")) {
                initialized.complete(System.nanoTime());
                initError.complete(new Result(true, body));
            } else {
                String[] parts = path.split("/", -1);
                reported.put(parts[1], new Result(parts[2].equals("error"), body));
            }
            exchange.sendResponseHeaders(202, -1);
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        initialized.complete(System.nanoTime());
        reported.forEach((id, result) -> {
            CompletableFuture<Result> pending = results.remove(id);
            if (pending != null) {
                pending.complete(result);
            }
        });
        reported.clear();
        Invocation invocation;
        try {
            invocation = waiting.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", invocation.id);
        exchange.getResponseHeaders().set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
        exchange.getResponseHeaders()
                .set(
                        "Lambda-Runtime-Deadline-Ms",
                        String.valueOf(Instant.now().plus(invocation.timeout).toEpochMilli()));
        exchange.sendResponseHeaders(200, invocation.event.length);
        exchange.getResponseBody().write(invocation.event);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
