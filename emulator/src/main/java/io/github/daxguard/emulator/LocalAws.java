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
 * An HTTP server on loopback that answers as DAX, AWS Config, CloudWatch, Systems Manager and STS do: for tests and the
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
 *     dax.describeClusters(); // throttled, tried again, answered
 *     aws.calls("DescribeClusters"); // both calls
 * }
 * }</pre>
 *
 * <p>It is strict: what AWS would refuse it refuses, with AWS's error code. Every request must be signed with
 * Signature Version 4, whose credentials tell the account and whose scope tells the Region and the service; whether
 * the signature itself fits is not checked, and permissions are not either: {@link Faults} can deny. An account and a
 * Region keep apart what they have: {@link EmulatorState}.
 *
 * <p>It serves DAX: {@code DescribeClusters}, {@code ListTags}, {@code TagResource}, {@code UntagResource},
 * {@code CreateCluster}, {@code DeleteCluster}; AWS Config: {@code PutEvaluations},
 * {@code GetComplianceDetailsByConfigRule}, {@code DescribeConformancePackCompliance},
 * {@code StartConfigRulesEvaluation}; CloudWatch: {@code GetMetricData}; Systems Manager:
 * {@code GetAutomationExecution}; STS: {@code AssumeRole}, {@code GetCallerIdentity}. A test
 * answers every other operation itself: {@link #answer}. Other services are classes that the caller drives: EventBridge
 * ({@link EmulatorState#onDaxCall}), SQS and its event source mapping ({@link LocalQueue}), CloudFormation
 * ({@link CloudFormation}).
 *
 * <p>Safe for use by several threads.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html">Service-specific
 *     endpoints</a>, the settings that point a finished program here
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
        serve(Api.CLOUDWATCH, new CloudWatchService(this::state, clock).operations());
        serve(Api.SSM, new SsmService(this::state).operations());
        serve(Api.STS, sts.operations());
        faults = new Faults(
                operations.values(),
                (request, error) -> state(request.place()).trail().refused(request, error));
        http = new HttpFront(operations, credentials, faults, calls);
    }

    private void serve(Api api, Map<String, ServiceOperation> served) {
        operations.getOrDefault(api, Map.of()).putAll(served);
    }

    /** Starts a server that goes by the system's clock. */
    public static LocalAws start() {
        return start(Clock.systemUTC());
    }

    /**
     * Starts a server that goes by this clock: it decides when a rule may be started again and when a session ends.
     */
    public static LocalAws start(InstantSource clock) {
        return new LocalAws(clock);
    }

    /** Where the server listens: the endpoint for all services. */
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
     * What an account has in a Region; made empty on first use.
     *
     * @throws IllegalArgumentException if the account is not 12 digits or the Region does not look like one
     */
    public EmulatorState state(String account, String region) {
        return state(new Location(account, region));
    }

    private EmulatorState state(Location place) {
        return states.computeIfAbsent(place, key -> new EmulatorState(key, clock, deliveries));
    }

    /**
     * Lets anyone assume {@code arn:aws:iam::ACCOUNT:role/NAME}.
     *
     * @param roleName the role's name, its path in front of it if it has one
     */
    public void addRole(String account, String roleName) {
        sts.addRole(account, roleName);
    }

    /**
     * Answers an operation that the emulator does not serve itself. Signature, call log and {@link #faults} apply to it
     * as to every other operation.
     *
     * @param service the service's signing name: {@code dax}, {@code config}, {@code sts}, {@code monitoring},
     *     {@code ssm}, {@code organizations}, {@code account} or {@code securityhub}
     * @param operation the operation's name, such as {@code ListAccounts}
     * @param handler returns the members of the result; it throws {@link AwsError} to refuse the call
     * @throws IllegalArgumentException if the service is not one of these
     */
    public void answer(String service, String operation, Function<Call, ObjectNode> handler) {
        serve(Api.ofSigningName(service), Map.of(operation, request -> handler.apply(request.call())));
    }

    /** What goes wrong on purpose. */
    public Faults faults() {
        return faults;
    }

    /** Every request received, in order, failed and refused ones too. */
    public List<Call> calls() {
        return calls.calls();
    }

    /** Every request received that asked for this operation, in order, failed and refused ones too. */
    public List<Call> calls(String operation) {
        return calls.calls(operation);
    }

    /**
     * Waits until so many requests for this operation have been received, answered or not: at most one minute.
     *
     * @throws IllegalStateException if they do not come in that time, or this thread is interrupted
     */
    public void awaitCalls(String operation, int count) {
        calls.await(operation, count);
    }

    /** Forgets the requests received so far. */
    public void clearCalls() {
        calls.clear();
    }

    /**
     * Waits until the events that {@code StartConfigRulesEvaluation} has started are handed over and their targets
     * have returned: at most one minute.
     *
     * @throws IllegalStateException if a target does not return in that time, or this thread is interrupted
     */
    public void awaitDeliveries() {
        deliveries.await();
    }

    /**
     * What event targets have thrown: at events that {@code StartConfigRulesEvaluation} started, and at those of DAX
     * calls.
     */
    public List<Exception> deliveryFailures() {
        return deliveries.failures();
    }

    /** Stops at once: open connections are cut, stalled calls end, targets that are running are interrupted. */
    @Override
    public void close() {
        faults.clear();
        http.close();
        deliveries.close();
    }
}
