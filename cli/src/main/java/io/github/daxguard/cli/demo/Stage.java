package io.github.daxguard.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.CloudFormation;
import io.github.daxguard.emulator.Estate;
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
import io.github.daxguard.rule.Control;
import io.github.daxguard.rule.RuleParameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.dax.model.ClusterNotFoundException;

/** Where the story is played: one account and Region of a local AWS, with the real functions in it. */
final class Stage implements AutoCloseable {

    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";

    /** How long the deployed queue keeps an event, so that others can join it. */
    static final Duration QUEUE_DELAY = Duration.ofSeconds(60);

    private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(60);

    /** As the stack deploys it. */
    private static final QueueSettings QUEUE =
            new QueueSettings(QUEUE_DELAY, Duration.ofSeconds(90), 10, 10_000, Duration.ofSeconds(1), 1);

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What the replacement function says to a request.
     *
     * @param refused whether it failed, because of how things stand
     */
    record StepAnswer(boolean refused, String message) {}

    /** What a function logs. */
    private static final class Log {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        PrintStream stream() {
            return new PrintStream(bytes, true, UTF_8);
        }

        /** The lines since the last time. */
        List<LogLine> take() {
            List<LogLine> lines =
                    bytes.toString(UTF_8).lines().map(LogLine::read).toList();
            bytes.reset();
            return lines;
        }
    }

    private final LocalAws aws;
    private final SettableClock clock;
    private final Estate estate;
    private final AwsClients clients;
    private final Log ruleLog = new Log();
    private final Log changeLog = new Log();
    private final Log hookLog = new Log();
    private final Log replacementLog = new Log();
    private final RequestStreamHandler rule;
    private final LocalQueue changes;
    private final CloudFormation cloudFormation;

    /** The real function behind the queue; made when the rules are known. */
    private Optional<RequestStreamHandler> change = Optional.empty();

    /** The real function that replaces clusters; made when the rules are known. */
    private Optional<RequestStreamHandler> replacement = Optional.empty();

    private final List<String> rules = new ArrayList<>();

