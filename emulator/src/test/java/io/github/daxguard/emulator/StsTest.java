package io.github.daxguard.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dax.model.Cluster;
import software.amazon.awssdk.services.dax.model.DaxException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

class StsTest {
    private static final String MEMBER = "444455556666";
    private static final String ROLE = "arn:aws:iam::444455556666:role/rules/daxguard";

    private final SettableClock clock = SettableClock.at(Sdk.START);
    private final LocalAws aws = LocalAws.start(clock);
    private final StsClient sts = Sdk.of(aws).sts();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void assumeRole_knownRole_answersASessionOfItsAccount() {
        aws.addRole(MEMBER, "rules/daxguard");

        AssumeRoleResponse response = assume(r -> r.durationSeconds(900));

        assertThat(response.credentials().accessKeyId()).startsWith("ASIA").hasSize(20);
        assertThat(response.credentials().secretAccessKey()).hasSize(40);
        assertThat(response.credentials().expiration()).isEqualTo(Instant.parse("2026-03-01T12:15:00Z"));
        assertThat(response.assumedRoleUser().arn())
                .isEqualTo("arn:aws:sts::444455556666:assumed-role/daxguard/session");
        assertThat(response.assumedRoleUser().assumedRoleId()).endsWith(":session");
    }

    @Test
    void assumedRole_calls_actInItsAccountUnderItsSessionName() {
        aws.addRole(MEMBER, "rules/daxguard");
        aws.estate(MEMBER, Sdk.REGION).putCluster(LocalCluster.named("members"));
        Sdk session = Sdk.of(aws, assume(r -> {}).credentials());

        assertThat(session.dax().describeClusters().clusters())
                .extracting(Cluster::clusterName)
                .containsExactly("members");
        GetCallerIdentityResponse identity = session.sts().getCallerIdentity();

        assertThat(identity.account()).isEqualTo(MEMBER);
        assertThat(identity.arn()).isEqualTo("arn:aws:sts::444455556666:assumed-role/daxguard/session");
        assertThat(aws.calls())
                .extracting(call -> call.service() + " " + call.account() + " " + call.sessionName())
                .containsExactly("sts 111122223333 ", "dax 444455556666 session", "sts 444455556666 session");
        assertThat(aws.calls("AssumeRole").get(0).body().path("RoleArn").asText())
                .isEqualTo(ROLE);
    }

    @Test
    void assumedRole_sessionExpired_isRefused() {
        aws.addRole(MEMBER, "rules/daxguard");
        Sdk session = Sdk.of(aws, assume(r -> r.durationSeconds(900)).credentials());
        clock.advance(Duration.ofMinutes(15));

        assertThatThrownBy(() -> session.dax().describeClusters())
                .isInstanceOf(DaxException.class)
                .hasMessageContaining("expired")
                .extracting(e -> ((DaxException) e).awsErrorDetails().errorCode())
                .isEqualTo("ExpiredTokenException");
        assertRefused("ExpiredToken", 403, "expired", () -> session.sts().getCallerIdentity());
    }

    @Test
    void assumedRole_withoutOrWithAWrongToken_isRefused() throws Exception {
        aws.addRole(MEMBER, "rules/daxguard");
        String keyId = assume(r -> {}).credentials().accessKeyId();

        assertThat(RawRequest.describeClusters(aws).signed(keyId, "dax").refusal())
                .startsWith("400 UnrecognizedClientException");
        assertThat(RawRequest.describeClusters(aws)
                        .signed(keyId, "dax")
                        .header("X-Amz-Security-Token", "wrong")
                        .refusal())
                .startsWith("400 UnrecognizedClientException");
    }

    @Test
    void assumeRole_unknownRole_isDeniedAsAwsSaysIt() {
        assertRefused(
                "AccessDenied",
                403,
                "User: arn:aws:iam::111122223333:user/local is not authorized to perform: sts:AssumeRole on resource: "
                        + ROLE,
                () -> assume(r -> {}));
    }

