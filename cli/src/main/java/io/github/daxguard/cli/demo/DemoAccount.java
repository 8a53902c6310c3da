package io.github.daxguard.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.cli.report.Report;
import io.github.daxguard.cli.scan.ScanSession;
import io.github.daxguard.contract.ResourceType;
import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.CloudFormation;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.Faults;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.emulator.LocalContext;
import io.github.daxguard.emulator.LocalQueue;
import io.github.daxguard.emulator.QueueSettings;
import io.github.daxguard.emulator.SettableClock;
import io.github.daxguard.emulator.StoredEvaluation;
import io.github.daxguard.handler.ClusterChangeHandler;
import io.github.daxguard.handler.ConfigRuleHandler;
import io.github.daxguard.handler.ReplacementHandler;
import io.github.daxguard.handler.TemplateHookHandler;
import io.github.daxguard.replacement.RefusedStepException;
import io.github.daxguard.replacement.ReplacementPolicy;
import io.github.daxguard.rule.Compliance;
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dax.DaxClient;

/** One emulated account and Region with the real functions. */
final class DemoAccount implements AutoCloseable {

    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";

    /** The delay of the deployed queue, in which further events join the first one. */
    static final Duration QUEUE_DELAY = Duration.ofSeconds(60);

    private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(60);

    /** The settings of the deployed queue. */
    private static final QueueSettings QUEUE =
            new QueueSettings(QUEUE_DELAY, Duration.ofSeconds(90), 10, 10_000, Duration.ofSeconds(1), 1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalAws aws;
    private final SettableClock clock;
    private final EmulatorState state;
    private final AwsClients clients;
    private final ByteArrayOutputStream ruleLog = new ByteArrayOutputStream();
    private final ByteArrayOutputStream changeLog = new ByteArrayOutputStream();
    private final ByteArrayOutputStream hookLog = new ByteArrayOutputStream();
    private final RequestStreamHandler replacement;
    private final LocalQueue queue;
    private final CloudFormation cloudFormation;

    /**
     * Creates the clusters and rules of the demo.
     *
     * @param clock the clock of {@code aws}
     */
    DemoAccount(LocalAws aws, SettableClock clock, DemoScript script) {
        this.aws = aws;
        this.clock = clock;
        state = aws.state(ACCOUNT, REGION);
        clients = newClients();
        List<String> rules = List.copyOf(script.rules().keySet());
        RequestStreamHandler rule = new ConfigRuleHandler(clients, Optional.empty(), stream(ruleLog), clock);
        RequestStreamHandler change =
                new ClusterChangeHandler(clients, rules, Optional.empty(), stream(changeLog), clock);
        RequestStreamHandler hook = new TemplateHookHandler(
                REGION,
                List.of(Control.values()),
                RuleParameters.parse(Map.of("exemptionTag", DemoScript.EXEMPTION_TAG)),
                stream(hookLog),
                clock);
        replacement = new ReplacementHandler(
                clients,
                rules,
                Optional.empty(),
                ReplacementPolicy.DEFAULT,
                stream(new ByteArrayOutputStream()),
                clock);
        queue = new LocalQueue(state, "daxguard-changes", QUEUE, clock, List.of(batch -> invoke(change, batch)));
        cloudFormation = new CloudFormation(state, request -> invoke(hook, request), CloudFormation.FailureMode.FAIL);
        script.clusters().forEach(state::putCluster);
        script.rules().forEach((name, parameters) -> {
            state.putRule(name, parameters);
            script.previousFindings()
                    .forEach(cluster -> state.putResult(
                            name,
                            new StoredEvaluation(
                                    ResourceType.DAX_CLUSTER,
                                    cluster,
                                    Compliance.NON_COMPLIANT.name(),
                                    "",
                                    script.beginning().minus(Duration.ofDays(1)))));
            state.onEvent(name, event -> invoke(rule, event));
        });
    }

    private AwsClients newClients() {
        AccessKey key = aws.accessKey(ACCOUNT);
        return AwsClients.forEndpoint(
                aws.endpoint(),
                REGION,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())));
    }

    private static PrintStream stream(ByteArrayOutputStream log) {
        return new PrintStream(log, true, UTF_8);
    }

    private static byte[] invoke(RequestStreamHandler function, byte[] event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function.handleRequest(
                new ByteArrayInputStream(event), answer, LocalContext.of(ACCOUNT, REGION, FUNCTION_TIMEOUT));
        return answer.toByteArray();
    }

    EmulatorState state() {
        return state;
    }

    Faults faults() {
        return aws.faults();
    }

    DaxClient dax() {
        return clients.dax();
    }

    /** Scans the Region as {@code daxguard scan} does. */
    Report scan() {
        return ScanSession.scan(REGION, (region, profile, interceptors) -> newClients(), clock);
    }

    /** Advances the clock. The queue delivers the events that are due until then. */
    void waitUntil(Instant time) {
        queue.runUntil(time);
    }

    /** From now on, the queue receives an event for each call that changes a cluster. */
    void connectQueue() {
        state.onDaxCall(queue.asTarget());
    }

    /** AWS Config invokes a rule on its schedule. */
    Run runScheduled(String rule, Instant at) {
        return run(rule, Optional.of(at), () -> {
            try {
                state.deliverScheduled(rule, at);
                return Optional.empty();
            } catch (Exception e) {
                return Optional.of(e);
            }
        });
    }

    /** Advances the clock until the queue has started the rules. */
    Run runByQueue(String rule, Instant until) {
        return run(rule, Optional.empty(), () -> {
            waitUntil(until);
            return Stream.concat(queue.failures().stream(), aws.deliveryFailures().stream())
                    .findFirst();
        });
    }

    /** Runs an action that starts the rules, and waits until they have run. */
    Run runStartedBy(String rule, Runnable action) {
        return run(rule, Optional.empty(), () -> {
            action.run();
            aws.awaitDeliveries();
            return aws.deliveryFailures().stream().findFirst();
        });
    }

    private Run run(String rule, Optional<Instant> scheduledAt, Supplier<Optional<Exception>> invocation) {
        List<StoredEvaluation> before = state.results(rule);
        ruleLog.reset();
        Optional<Exception> failure = invocation.get();
        List<Map<String, String>> log = take(ruleLog).stream()
                .filter(line -> rule.equals(line.getOrDefault("rule", rule)))
                .toList();
        return new Run(rule, scheduledAt, before, state.results(rule), log, failure);
    }

    /** Sends a request to the replacement function. */
    ReplacementSteps.Answer replace(Map<String, String> settings, Map<String, String> members) {
        Map<String, String> request = new LinkedHashMap<>(settings);
        request.putAll(members);
        try {
            byte[] answer = invoke(replacement, JSON.writeValueAsBytes(request));
            return new ReplacementSteps.Answer(
                    false, JSON.readTree(answer).path("message").asText());
        } catch (RefusedStepException e) {
            return new ReplacementSteps.Answer(true, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CloudFormation with the hook in the mode FAIL. */
    CloudFormation cloudFormation() {
        return cloudFormation;
    }

    /** The log lines of the change function since the last call. */
    List<Map<String, String>> takeChangeLog() {
        return take(changeLog);
    }

    /** The log lines of the hook function since the last call. */
    List<Map<String, String>> takeHookLog() {
        return take(hookLog);
    }

    private static List<Map<String, String>> take(ByteArrayOutputStream log) {
        List<Map<String, String>> lines =
                log.toString(UTF_8).lines().map(FunctionLogView::fields).toList();
        log.reset();
        return lines;
    }

    @Override
    public void close() {
        clients.close();
    }
}
