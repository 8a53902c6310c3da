package io.github.daxguard.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * An HTTP server on loopback that emulates DAX, AWS Config, CloudWatch, Systems Manager, STS, S3 and SNS for tests and the
 * demo.
 *
 * <pre>{@code
 * try (LocalAws aws = LocalAws.start()) {
 *     EmulatorState state = aws.state("111122223333", "eu-west-1");
 *     state.putCluster(LocalCluster.named("orders").encrypted());
 *     state.putRule("dax-encryption", Map.of("control", "encryption-at-rest"));
 *
 *     AccessKey key = aws.accessKey("111122223333");
 *     DaxClient dax = DaxClient.builder()
 *             .endpointOverride(aws.endpoint())
 *             .region(Region.EU_WEST_1)
 *             .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())))
 *             .build();
 *
 *     aws.faults().on("DescribeClusters").call(1).throttle();
 *     dax.describeClusters(); // throttled, retried, answered
 *     aws.calls("DescribeClusters"); // both calls
 * }
 * }</pre>
 *
 * <p>It is strict: it rejects the requests that AWS would reject, with AWS's error code. Every request must be signed with
 * Signature Version 4; the credentials identify the account, and the scope the Region and the service. The signature itself
 * and permissions are not checked; {@link Faults} can deny access. Each account and Region has its own
 * {@link EmulatorState}.
 *
 * <p>It supports DAX: {@code DescribeClusters}, {@code ListTags}, {@code TagResource}, {@code UntagResource},
 * {@code CreateCluster}, {@code DeleteCluster}; AWS Config: {@code PutEvaluations},
 * {@code GetComplianceDetailsByConfigRule}, {@code DescribeConformancePackCompliance},
 * {@code StartConfigRulesEvaluation}, and {@code DescribeAggregateComplianceByConfigRules},
 * {@code GetAggregateComplianceDetailsByConfigRule}, {@code DescribeConfigurationAggregatorSourcesStatus} of a
 * {@link LocalAggregator}; S3: {@code GetObject}, {@code PutObject}; SNS: {@code Publish}; CloudWatch: {@code GetMetricData}; Systems Manager:
 * {@code GetAutomationExecution}; STS: {@code AssumeRole}, {@code GetCallerIdentity}. Tests
 * add other operations with {@link #answer}. Other services are classes that the caller controls: EventBridge
 * ({@link EmulatorState#onDaxCall}), SQS and its event source mapping ({@link LocalQueue}), CloudFormation
 * ({@link CloudFormation}).
 *
 * <p>Safe for use by several threads.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html">Service-specific
 *     endpoints</a>, the settings that direct a program to this server
 */
public final class LocalAws implements AutoCloseable {
    private final InstantSource clock;
    private final CredentialStore credentials;
    private final StsService sts;
    private final Deliveries deliveries = new Deliveries();
    private final CallLog calls = new CallLog();
    private final Map<Location, EmulatorState> states = new ConcurrentHashMap<>();
    private final Map<Api, Map<String, ServiceOperation>> operations = new EnumMap<>(Api.class);
    private final Faults faults;
    private final HttpFront http;

    private LocalAws(InstantSource clock) {
        this.clock = clock;
        credentials = new CredentialStore(clock);
        sts = new StsService(credentials);
        for (Api api : Api.values()) {
            operations.put(api, new ConcurrentHashMap<>());
        }
        serve(Api.DAX, new DaxService(this::state).operations());
        serve(Api.CONFIG, new ConfigService(this::state, clock).operations());
        serve(Api.CONFIG, new AggregatorService(this::state, states, clock).operations());
        serve(Api.S3, new S3Service(this::state).operations());
        serve(Api.SNS, new SnsService(this::state).operations());
        serve(Api.CLOUDWATCH, new CloudWatchService(this::state, clock).operations());
        serve(Api.SSM, new SsmService(this::state).operations());
        serve(Api.STS, sts.operations());
        faults = new Faults(
                operations.values(),
                (request, error) -> state(request.location()).trail().refused(request, error));
        http = new HttpFront(operations, credentials, faults, calls);
    }

    private void serve(Api api, Map<String, ServiceOperation> served) {
        operations.getOrDefault(api, Map.of()).putAll(served);
    }

    /** Starts a server with the system clock. */
    public static LocalAws start() {
        return start(Clock.systemUTC());
    }

    /**
     * Starts a server with this clock, which determines when a rule can be started again and when a session expires.
     */
    public static LocalAws start(InstantSource clock) {
        return new LocalAws(clock);
    }

    /** The endpoint of all services. */
    public URI endpoint() {
        return http.endpoint();
    }

    /**
     * The long-term access key of an account.
     *
     * @param account any 12 digits
     * @throws IllegalArgumentException if it is not 12 digits
     */
    public AccessKey accessKey(String account) {
        return credentials.longTermKey(account);
    }

    /**
     * The resources of an account and Region; none on first use.
     *
     * @throws IllegalArgumentException if the account is not 12 digits or the Region has an invalid format
     */
    public EmulatorState state(String account, String region) {
        return state(new Location(account, region));
    }

    private EmulatorState state(Location location) {
        return states.computeIfAbsent(location, key -> new EmulatorState(key, clock, deliveries));
    }

    /**
     * Adds the role {@code arn:aws:iam::ACCOUNT:role/NAME}, which every caller can assume.
     *
     * @param roleName the role's name, after its path if it has one
     */
    public void addRole(String account, String roleName) {
        sts.addRole(account, roleName);
    }

    /**
     * Adds an operation that the emulator does not support. Signatures, call log and {@link #faults} apply to it as to every
     * other operation.
     *
     * @param service the service's signing name, such as {@code organizations}
     * @param operation the operation's name, such as {@code ListAccounts}
     * @param handler returns the members of the result, or throws {@link AwsError} to reject the call
     * @throws IllegalArgumentException if the emulator does not have the protocol of the service
     */
    public void answer(String service, String operation, Function<Call, ObjectNode> handler) {
        serve(Api.ofSigningName(service), Map.of(operation, request -> handler.apply(request.call())));
    }

    /** The injected faults. */
    public Faults faults() {
        return faults;
    }

    /** All received requests, in order, including failed and rejected ones. */
    public List<Call> calls() {
        return calls.calls();
    }

    /** All received requests of this operation, in order, including failed and rejected ones. */
    public List<Call> calls(String operation) {
        return calls.calls(operation);
    }

    /**
     * Waits at most one minute until this number of requests of the operation were received, answered or not.
     *
     * @throws IllegalStateException if they are not received in that time, or this thread is interrupted
     */
    public void awaitCalls(String operation, int count) {
        calls.await(operation, count);
    }

    /** Clears the log of received requests. */
    public void clearCalls() {
        calls.clear();
    }

    /**
     * Waits at most one minute until the events that {@code StartConfigRulesEvaluation} started are delivered and their
     * targets have returned.
     *
     * @throws IllegalStateException if a target does not return in that time, or this thread is interrupted
     */
    public void awaitDeliveries() {
        deliveries.await();
    }

    /**
     * The exceptions of event targets, for events that {@code StartConfigRulesEvaluation} started and for events of DAX
     * calls.
     */
    public List<Exception> deliveryFailures() {
        return deliveries.failures();
    }

    /** Stops immediately: open connections are closed, stalled calls end, and running targets are interrupted. */
    @Override
    public void close() {
        faults.clear();
        http.close();
        deliveries.close();
    }
}