    @Test
    void assumeRole_badShape_isRefused() {
        assertInvalid("'roleArn' failed to satisfy constraint: Member must not be null", r -> r.roleArn(null));
        assertInvalid("Member must have length greater than or equal to 20", r -> r.roleArn("arn:aws:iam"));
        assertInvalid("is invalid", r -> r.roleArn("arn:aws:iam::444455556666:user/daxguard"));
        assertInvalid("Value null at 'roleSessionName'", r -> r.roleSessionName(null));
        assertInvalid("greater than or equal to 2", r -> r.roleSessionName("x"));
        assertInvalid("less than or equal to 64", r -> r.roleSessionName("x".repeat(65)));
        assertInvalid("Member must satisfy regular expression pattern: [\\w+=,.@-]*", r -> r.roleSessionName("a b"));
        assertInvalid("greater than or equal to 900", r -> r.durationSeconds(899));
        assertInvalid("less than or equal to 43200", r -> r.durationSeconds(43_201));
    }

    @Test
    void assumeRole_longerThanTheRoleAllows_isRefused() {
        aws.addRole(MEMBER, "rules/daxguard");
        assertInvalid("MaxSessionDuration", r -> r.durationSeconds(3601));

        StsClient chained = Sdk.of(aws, assume(r -> {}).credentials()).sts();

        assertRefused(
                "ValidationError",
                400,
                "role chaining",
                () -> chained.assumeRole(
                        r -> r.roleArn(ROLE).roleSessionName("session").durationSeconds(3601)));
    }

    @Test
    void assumeRole_durationThatIsNoNumber_isRefused() throws Exception {
        HttpResponse<String> response = RawRequest.form(
                        aws, "Action=AssumeRole&RoleSessionName=session&RoleArn=" + ROLE + "&DurationSeconds=soon")
                .send();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("<Code>MalformedInput</Code>");
    }

    @Test
    void getCallerIdentity_longTermKey_isTheAccountsUser() {
        GetCallerIdentityResponse identity = sts.getCallerIdentity();

        assertThat(identity.account()).isEqualTo(Sdk.ACCOUNT);
        assertThat(identity.arn()).isEqualTo("arn:aws:iam::111122223333:user/local");
        assertThat(identity.userId()).startsWith("AIDA");
    }

    @Test
    void sts_unknownKeyOrNoSignature_isRefusedInItsOwnWords() throws Exception {
        String form = "Action=GetCallerIdentity&Version=2011-06-15";

        HttpResponse<String> unknown =
                RawRequest.form(aws, form).signed("AKIAUNKNOWNUNKNOWNUN", "sts").send();
        HttpResponse<String> unsigned =
                RawRequest.form(aws, form).without("Authorization").send();

        assertThat(unknown.statusCode()).isEqualTo(403);
        assertThat(unknown.body()).contains("<Code>InvalidClientTokenId</Code>", "<Type>Sender</Type>");
        assertThat(unsigned.statusCode()).isEqualTo(403);
        assertThat(unsigned.body()).contains("<Code>MissingAuthenticationToken</Code>");
    }

    @Test
    void sts_unknownAction_isRefused() throws Exception {
        HttpResponse<String> response =
                RawRequest.form(aws, "Action=GetSessionToken").send();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("<Code>InvalidAction</Code>");
        assertThat(aws.calls("GetSessionToken")).hasSize(1);
    }

    @Test
    void sts_malformedForm_isRefused() throws Exception {
        HttpResponse<String> response =
                RawRequest.form(aws, "Action=GetCallerIdentity&x=%zz").send();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("<Code>MalformedQueryString</Code>");
    }

    private void assertInvalid(String message, Consumer<AssumeRoleRequest.Builder> change) {
        assertRefused("ValidationError", 400, message, () -> assume(change));
    }

    private static void assertRefused(String code, int status, String message, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(StsException.class)
                .hasMessageContaining(message)
                .satisfies(e -> {
                    StsException refusal = (StsException) e;
                    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
                    assertThat(refusal.statusCode()).isEqualTo(status);
                    assertThat(refusal.requestId()).hasSize(36);
                });
    }

    private AssumeRoleResponse assume(Consumer<AssumeRoleRequest.Builder> change) {
        return sts.assumeRole(r -> {
            r.roleArn(ROLE).roleSessionName("session");
            change.accept(r);
        });
    }
}
