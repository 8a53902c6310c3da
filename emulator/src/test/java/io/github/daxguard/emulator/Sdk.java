package io.github.daxguard.emulator;

import java.time.Duration;
import java.time.Instant;
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
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.dax.DaxClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** SDK clients of the emulator, without retries. */
final class Sdk {
    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";

    /** The initial time of the tests' clocks; with milliseconds, as most times have. */
    static final Instant START = Instant.parse("2026-03-01T12:00:00.250Z");

    // Created once, because it is the slow part of a client. The time-out is long enough for a busy machine.
    private static final SdkHttpClient HTTP = UrlConnectionHttpClient.builder()
            .socketTimeout(Duration.ofSeconds(30))
            .proxyConfiguration(ProxyConfiguration.builder()
                    .useSystemPropertyValues(false)
                    .useEnvironmentVariablesValues(false)
                    .build())
            .build();

    private final LocalAws aws;
    private final AwsCredentials credentials;
    private final Region region;

    private Sdk(LocalAws aws, AwsCredentials credentials, Region region) {
        this.aws = aws;
        this.credentials = credentials;
        this.region = region;
    }

    /** With the long-term key of {@link #ACCOUNT}, in {@link #REGION}. */
    static Sdk of(LocalAws aws) {
        return of(aws, ACCOUNT, REGION);
    }

    static Sdk of(LocalAws aws, String account, String region) {
        AccessKey key = aws.accessKey(account);
        return new Sdk(aws, AwsBasicCredentials.create(key.id(), key.secret()), Region.of(region));
    }

    static Sdk of(LocalAws aws, Credentials session) {
        return new Sdk(
                aws,
                AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(), session.sessionToken()),
                Region.of(REGION));
    }

    DaxClient dax() {
        return configured(DaxClient.builder()).build();
    }

    ConfigClient config() {
        return configured(ConfigClient.builder()).build();
    }

    CloudWatchClient cloudWatch() {
        return configured(CloudWatchClient.builder()).build();
    }

    StsClient sts() {
        return configured(StsClient.builder()).build();
    }

    S3Client s3() {
        return configured(S3Client.builder()).build();
    }

    SnsClient sns() {
        return configured(SnsClient.builder()).build();
    }

    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(B builder) {
        return builder.httpClient(HTTP)
                .endpointOverride(aws.endpoint())
                // Independent of the AWS configuration of the machine.
                .fipsEnabled(false)
                .dualstackEnabled(false)
                .defaultsMode(DefaultsMode.STANDARD)
                .region(region)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()));
    }
}
