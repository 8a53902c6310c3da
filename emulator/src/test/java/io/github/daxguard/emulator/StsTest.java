package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dax.model.DaxException;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class StsTest extends EmulatorTest {
    private static final String MEMBER = "444455556666";
    private static final String ROLE = "arn:aws:iam::444455556666:role/rules/daxguard";
    private static final String IDENTITY = "Action=GetCallerIdentity&Version=2011-06-15";

    private Credentials session() {
        aws.addRole(MEMBER, "rules/daxguard");
        return Sdk.of(aws)
                .sts()
                .assumeRole(r -> r.roleArn(ROLE).roleSessionName("session").durationSeconds(900))
                .credentials();
    }

    @Test
    void assumeRole_existingRole_hasItsAccountAndSessionNameUntilItExpires() {
        Credentials credentials = session();
        Sdk session = Sdk.of(aws, credentials);

        GetCallerIdentityResponse identity = session.sts().getCallerIdentity();
        session.dax().describeClusters();

        assertThat(credentials.accessKeyId()).startsWith("ASIA").hasSize(20);
        assertThat(credentials.secretAccessKey()).hasSize(40);
        assertThat(credentials.expiration()).isEqualTo(Instant.parse("2026-03-01T12:15:00Z"));
        assertThat(identity.account()).isEqualTo(MEMBER);
        assertThat(identity.arn()).isEqualTo("arn:aws:sts::444455556666:assumed-role/daxguard/session");
        assertThat(aws.calls())
                .extracting(call -> call.service() + " " + call.account() + " " + call.sessionName())
                .containsExactly("sts 111122223333 ", "sts 444455556666 session", "dax 444455556666 session");
        clock.advance(Duration.ofMinutes(15));
        assertThatThrownBy(() -> session.dax().describeClusters())
                .isInstanceOf(DaxException.class)
                .hasMessageContaining("expired");
    }

    @Test
    void session_missingOrWrongToken_isRejected() throws Exception {
        Credentials first = session();
        Credentials second = session();
        RawRequest request = RawRequest.describeClusters(aws).signed(first.accessKeyId(), "dax");

        assertThat(request.refusal()).startsWith("400 UnrecognizedClientException");
        for (String token : new String[] {"wrong", "%", second.sessionToken()}) {
            assertThat(request.header("X-Amz-Security-Token", token).refusal())
                    .startsWith("400 UnrecognizedClientException");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RoleSessionName=session | 400 | 'roleArn' failed to satisfy constraint: Member must not be null",
                "RoleSessionName=session&RoleArn=arn:aws:iam::444455556666:user/a | 400 | regular expression",
                "RoleArn=" + ROLE + " | 400 | Value null at 'roleSessionName'",
                "RoleArn=" + ROLE + "&RoleSessionName=x | 400 | greater than or equal to 2",
                "RoleArn=" + ROLE + "&RoleSessionName=a%20b | 400 | regular expression",
                "RoleArn=" + ROLE + "&RoleSessionName=session&DurationSeconds=899 | 400 | equal to 900",
                "RoleArn=" + ROLE + "&RoleSessionName=session&DurationSeconds=3601 | 400 | equal to 3600",
                "RoleArn=" + ROLE + "&RoleSessionName=session&DurationSeconds=soon | 400 | <Code>MalformedInput</Code>",
                "RoleArn=" + ROLE + "&RoleSessionName=session | 403 | <Code>AccessDenied</Code>",
            })
    void assumeRole_invalid_isRejected(String form, int status, String message) throws Exception {
        var response = RawRequest.form(aws, "Version=2011-06-15&Action=AssumeRole&" + form)
                .send();

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body().replace("&apos;", "'")).contains(message);
    }

    @Test
    void query_errors_haveTheCodesOfTheProtocol() throws Exception {
        assertThat(RawRequest.form(aws, IDENTITY).send().body())
                .contains("<Arn>arn:aws:iam::111122223333:user/local</Arn>");
        assertThat(RawRequest.form(aws, IDENTITY)
                        .signed("AKIAUNKNOWNUNKNOWNUN", "sts")
                        .send()
                        .body())
                .contains("<Code>InvalidClientTokenId</Code>", "<Type>Sender</Type>");
        assertThat(RawRequest.form(aws, IDENTITY)
                        .without("Authorization")
                        .send()
                        .body())
                .contains("<Code>MissingAuthenticationToken</Code>");
        assertThat(RawRequest.form(aws, IDENTITY + "&x=%zz").send().body())
                .contains("<Code>MalformedQueryString</Code>");
        assertThat(RawRequest.form(aws, "Version=2011-06-15&Action=GetSessionToken")
                        .send()
                        .body())
                .contains("<Code>InvalidAction</Code>");
    }
}
