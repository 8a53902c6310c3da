package io.github.daxguard.cli.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.daxguard.aws.AwsClients;
import io.github.daxguard.aws.Caller;
import io.github.daxguard.aws.TimeBudget;
import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.LocalAws;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

class CallerIdentityTest {

    private static final String ACCOUNT = "111122223333";

    private final LocalAws aws = LocalAws.start();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void of_validCredentials_returnsAccountAndArn() {
        CallerIdentity identity = identity(credentials());

        assertThat(identity.account()).isEqualTo(ACCOUNT);
        assertThat(identity.arn()).startsWith("arn:aws:").contains(ACCOUNT);
        assertThat(aws.calls("GetCallerIdentity"))
                .singleElement()
                .satisfies(call -> assertThat(call.region()).isEqualTo("eu-west-1"));
    }

    @Test
    void of_refusedCredentials_reportsTheCallAndTheNextStep() {
        AwsCredentialsProvider unknown =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret"));
        aws.faults()
                .on("GetCallerIdentity")
                .error("InvalidClientTokenId", "The security token included in the request is invalid.", 403);

        assertThatThrownBy(() -> identity(unknown))
                .isInstanceOf(CallerIdentityException.class)
                .hasMessageContaining(
                        "GetCallerIdentity in account of these credentials, eu-west-1, failed: InvalidClientTokenId")
                .hasMessageContaining("AWS did not accept the credentials");
    }

    @Test
    void of_noCredentials_reportsHowToSignIn() {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers in the chain");
        };

        assertThatThrownBy(() -> identity(none))
                .isInstanceOf(CallerIdentityException.class)
                .hasMessageContaining("aws sso login");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void of_unsignedRequest_isRefused() {
        assertThatThrownBy(() -> identity(AnonymousCredentialsProvider.create()))
                .isInstanceOf(CallerIdentityException.class);
    }

    @Test
    void of_responseWithoutAccount_fails() {
        aws.faults()
                .on("GetCallerIdentity")
                .body("<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>");

        assertThatThrownBy(() -> identity(credentials()))
                .isInstanceOf(CallerIdentityException.class)
                .hasMessageContaining("The response has no account");
    }

    private CallerIdentity identity(AwsCredentialsProvider credentials) {
        try (AwsClients clients = AwsClients.forEndpoint(aws.endpoint(), "eu-west-1", credentials)) {
            return CallerIdentity.of(clients, Caller.COMMAND_LINE, new TimeBudget(() -> 60_000));
        }
    }

    private StaticCredentialsProvider credentials() {
        AccessKey key = aws.accessKey(ACCOUNT);
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret()));
    }
}
