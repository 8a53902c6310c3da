package io.github.daxguard.aws;

import java.net.URI;
import java.time.Duration;
import java.util.List;
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
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
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
 * The SDK clients of one Region, created once and used by all invocations.
 *
 * <p>The SDK's standard retry mode makes up to three attempts for each call. {@link AwsCalls} limits them to the remaining time.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">Retry behavior</a>
 */
public final class AwsClients implements AutoCloseable {

    /** The number of attempts in the SDK's standard retry mode. */
    private static final int ATTEMPTS = 3;

    /** A reserved name that is never resolved (RFC 2606), for clients that send no requests. */
    private static final URI UNREACHABLE = URI.create("https://answers.invalid");

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(10);

    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final Optional<URI> endpoint;
    private final Optional<String> profile;
    private final SdkHttpClient http;
    private final List<ExecutionInterceptor> interceptors;
    private final DaxClient dax;
    private final ConfigClient config;
    private @Nullable CloudWatchClient cloudWatch;

    private AwsClients(
            Region region,
            AwsCredentialsProvider credentials,
            Optional<URI> endpoint,
            Optional<String> profile,
            SdkHttpClient http,
            List<ExecutionInterceptor> interceptors) {
        this.region = region;
        this.credentials = credentials;
        this.endpoint = endpoint;
        this.profile = profile;
        this.http = http;
        this.interceptors = List.copyOf(interceptors);
        this.dax = newClient(DaxClient.builder());
        this.config = newClient(ConfigClient.builder());
    }

    /**
     * Clients for a Lambda function, with its role's credentials, and with AWS's endpoints or those of the SDK's
     * {@code AWS_ENDPOINT_URL} variables.
     */
    public static AwsClients forFunction(String region) {
        // Lambda sets them as environment variables. The SDK's default chain would load other sources and slow the cold
        // start.
        AwsCredentialsProvider credentials = EnvironmentVariableCredentialsProvider.create();
        return new AwsClients(
                Region.of(region), credentials, Optional.empty(), Optional.empty(), http().build(), List.of());
    }

    /**
     * Clients with these credentials, and with AWS's endpoints or those of the SDK's settings.
     *
     * @param profile in the SDK's settings, for example for endpoints; if empty, the SDK's default
     * @param interceptors that observe each request
     */
    public static AwsClients of(
            String region,
            AwsCredentialsProvider credentials,
            Optional<String> profile,
            List<ExecutionInterceptor> interceptors) {
        return new AwsClients(Region.of(region), credentials, Optional.empty(), profile, http().build(), interceptors);
    }

    /**
     * Clients that do not use the network. Each request is marshalled and signed as usual, and returns a defined response.
     *
     * @param responses the JSON body by the AWS name of the operation
     */
    public static AwsClients withResponses(String region, Map<String, String> responses) {
        AwsCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none"));
        return new AwsClients(
                Region.of(region),
                credentials,
                Optional.of(UNREACHABLE),
                Optional.empty(),
                new PrimingResponses(responses),
                List.of());
    }

    /** Clients for an endpoint other than AWS's. They connect directly and ignore proxy settings. */
    public static AwsClients forEndpoint(URI endpoint, String region, AwsCredentialsProvider credentials) {
        return forEndpoint(endpoint, region, credentials, List.of());
    }

    /**
     * Clients for an endpoint other than AWS's. They connect directly and ignore proxy settings.
     *
     * @param interceptors that observe each request
     */
    public static AwsClients forEndpoint(
            URI endpoint, String region, AwsCredentialsProvider credentials, List<ExecutionInterceptor> interceptors) {
        SdkHttpClient http = direct(http()).build();
        return new AwsClients(
                Region.of(region), credentials, Optional.of(endpoint), Optional.empty(), http, interceptors);
    }

    /** Ignores proxy settings. */
    private static UrlConnectionHttpClient.Builder direct(UrlConnectionHttpClient.Builder builder) {
        return builder.proxyConfiguration(ProxyConfiguration.builder()
                .useSystemPropertyValues(false)
                .useEnvironmentVariablesValues(false)
                .build());
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

    /** Created on first use: only a replacement needs it, and each client adds to the cold start. */
    public synchronized CloudWatchClient cloudWatch() {
        if (cloudWatch == null) {
            cloudWatch = newClient(CloudWatchClient.builder());
        }
        return cloudWatch;
    }

    /** AWS Systems Manager for the functions. The endpoint of a profile does not apply. */
    public SystemsManager ssm() {
        return new SystemsManager(region, endpoint, credentials, http);
    }

    /** A new STS client, which only a rule with an execution role needs. The caller closes it. */
    StsClient newSts() {
        return newClient(StsClient.builder());
    }

    /** A client of another service with the same configuration. The caller closes it. */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C newClient(B builder) {
        return configured(builder).httpClient(http).build();
    }

    /**
     * A client whose responses can take longer than those of the other clients. The caller closes it.
     *
     * @param responseTime the longest time between two parts of a response
     */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C newClient(
            B builder, Duration responseTime) {
        UrlConnectionHttpClient.Builder slow = http().socketTimeout(responseTime);
        return configured(builder)
                .httpClientBuilder(endpoint.isPresent() ? direct(slow) : slow)
                .build();
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(B builder) {
        ClientOverrideConfiguration.Builder configuration = ClientOverrideConfiguration.builder()
                .retryStrategy(RetryMode.STANDARD)
                .addExecutionInterceptor(new RequestCount())
                .addExecutionInterceptor(new CompleteResponses());
        interceptors.forEach(configuration::addExecutionInterceptor);
        builder.region(region).credentialsProvider(credentials);
        profile.ifPresent(configuration::defaultProfileName);
        if (endpoint.isPresent()) {
            // Not AWS: the local settings for AWS (FIPS, profile, attempts) do not apply.
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
        return builder.overrideConfiguration(configuration.build());
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
