package io.github.daxguard.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The SDK clients of one Region, made once and used by every invocation.
 *
 * <p>Each call is tried up to three times by the SDK's standard retry; {@link AwsCalls} bounds them all by the time left.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">Retry behavior</a>
 */
public final class AwsClients implements AutoCloseable {

    /** What the SDK's standard mode does. */
    private static final int ATTEMPTS = 3;

    /** A name that is reserved never to lead anywhere (RFC 2606), for clients that do not go anywhere. */
    private static final URI NOWHERE = URI.create("https://answers.invalid");

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(10);

    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final Optional<URI> endpoint;
    private final Optional<String> profile;
    private final SdkHttpClient http;
    private final DaxClient dax;
    private final ConfigClient config;
    private @Nullable CloudWatchClient cloudWatch;

    private AwsClients(
            Region region,
            AwsCredentialsProvider credentials,
            Optional<URI> endpoint,
            Optional<String> profile,
            SdkHttpClient http) {
        this.region = region;
        this.credentials = credentials;
        this.endpoint = endpoint;
        this.profile = profile;
        this.http = http;
        this.dax = newClient(DaxClient.builder());
        this.config = newClient(ConfigClient.builder());
    }

    /**
     * Clients for a Lambda function: its role's credentials; AWS's endpoints, or those that the SDK's own
     * {@code AWS_ENDPOINT_URL} variables name.
     */
    public static AwsClients forFunction(String region) {
        // Lambda sets them as environment variables; the SDK's default chain would load a dozen other sources at each
        // start.
        AwsCredentialsProvider credentials = EnvironmentVariableCredentialsProvider.create();
        return new AwsClients(Region.of(region), credentials, Optional.empty(), Optional.empty(), http().build());
    }

    /**
     * Clients with these credentials: AWS's endpoints, or those that the SDK's own settings name.
     *
     * @param profile of the SDK's settings, which also sets endpoints and the like; if empty, as the SDK chooses
     */
    public static AwsClients of(String region, AwsCredentialsProvider credentials, Optional<String> profile) {
        return new AwsClients(Region.of(region), credentials, Optional.empty(), profile, http().build());
    }

    /**
     * Clients that never reach a network: each request is marshalled and signed as any other, and then answered here.
     *
     * @param answers a JSON body for each operation's AWS name
     */
    public static AwsClients answering(String region, Map<String, String> answers) {
        AwsCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none"));
        return new AwsClients(
                Region.of(region), credentials, Optional.of(NOWHERE), Optional.empty(), new PrimingResponses(answers));
    }

    /** Clients for an endpoint that answers in AWS's place: they go straight there, whatever proxy is set for AWS's. */
    public static AwsClients forEndpoint(URI endpoint, String region, AwsCredentialsProvider credentials) {
        ProxyConfiguration direct = ProxyConfiguration.builder()
                .useSystemPropertyValues(false)
                .useEnvironmentVariablesValues(false)
                .build();
        SdkHttpClient http = http().proxyConfiguration(direct).build();
        return new AwsClients(Region.of(region), credentials, Optional.of(endpoint), Optional.empty(), http);
    }

    private static UrlConnectionHttpClient.Builder http() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECTION_TIMEOUT)
                .socketTimeout(SOCKET_TIMEOUT);
    }

    public Region region() {
        return region;
    }

    public DaxClient dax() {
        return dax;
    }

    public ConfigClient config() {
        return config;
    }

    /** Made on first use: only a replacement needs it, and each client costs cold start. */
    public synchronized CloudWatchClient cloudWatch() {
        if (cloudWatch == null) {
            cloudWatch = newClient(CloudWatchClient.builder());
        }
        return cloudWatch;
    }

    /** AWS Systems Manager for the functions: the endpoint of a profile does not apply. */
    public SystemsManager ssm() {
        return new SystemsManager(region, endpoint, credentials, http);
    }

    /** A new STS client: only a rule with an execution role pays for it. The caller closes it. */
    StsClient newSts() {
        return newClient(StsClient.builder());
    }

    /** A client of another service, set up as these are; the caller closes it. */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C newClient(B builder) {
        ClientOverrideConfiguration.Builder configuration = ClientOverrideConfiguration.builder()
                .retryStrategy(RetryMode.STANDARD)
                .addExecutionInterceptor(new RequestCount())
                .addExecutionInterceptor(new CompleteResponses());
        builder.region(region).credentialsProvider(credentials);
        profile.ifPresent(configuration::defaultProfileName);
        if (endpoint.isPresent()) {
            // Not AWS: what this machine is set up with for AWS (FIPS, a profile, attempts) does not apply there.
            configuration
                    .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(ATTEMPTS)
                            .build())
                    .defaultProfileFile(ProfileFile.aggregator().build());
            builder.endpointOverride(endpoint.get())
                    .fipsEnabled(false)
                    .dualstackEnabled(false)
                    .defaultsMode(DefaultsMode.STANDARD);
        }
        return builder.overrideConfiguration(configuration.build())
                .httpClient(http)
                .build();
    }

    @Override
    public synchronized void close() {
        dax.close();
        config.close();
        if (cloudWatch != null) {
            cloudWatch.close();
        }
        http.close();
    }
}
