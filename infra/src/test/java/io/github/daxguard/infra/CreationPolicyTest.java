package io.github.daxguard.infra;

import static io.github.daxguard.infra.StackTemplate.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.daxguard.contract.CdkBootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service control policy: its text, its settings, and which requests it denies. */
class CreationPolicyTest {

    private static final String CLOUDFORMATION = "cloudformation.amazonaws.com";
    private static final String ACCOUNT = "arn:aws:iam::111122223333:";

    @Test
    void json_withoutSettings_acceptsTheRolesOfCloudFormation() {
        assertThat(policy(Map.of()).json()).isEqualTo("""
                {
                  "Version" : "2012-10-17",
                  "Statement" : [ {
                    "Sid" : "DenyCreateClusterOutsideCloudFormation",
                    "Effect" : "Deny",
                    "Action" : [ "dax:CreateCluster" ],
                    "Resource" : "*",
                    "Condition" : {
                      "ForAllValues:StringNotEquals" : {
                        "aws:CalledVia" : [ "cloudformation.amazonaws.com" ]
                      },
                      "ArnNotLike" : {
                        "aws:PrincipalArn" : [ "arn:*:iam::*:role/cdk-*-cfn-exec-role-*", "arn:*:iam::*:role/stacksets-exec-*" ]
                      }
                    }
                  } ]
                }
                """);
    }