    /**
     * A stage in this AWS.
     *
     * @param clock the one that the AWS goes by
     */
    Stage(LocalAws aws, SettableClock clock) {
        this.aws = aws;
        this.clock = clock;
        this.estate = aws.estate(ACCOUNT, REGION);
        AccessKey key = aws.accessKey(ACCOUNT);
        this.clients = AwsClients.forEndpoint(
                aws.endpoint(),
                REGION,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())));
        this.rule = new ConfigRuleHandler(clients, ruleLog.stream());
        this.changes = new LocalQueue(
                estate, "daxguard-changes", QUEUE, clock, List.of(batch -> invoke(change.orElseThrow(), batch)));
        TemplateHookHandler hook = new TemplateHookHandler(
                REGION,
                List.of(Control.values()),
                RuleParameters.parse(Map.of("exemptionTag", StandardStory.EXEMPTION_TAG)),
                hookLog.stream(),
                clock);
        this.cloudFormation =
                new CloudFormation(estate, request -> invoke(hook, request), CloudFormation.FailureMode.FAIL);
    }

    Estate estate() {
        return estate;
    }

    Faults faults() {
        return aws.faults();
    }

    /** What people use to make and delete clusters. */
    DaxClient dax() {
        return clients.dax();
    }

    /** Lets time pass, and with it whatever the queue holds come through. */
    void waitUntil(Instant time) {
        changes.runUntil(time);
    }

    /** Makes a rule, with the function as its target. */
    void putRule(String name, Map<String, String> parameters) {
        rules.add(name);
        estate.putRule(name, parameters);
        estate.onEvent(name, event -> invoke(rule, event));
    }

    /** Lets AWS Config invoke a rule as it does periodically. */
    Run run(String name, Instant at) {
        List<StoredEvaluation> before = estate.results(name);
        ruleLog.take();
        Optional<Exception> failure = Optional.empty();
        try {
            estate.deliverScheduled(name, at);
        } catch (Exception e) {
            failure = Optional.of(e);
        }
        return new Run(name, before, estate.results(name), ruleLog.take(), failure);
    }

    /** From here on each change of a cluster is told to the queue, behind which is the function that starts the rules. */
    void connectChanges() {
        if (change.isPresent()) {
            return;
        }
        change = Optional.of(new ClusterChangeHandler(clients, rules, Optional.empty(), changeLog.stream(), clock));
        estate.onDaxCall(changes.asTarget());
    }

    /**
     * Lets time pass until then, and with it whatever the queue holds come through.
     *
     * @param name the rule whose run is shown
     * @param cluster the one whose result is waited for
     */
    Journey runForChanges(String name, String cluster, Instant until) {
        List<StoredEvaluation> before = estate.results(name);
        Instant beginning = clock.instant();
        ruleLog.take();
        changes.runUntil(until);
        List<LogLine> log = changeLog.take();
        List<StoredEvaluation> after = estate.results(name);
        List<LogLine> runLog = takeRuleLog(name);
        List<Exception> failures = new ArrayList<>(changes.failures());
        failures.addAll(aws.deliveryFailures());
        return new Journey(
                log.stream()
                        .filter(line -> "started".equals(line.fields().get("start")))
                        .map(line -> Instant.parse(line.fields().getOrDefault("timestamp", "")))
                        .toList(),
                after.stream()
                        .filter(result -> result.resourceId().equals(cluster))
                        .map(StoredEvaluation::orderingTimestamp)
                        .filter(time -> time.isAfter(beginning))
                        .findFirst(),
                log,
                new Run(name, before, after, runLog, failures.stream().findFirst()));
    }

    /**
     * Asks the replacement function for a step.
     *
     * @param settings members of the request
     * @param more further members
     */
    StepAnswer step(Map<String, String> settings, Map<String, String> more) {
        if (replacement.isEmpty()) {
            replacement = Optional.of(new ReplacementHandler(
                    clients, rules, Optional.empty(), ReplacementPolicy.DEFAULT, replacementLog.stream(), clock));
        }
        Map<String, String> request = new LinkedHashMap<>(more);
        request.putAll(settings);
        try {
            byte[] answer = invoke(replacement.get(), JSON.writeValueAsBytes(request));
            return new StepAnswer(false, JSON.readTree(answer).path("message").asText());
        } catch (RefusedStepException e) {
            return new StepAnswer(true, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Lets something be done that starts the rules, and waits until they have run.
     *
     * @param name the rule whose run is shown
     */
    Run runStartedBy(String name, Runnable deed) {
        List<StoredEvaluation> before = estate.results(name);
        ruleLog.take();
        deed.run();
        aws.awaitDeliveries();
        return new Run(
                name,
                before,
                estate.results(name),
                takeRuleLog(name),
                aws.deliveryFailures().stream().findFirst());
    }

    private List<LogLine> takeRuleLog(String name) {
        return ruleLog.take().stream()
                .filter(line -> name.equals(line.fields().get("rule")))
                .toList();
    }

    /** Lets CloudFormation make a cluster, with the hook in the mode that stops it. */
    CloudFormation.Outcome deploy(String logicalId, JsonNode properties) {
        return cloudFormation.create(logicalId, properties);
    }

    /** What the hook's function has logged since the last time. */
    List<LogLine> takeHookLog() {
        return hookLog.take();
    }

    boolean hasCluster(String name) {
        try {
            return !dax().describeClusters(request -> request.clusterNames(name))
                    .clusters()
                    .isEmpty();
        } catch (ClusterNotFoundException e) {
            return false;
        }
    }

    private static byte[] invoke(RequestStreamHandler function, byte[] event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function.handleRequest(
                new ByteArrayInputStream(event), answer, LocalContext.of(ACCOUNT, REGION, FUNCTION_TIMEOUT));
        return answer.toByteArray();
    }

    @Override
    public void close() {
        clients.close();
    }
}
