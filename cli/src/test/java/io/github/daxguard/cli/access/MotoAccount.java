package io.github.daxguard.cli.access;

import io.github.daxguard.aws.AwsClients;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * An account in a moto server. Each test uses its own accounts, because tests share a server, which may have been used before.
 *
 * @param endpoint the endpoint of the server
 * @param id 12 digits
 * @param credentials the credentials of a role session in the account
 */
public record MotoAccount(URI endpoint, String id, AwsSessionCredentials credentials) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** An unused account with a random id. */
    public static MotoAccount unused(URI endpoint) {
        return of(endpoint, String.valueOf(RANDOM.nextLong(100_000_000_000L, 1_000_000_000_000L)));
    }

    /** The account with this id. moto does not require that the assumed role exists. */
    public static MotoAccount of(URI endpoint, String id) {
        AwsCredentialsProvider anyone = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        try (AwsClients own = AwsClients.forEndpoint(endpoint, "us-east-1", anyone);
                StsClient sts = own.newClient(StsClient.builder())) {
            Credentials given = sts.assumeRole(request -> request.roleArn("arn:aws:iam::" + id + ":role/daxguard")
                            .roleSessionName("test"))
                    .credentials();
            return new MotoAccount(
                    endpoint,
                    id,
                    AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken()));
        }
    }

    /** Clients in a Region; the caller closes them. */
    public AwsClients clients(String region) {
        return AwsClients.forEndpoint(endpoint, region, StaticCredentialsProvider.create(credentials));
    }

    /** The environment variables of a process that uses this account. */
    public Map<String, String> settings(String region) {
        return Map.of(
                "AWS_ENDPOINT_URL", endpoint.toString(),
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_REGION", region,
                "AWS_ACCESS_KEY_ID", credentials.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey(),
                "AWS_SESSION_TOKEN", credentials.sessionToken());
    }
}
