package io.github.daxguard.infra.integration;

import static io.github.daxguard.packaged.PackagedFunction.REGION;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.EmulatorState;
import io.github.daxguard.emulator.LocalAws;
import io.github.daxguard.external.Emulator;
import io.github.daxguard.external.RunningEmulator;
import io.github.daxguard.handler.ConfigRuleHandler;
import io.github.daxguard.packaged.PackagedFunction;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.dax.model.Cluster;
import software.amazon.awssdk.services.dax.model.ClusterNotFoundException;
import software.amazon.awssdk.services.dax.model.CreateClusterRequest;
import software.amazon.awssdk.services.dax.model.Node;
import software.amazon.awssdk.services.dax.model.Tag;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * The emulated AWS of a test and its clients: only the in-JVM emulator, or external emulators in front of it.
 *
 * <p>Tests share an emulator, which may also have served other test runs. Each test therefore uses
 * {@linkplain #newAccount() its own account}.
 */
final class AwsServer implements AutoCloseable {

    private static final SdkHttpClient HTTP = UrlConnectionHttpClient.builder()
            .proxyConfiguration(ProxyConfiguration.builder()
                    .useSystemPropertyValues(false)
                    .useEnvironmentVariablesValues(false)
                    .build())
            .build();

    /** Covers a traffic window of 70 minutes. */
    private static final List<Integer> MEASURED_MINUTES_AGO = IntStream.concat(
                    IntStream.of(0), IntStream.rangeClosed(3, 18).map(i -> 4 * i + 2))
            .boxed()
            .toList();

    /** A new cluster of moto is available at the third request. */
    private static final int ATTEMPTS = 10;

    private final SecureRandom random = new SecureRandom();
    private final List<RunningEmulator> emulators;
    private final LocalAws localAws = LocalAws.start();
    private final AwsFront front;

    private AwsServer(List<RunningEmulator> emulators, Map<String, URI> endpoints, Optional<URI> otherEndpoint) {
        this.emulators = List.copyOf(emulators);
        this.front = new AwsFront(
                localAws, service -> Optional.ofNullable(endpoints.get(service)).or(() -> otherEndpoint));
    }

    static AwsServer local() {
        return new AwsServer(List.of(), Map.of(), Optional.empty());
    }

    static AwsServer moto() {
        RunningEmulator moto = Emulator.MOTO.start();
        return new AwsServer(List.of(moto), Map.of(), Optional.of(moto.endpoint()));
    }

    /** LocalStack, and moto for DAX. */
    static AwsServer localStack() {
        RunningEmulator localStack = Emulator.LOCALSTACK.start();
        RunningEmulator moto = Emulator.MOTO.start();
        return new AwsServer(
                List.of(localStack, moto), Map.of("dax", moto.endpoint()), Optional.of(localStack.endpoint()));
    }

    URI endpoint() {
        return front.endpoint();
    }

    boolean hasEmulator() {
        return !emulators.isEmpty();
    }

    List<AwsFront.Call> calls() {
        return front.calls();
    }

    void forgetCalls() {
        front.forgetCalls();
    }

    String newAccount() {
        return String.valueOf(random.nextLong(100_000_000_000L, 1_000_000_000_000L));
    }

    /** The state of an account in the in-JVM emulator, which has the rules and their results also with external emulators. */
    EmulatorState state(String account) {
        return localAws.state(account, REGION);
    }

    /** Allows the role to be assumed in the in-JVM emulator. External emulators do not check whether a role exists. */
    void addRole(String account, String roleName) {
        localAws.addRole(account, roleName);
    }

    /** Session credentials of an account, for its function or for the test itself. */
    AwsSessionCredentials session(String account) {
        return session(account, "daxguard-test");
    }

    AwsSessionCredentials session(String account, String roleName) {
        addRole(account, roleName);
        AccessKey key = localAws.accessKey(account);
        try (StsClient sts = client(StsClient.builder(), AwsBasicCredentials.create(key.id(), key.secret()))
                .build()) {
            Credentials credentials = sts.assumeRole(
                            request -> request.roleArn("arn:aws:iam::" + account + ":role/" + roleName)
                                    .roleSessionName("test"))
                    .credentials();
            return AwsSessionCredentials.create(
                    credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
        }
    }

    /** Creates the clusters, and waits until they are available. */
    void create(String account, CreateClusterRequest... requests) {
        withDax(account, dax -> {
            for (CreateClusterRequest request : requests) {
                dax.createCluster(request);
            }
            return true;
        });
        settle(account);
    }

    /** Deletes a cluster, and waits until it is deleted. */
    void delete(String account, String name) {
        withDax(account, dax -> dax.deleteCluster(request -> request.clusterName(name)));
        settle(account);
    }

    /** Waits until all creations and deletions of clusters are complete. */
    void settle(String account) {
        state(account).settle();
        withDax(account, dax -> {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (areAvailable(dax)) {
                    return true;
                }
            }
            throw new AssertionError("The clusters are not available after " + ATTEMPTS + " requests");
        });
    }

    private static boolean areAvailable(DaxClient dax) {
        try {
            return dax.describeClusters().clusters().stream()
                    .map(Cluster::status)
                    .allMatch("available"::equals);
        } catch (ClusterNotFoundException e) {
            // moto fails if a cluster is deleted during the listing. The next request succeeds.
            return false;
        }
    }

    List<String> clusterNames(String account) {
        return withDax(
                account,
                dax -> dax.describeClusters().clusters().stream()
                        .map(Cluster::clusterName)
                        .toList());
    }

    Map<String, String> tags(String account, String cluster) {
        return withDax(
                account,
                dax -> dax
                        .listTags(request ->
                                request.resourceName(dax.describeClusters(asked -> asked.clusterNames(cluster))
                                        .clusters()
                                        .get(0)
                                        .clusterArn()))
                        .tags()
                        .stream()
                        .collect(Collectors.toMap(Tag::key, Tag::value)));
    }

    /** Puts a data point of DAX into CloudWatch. AWS itself does not allow this in its own namespaces. */
    void putMetric(String account, String metric, Map<String, String> dimensions, int minutesAgo, double value) {
        Instant at = Instant.now().minus(Duration.ofMinutes(minutesAgo));
        if (!hasEmulator()) {
            state(account).putMetric(metric, dimensions, at, value);
            return;
        }
        // Sorted: moto sometimes treats another order as other dimensions.
        List<Dimension> named = new TreeMap<>(dimensions)
                .entrySet().stream()
                        .map(dimension -> Dimension.builder()
                                .name(dimension.getKey())
                                .value(dimension.getValue())
                                .build())
                        .toList();
        try (CloudWatchClient cloudWatch =
                client(CloudWatchClient.builder(), session(account)).build()) {
            cloudWatch.putMetricData(request -> request.namespace("AWS/DAX")
                    .metricData(MetricDatum.builder()
                            .metricName(metric)
                            .dimensions(named)
                            .timestamp(at)
                            .value(value)
                            .build()));
        }
    }

    /** Puts the CPU utilization of running nodes into CloudWatch. The in-JVM emulator always has it. */
    void measure(String account, String cluster) {
        if (!hasEmulator()) {
            return;
        }
        List<String> nodes = withDax(
                account,
                dax -> dax.describeClusters(request -> request.clusterNames(cluster)).clusters().get(0).nodes().stream()
                        .map(Node::nodeId)
                        .toList());
        for (String node : nodes) {
            for (int minutesAgo : MEASURED_MINUTES_AGO) {
                putMetric(account, "CPUUtilization", Map.of("ClusterId", cluster, "NodeId", node), minutesAgo, 2);
            }
        }
    }

    private <T> T withDax(String account, Function<DaxClient, T> use) {
        try (AwsClients clients =
                AwsClients.forEndpoint(endpoint(), REGION, StaticCredentialsProvider.create(session(account)))) {
            return use.apply(clients.dax());
        }
    }

    PackagedFunction function(Path directory, String account, AwsSessionCredentials credentials) throws IOException {
        return function(directory, ConfigRuleHandler.class, Map.of(), account, credentials);
    }

    /**
     * Starts one of the packaged functions in an account.
     *
     * @param variables the environment variables of the function
     */
    PackagedFunction function(
            Path directory,
            Class<?> handler,
            Map<String, String> variables,
            String account,
            AwsSessionCredentials credentials)
            throws IOException {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("AWS_ENDPOINT_URL", endpoint().toString());
        environment.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
        environment.put("AWS_SESSION_TOKEN", credentials.sessionToken());
        return PackagedFunction.start(directory, handler.getName(), account, environment);
    }

    /** Configures a client for this endpoint, independent of the AWS settings of the machine. */
    <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B client(B builder, AwsCredentials credentials) {
        return builder.httpClient(HTTP)
                .endpointOverride(endpoint())
                .fipsEnabled(false)
                .dualstackEnabled(false)
                .defaultsMode(DefaultsMode.STANDARD)
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .overrideConfiguration(configuration -> configuration
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .defaultProfileFile(ProfileFile.aggregator().build()));
    }

    @Override
    public void close() {
        front.close();
        localAws.close();
        emulators.forEach(RunningEmulator::close);
    }
}
