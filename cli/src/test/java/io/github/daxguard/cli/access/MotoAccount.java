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
 * An account in a moto server. Tests share a server, and one that was started by hand may have served others before: so each
 * takes accounts of its own.
 *
 * @param endpoint the server's
 * @param id 12 digits
 * @param credentials of a session of a role there
 */
public record MotoAccount(URI endpoint, String id, AwsSessionCredentials credentials) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** An account that nobody has used. */
    public static MotoAccount unused(URI endpoint) {
        return of(endpoint, String.valueOf(RANDOM.nextLong(100_000_000_000L, 1_000_000_000_000L)));
    }

    /** The account of that id; whoever assumes a role in it acts there, and moto does not ask whether the role exists. */
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

    /** The environment variables of a process that works in this account. */
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
