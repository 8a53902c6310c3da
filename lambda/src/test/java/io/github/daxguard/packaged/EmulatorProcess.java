package io.github.daxguard.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;

/** The emulator in a process of its own, so that its work is not measured together with a function's. */
final class EmulatorProcess implements AutoCloseable {

    static final String RULE = "dax-cluster-encrypted-at-rest";

    /** The delay of each response, in milliseconds: how long AWS takes. */
    private static final String DELAY = "daxguard.bench.delay";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A new emulator: its endpoints, an access key, and the events of two runs a minute apart. */
    record Account(String http, String https, String keyId, String secret, String firstEvent, String secondEvent) {}

    private final Process process;
    private final Writer requests;
    private final BufferedReader responses;

    private EmulatorProcess(Process process) {
        this.process = process;
        this.requests = new OutputStreamWriter(process.getOutputStream(), UTF_8);
        this.responses = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /**
     * Starts the process.
     *
     * @param keyStore the certificate and key of {@code localhost} for the HTTPS endpoint
     */
    static EmulatorProcess start(Path keyStore, String password) throws IOException {
        return new EmulatorProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // Otherwise the JDK's servers wait 40 ms for an acknowledgement in each request.
                        "-Dsun.net.httpserver.nodelay=true",
                        "-D" + DELAY + "=" + Integer.getInteger(DELAY, 0),
                        "-Djavax.net.ssl.keyStore=" + keyStore,
                        "-Djavax.net.ssl.keyStorePassword=" + password,
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmulatorProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Replaces the emulator by one with that number of clusters, a third of them unencrypted. */
    Account account(int clusters) throws IOException {
        requests.write(clusters + "\n");
        requests.flush();
        return JSON.readValue(Optional.ofNullable(responses.readLine()).orElseThrow(), Account.class);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Reads a number of clusters from each line of the input, and writes a line with an {@link Account}. */
    public static void main(String[] arguments) throws IOException {
        BufferedReader numbers = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = numbers.readLine(); line != null; line = numbers.readLine()) {
            try (LocalAws aws = LocalAws.start();
                    SSLServerSocket https = https(aws.endpoint().getPort())) {
                System.out.println(JSON.writeValueAsString(account(aws, https.getLocalPort(), Integer.parseInt(line))));
                numbers.mark(1);
                if (numbers.read() < 0) {
                    return;
                }
                numbers.reset();
            }
        }
    }

    private static Account account(LocalAws aws, int httpsPort, int clusters) {
        EmulatorState state = aws.state(PackagedFunction.ACCOUNT, PackagedFunction.REGION);
        state.putRule(RULE, Map.of());
        for (int i = 0; i < clusters; i++) {
            LocalCluster cluster = LocalCluster.named(i == 0 ? "orders" : "orders-" + i);
            state.putCluster(i % 3 == 0 ? cluster : cluster.encrypted());
        }
        int delay = Integer.getInteger(DELAY, 0);
        if (delay > 0) {
            for (String operation : List.of("DescribeClusters", "GetComplianceDetailsByConfigRule", "PutEvaluations")) {
                aws.faults().on(operation).delay(Duration.ofMillis(delay));
            }
        }
        AccessKey key = aws.accessKey(PackagedFunction.ACCOUNT);
        Instant now = Instant.now();
        return new Account(
                aws.endpoint().toString(),
                "https://localhost:" + httpsPort,
                key.id(),
                key.secret(),
                new String(state.scheduledEvent(RULE, now), UTF_8),
                new String(state.scheduledEvent(RULE, now.plusSeconds(60)), UTF_8));
    }

    /** Ends TLS and passes the bytes to the emulator. */
    static SSLServerSocket https(int port) throws IOException {
        SSLServerSocket server = (SSLServerSocket)
                SSLServerSocketFactory.getDefault().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(() -> {
            while (!server.isClosed()) {
                Socket client = server.accept();
                // In a thread of its own: if it fails, the next connection is still accepted.
                daemon(() -> connect(client, port));
            }
        });
        return server;
    }

    private static void connect(Socket client, int port) throws IOException {
        try (client;
                Socket emulator = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setTcpNoDelay(true);
            emulator.setTcpNoDelay(true);
            daemon(() -> pass(client, emulator));
            pass(emulator, client);
        }
    }

    private static void pass(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream bytes = from.getInputStream()) {
            bytes.transferTo(to.getOutputStream());
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    /** A failed connection ends its thread; the function then reports the error. */
    private static void daemon(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // Either side has closed its connection.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
