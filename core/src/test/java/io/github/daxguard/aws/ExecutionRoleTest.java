package io.github.daxguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.daxguard.emulator.AccessKey;
import io.github.daxguard.emulator.LocalAws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class ExecutionRoleTest {

    private static final String MEMBER = "222233334444";

    @ParameterizedTest
    @CsvSource({
        "dax-at-rest, daxguard-dax-at-rest-222233334444",
        "Rule (old) ä, daxguard-Rule--old----222233334444",
        "a-rule-name-that-is-rather-longer-than-sessions-allow, daxguard-a-rule-name-that-is-rather-longer-than-ses-222233334444"
    })
    void sessionName_ruleAndAccount_hasOnlyCharactersThatStsAccepts(String rule, String expected) {
        assertThat(ExecutionRole.sessionName(rule, MEMBER))
                .isEqualTo(expected)
                .hasSizeLessThanOrEqualTo(64)
                .matches("[\\w+=,.@-]{2,64}");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "eu-west-1, arn:aws:iam::222233334444:role/member",
        "cn-north-1, arn:aws-cn:iam::222233334444:role/member"
    })
    void assume_everyPartition_requestsARoleOfThatAccount(String region, String expectedArn) {
        try (LocalAws aws = LocalAws.start();
                AwsClients clients = clients(aws, region)) {
            aws.addRole(MEMBER, "member");
            new ExecutionRole(clients).assume(own(region), MEMBER, "member", "rule");
            assertThat(aws.calls("AssumeRole")).hasSize(1);
            assertThat(aws.calls("AssumeRole").get(0).body().get("RoleArn").asText())
                    .isEqualTo(expectedArn);
        }
    }

    @Test
    void assume_unknownRole_namesTheRoleAndTheTrustedPrincipal() {
        try (LocalAws aws = LocalAws.start();
                AwsClients clients = clients(aws, "eu-west-1")) {
            assertThatThrownBy(() -> new ExecutionRole(clients).assume(own("eu-west-1"), MEMBER, "absent", "rule"))
                    .isInstanceOf(ExecutionRoleException.class)
                    .hasMessageContaining("AssumeRole in account 111122223333, eu-west-1, failed: AccessDenied")
                    .hasMessageContaining(
                            "trust policy of arn:aws:iam::222233334444:role/absent must allow the function's role");
        }
    }

    @Test
    void assume_responseWithoutCredentials_fails() {
        try (LocalAws aws = LocalAws.start();
                AwsClients clients = clients(aws, "eu-west-1")) {
            aws.faults().on("AssumeRole").body("<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>");
            assertThatThrownBy(() -> new ExecutionRole(clients).assume(own("eu-west-1"), MEMBER, "member", "rule"))
                    .isInstanceOf(ExecutionRoleException.class)
                    .hasMessageContaining("does not contain usable credentials");
        }
    }

    private static AwsCalls own(String region) {
        return AwsCalls.of("111122223333", region, Caller.EVENT_FUNCTION, new TimeBudget(() -> 60_000));
    }

    private static AwsClients clients(LocalAws aws, String region) {
        AccessKey key = aws.accessKey("111122223333");
        return AwsClients.forEndpoint(
                aws.endpoint(),
                region,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())));
    }
}
