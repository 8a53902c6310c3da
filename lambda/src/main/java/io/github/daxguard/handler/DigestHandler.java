package io.github.daxguard.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.daxguard.aws.AwsCalls;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Caller;
import io.github.daxguard.aws.Pause;
import io.github.daxguard.aws.TimeBudget;
import io.github.daxguard.digest.DigestEvent;
import io.github.daxguard.digest.DigestEvent.ClusterCreated;
import io.github.daxguard.digest.DigestEvent.Ignored;
import io.github.daxguard.digest.DigestEvent.Scheduled;
import io.github.daxguard.digest.DigestEventReader;
import io.github.daxguard.digest.DigestResult;
import io.github.daxguard.digest.DigestRun;
import io.github.daxguard.digest.DigestSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The entry point for an organization's daily digest: sends it, or stores who created a cluster for later digests.
 *
 * <p>Returns the fields of the last log line. Throws if no digest was sent, or if its findings could not be compared or stored.
 */
public final class DigestHandler implements RequestStreamHandler {

    private final AwsClients clients;
    private final S3Client s3;
    private final SnsClient sns;
    private final DigestSettings settings;
    private final Pause pause;
    private final JsonLog log;

    /** The constructor that Lambda calls. */
    public DigestHandler() {
        this(
                AwsClients.forFunction(FunctionEnvironment.region()),
                FunctionEnvironment.digestSettings(),
                System.out,
                InstantSource.system(),
                Pause.real());
    }

    /**
     * A constructor for programs other than Lambda.
     *
     * @param clients the caller closes them
     * @param logLines receives the log, one JSON object a line
     * @param clock for the times of the lines
     * @param pause waits between two calls of AWS Config
     */
    public DigestHandler(
            AwsClients clients, DigestSettings settings, PrintStream logLines, InstantSource clock, Pause pause) {
        this.clients = clients;
        this.s3 = clients.newClient(S3Client.builder());
        this.sns = clients.newClient(SnsClient.builder());
        this.settings = settings;
        this.pause = pause;
        this.log = new JsonLog(logLines, FunctionEnvironment.logLevel(), clock);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        byte[] json = input.readAllBytes();
        String region = clients.region().id();
        DigestLog lines = new DigestLog(log, context.getAwsRequestId(), region, settings.ruleNames());
        AwsCalls calls = AwsCalls.of(
                InvokedFunction.account(context).orElse("of the function"),
                region,
                Caller.EVENT_FUNCTION,
                new TimeBudget(context::getRemainingTimeInMillis));
        lines.counting(calls);
        try {
            DigestRun run = new DigestRun(clients.config(), s3, sns, calls, pause, settings);
            output.write(handle(DigestEventReader.read(json), run, lines).getBytes(UTF_8));
        } catch (RuntimeException e) {
            lines.failed(e);
            throw e;
        }
    }

    private static String handle(DigestEvent event, DigestRun run, DigestLog lines) {
        if (event instanceof Scheduled scheduled) {
            lines.scheduled(scheduled.time());
            Optional<DigestResult> digest = run.send(scheduled.time());
            if (digest.isEmpty()) {
                return lines.succeeded("A digest of this time or a later one was sent before.");
            }
            lines.sent(digest.get());
            DigestRun.requireComparison(digest.get());
            return lines.ended(digest.get());
        }
        if (event instanceof ClusterCreated created) {
            lines.received(created);
            return lines.stored(run.store(created));
        }
        return lines.succeeded(((Ignored) event).reason());
    }
}