    @Test
    void json_withRolesAndReplacement_acceptsThemToo() {
        JsonNode policy = json(policy(Contexts.PREVENTION).json());

        assertThat(policy.at("/Statement/0/Condition/ArnNotLike/aws:PrincipalArn"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "arn:*:iam::*:role/cdk-*-cfn-exec-role-*",
                        "arn:*:iam::*:role/stacksets-exec-*",
                        "arn:*:iam::*:role/DaxGuard*-ReplacementRole*",
                        "arn:*:iam::*:role/terraform",
                        "arn:*:iam::*:role/deploy/dax-*");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # request                                  | principal                                                         | called via | denied
            # Direct calls
            user in the console or with the CLI        | user/alice                                                        |            | true
            role of a developer                        | role/developer                                                    |            | true
            role of IAM Identity Center                | role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_A_0f |            | true
            root user                                  | root                                                              |            | true
            # CloudFormation with the credentials of the principal
            user                                       | user/alice                                                        | cloudformation.amazonaws.com | false
            root user                                  | root                                                              | cloudformation.amazonaws.com | false
            chain that begins with CloudFormation      | user/alice                                                        | cloudformation.amazonaws.com dynamodb.amazonaws.com | false
            chain that ends with CloudFormation        | user/alice                                                        | athena.amazonaws.com cloudformation.amazonaws.com | false
            chain without CloudFormation               | user/alice                                                        | athena.amazonaws.com dynamodb.amazonaws.com | true
            other service                              | user/alice                                                        | dynamodb.amazonaws.com | true
            look-alike of the service                  | user/alice                                                        | cloudformation.amazonaws.com.example | true
            # CloudFormation with a role
            CDK                                        | role/cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1           |            | false
            CDK with another qualifier                 | role/cdk-team1-cfn-exec-role-111122223333-eu-west-1               |            | false
            CDK with a path                            | role/team/cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1      |            | true
            other role of the CDK                      | role/cdk-hnb659fds-deploy-role-111122223333-eu-west-1             |            | true
            stack set                                  | role/stacksets-exec-0123456789abcdef0123456789abcdef              |            | false
            self-managed stack set                     | role/AWSCloudFormationStackSetExecutionRole                       |            | true
            other service role                         | role/pipeline-cloudformation                                      |            | true
            # daxguard
            replacement                                | role/DaxGuard-ReplacementRole0F2A9C31-aBcDeFgHiJkL                |            | false
            replacement in one of several Regions      | role/DaxGuard-eu-west-1-ReplacementRole0F2A9C31-aBcDeFgHiJkL      |            | false
            runbook, which does not create clusters    | role/DaxGuard-ReplacementRunbookRole1B2C3D4E-aBcDeFgHiJkL         |            | true
            # Named roles
            named role                                 | role/terraform                                                    |            | false
            named role with another path               | role/ci/terraform                                                 |            | true
            longer name                                | role/terraform-2                                                  |            | true
            user with the name of the role             | user/terraform                                                    |            | true
            pattern                                    | role/deploy/dax-blue                                              |            | false
            pattern without its path                   | role/dax-blue                                                     |            | true
            # Similar names
            beginning only                             | role/cdk-evil                                                     |            | true
            prefix                                     | role/my-cdk-x-cfn-exec-role-y                                     |            | true
            prefix                                     | role/my-stacksets-exec-1                                          |            | true
            # Limits of names: a principal that can create roles can create these
            other role with an accepted name           | role/cdk-evil-cfn-exec-role-1                                     |            | false
            path that completes an accepted name       | role/cdk-evil/x-cfn-exec-role-y                                   |            | false
            """)
    void denies_createCluster_unlessByCloudFormationOrAnAcceptedRole(
            String request, String principal, @Nullable String calledVia, boolean denied) {
        assertThat(denies(ACCOUNT + principal, calledVia, "dax:CreateCluster"))
                .as(request)
                .isEqualTo(denied);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws-cn:iam::111122223333:user/alice, true",
        "arn:aws-us-gov:iam::111122223333:user/alice, true",
        "arn:aws-cn:iam::111122223333:role/cdk-hnb659fds-cfn-exec-role-111122223333-cn-north-1, false",
        "arn:aws-us-gov:iam::111122223333:role/stacksets-exec-1, false",
        "arn:aws:iam::444455556666:role/terraform, false",
        // For sessions, AWS compares the ARN of the role. Otherwise, the request would be denied.
        "arn:aws:sts::111122223333:assumed-role/terraform/session, true",
        "arn:aws:sts::111122223333:federated-user/bob, true",
    })
    void denies_otherPartitionsAccountsAndSessions(String principal, boolean denied) {
        assertThat(denies(principal, null, "dax:CreateCluster")).isEqualTo(denied);
    }

    @Test
    void denies_withoutAnyKey_isTrue() {
        assertThat(DenyEvaluator.denies(json(policy(Map.of()).json()), "dax:CreateCluster", Map.of()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "dax:CreateCluster, true",
        "DAX:createcluster, true",
        "dax:DeleteCluster, false",
        "dax:IncreaseReplicationFactor, false",
        "dax:UpdateCluster, false",
        "dax:CreateSubnetGroup, false",
        "dynamodb:CreateTable, false",
    })
    void denies_onlyCreateCluster(String action, boolean denied) {
        assertThat(denies(ACCOUNT + "user/alice", null, action)).isEqualTo(denied);
    }

    /** The reason for ForAllValues: with ForAnyValue, a direct call has no value that could be unequal. */
    @Test
    void denies_withForAnyValue_wouldNotDenyDirectCalls() {
        JsonNode wrong = json(policy(Map.of()).json().replace("ForAllValues", "ForAnyValue"));
        Map<String, List<String>> direct = Map.of("aws:PrincipalArn", List.of(ACCOUNT + "user/alice"));
        Map<String, List<String>> chain = Map.of(
                "aws:PrincipalArn",
                List.of(ACCOUNT + "user/alice"),
                "aws:CalledVia",
                List.of(CLOUDFORMATION, "dynamodb.amazonaws.com"));

        assertThat(DenyEvaluator.denies(wrong, "dax:CreateCluster", direct)).isFalse();
        assertThat(DenyEvaluator.denies(wrong, "dax:CreateCluster", chain)).isTrue();
    }

    @Test
    void acceptedRoles_includeTheExecutionRoleOfTheCdk() {
        String role = CdkBootstrap.executionRole("111122223333", "eu-west-1");

        assertThat(denies(ACCOUNT + "role/" + role, null, "dax:CreateCluster")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"terraform", "deploy/terraform", "a/b/c*", "x*/y", "role+=.@-_"})
    void roles_validNames_areAccepted(String role) {
        assertThat(policy(Map.of("creationRoles", role)).roles()).containsExactly(role);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*deploy",
                "/deploy",
                "deploy/",
                "a//b",
                "a b",
                "a?",
                "role:x",
                "arn:aws:iam::1:role/x",
                "a,,b"
            })
    void roles_invalidNames_areRefused(String role) {
        assertThatThrownBy(() -> policy(Map.of("creationRoles", role)))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith("Context value creationRoles: invalid value: \"");
    }

    @Test
    void roles_pathWithThousandsOfSegments_isRefused() {
        assertThatThrownBy(() -> policy(Map.of("creationRoles", "a/".repeat(5000) + "a")))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith("Context value creationRoles: invalid value: \"");
    }

    @Test
    void roles_moreThanThePolicyCanContain_areRefused() {
        String tooMany = roles(120);

        assertThat(policy(Map.of("creationRoles", roles(100))).json().length())
                .isLessThanOrEqualTo(CreationPolicy.LARGEST_POLICY);
        assertThatThrownBy(() -> policy(Map.of("creationRoles", tooMany)))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith(
                        "Context value creationRoles: invalid value: \"120 roles\". Expected: at most 5120"
                                + " characters for the service control policy, which now has ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r-ab12", "ou-ab12-11111111", "111122223333", "ou-ab12-11111111,111122223333"})
    void targets_valid_areAccepted(String targets) {
        assertThat(policy(Map.of("creationPolicyTargets", targets)).targets()).containsExactly(targets.split(",", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"o-abcdefghij", "root", "11112222333", "ou-ab12", "*", "r-ab12;r-ab13"})
    void targets_invalid_areRefused(String targets) {
        assertThatThrownBy(() -> policy(Map.of("creationPolicyTargets", targets)))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageStartingWith(
                        "Context value creationPolicyTargets: invalid value: \"" + targets + "\". Expected: ids");
    }

    @ParameterizedTest
    @ValueSource(strings = {"organization", "regions"})
    void targets_withOtherStacks_areRefused(String other) {
        Map<String, Object> context = new HashMap<>(Map.of("creationPolicyTargets", "r-ab12"));
        context.putAll(other.equals("regions") ? Map.of("regions", "eu-west-1") : Contexts.ORGANIZATION);

        assertThatThrownBy(() -> ContextReader.read(context))
                .isInstanceOf(InvalidContextException.class)
                .hasMessage(
                        "Context value creationPolicyTargets: invalid value: \"r-ab12\". Expected: no value, because"
                                + " organization or regions is set. Deploy the policy separately, in the management account.");
    }

    @Test
    void page_regionsInWhichNoClusterCanBeCreated_areThoseOfTheCode() throws IOException {
        Set<String> regions = new TreeSet<>(RegionCheck.regionsWithDax());
        regions.retainAll(RegionalType.HOOK_TARGET.notOfferedIn());
        String page = Files.readString(Path.of("..", "docs", "guides", "restrict-cluster-creation.md"));

        assertThat(page.replaceAll("\\s+", " "))
                // The complete list of the section, and its date.
                .contains(": "
                        + regions.stream().map(region -> "`" + region + "`").collect(Collectors.joining(", "))
                        + ". ")
                .contains(RegionalType.LIST_DATE);
    }

    private static String roles(int count) {
        return IntStream.range(0, count).mapToObj(i -> "deployment-role-" + i).collect(Collectors.joining(","));
    }

    private static CreationPolicy policy(Map<String, String> context) {
        return ContextReader.read(new HashMap<>(context)).creationPolicy();
    }

    /** Whether the policy of {@link Contexts#PREVENTION} denies a request. */
    static boolean denies(String principal, @Nullable String calledVia, String action) {
        Map<String, List<String>> context = new HashMap<>(Map.of("aws:PrincipalArn", List.of(principal)));
        if (calledVia != null) {
            context.put("aws:CalledVia", Stream.of(calledVia.split(" ", -1)).toList());
        }
        return DenyEvaluator.denies(json(policy(Contexts.PREVENTION).json()), action, context);
    }
}
